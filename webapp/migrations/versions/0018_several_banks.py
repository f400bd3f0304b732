"""Several banks on one site, who sees them and who keeps them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from webapp.models.base import Digest, Id, Instant

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

AUTOINCREMENT = {"sqlite_autoincrement": True}


def upgrade() -> None:
    with op.batch_alter_table("bank", table_kwargs=AUTOINCREMENT) as table:
        table.add_column(sa.Column("audience", sa.String(20), nullable=False, server_default="everyone"))
        table.add_column(sa.Column("owner_id", Id, nullable=True))
        table.create_foreign_key(op.f("fk_bank_owner_id_user"), "user", ["owner_id"], ["id"])
        table.create_check_constraint(op.f("ck_bank_audience"), "audience IN ('everyone', 'members', 'owner')")
        table.create_check_constraint(op.f("ck_bank_owner"), "(audience = 'owner') = (owner_id IS NOT NULL)")
        table.create_index("ix_bank_audience", ["audience"])
        table.create_index(op.f("ix_bank_owner_id"), ["owner_id"])
    with op.batch_alter_table("audit_event", table_kwargs=AUTOINCREMENT) as table:
        table.add_column(sa.Column("bank_id", Id, nullable=True))
        table.create_foreign_key(op.f("fk_audit_event_bank_id_bank"), "bank", ["bank_id"], ["id"])
        table.create_index(op.f("ix_audit_event_bank_id"), ["bank_id"])
    op.create_index("ix_question_bank_id_status_position", "question", ["bank_id", "status", "position", "id"])
    for named in ("article", "claim", "question"):
        op.create_index(f"uq_{named}_key", named, ["key"], unique=True)
    op.create_table(
        "bank_member",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("bank_id", Id, nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.CheckConstraint("role IN ('reader', 'editor')", name=op.f("ck_bank_member_role")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_bank_member_user_id_user")),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_bank_member_bank_id_bank")),
        sa.PrimaryKeyConstraint("user_id", "bank_id", name=op.f("pk_bank_member")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_bank_member_bank_id"), "bank_member", ["bank_id"])
    op.create_table(
        "bank_invitation",
        sa.Column("id", Id, nullable=False),
        sa.Column("bank_id", Id, nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("email", sa.String(255), nullable=True),
        sa.Column("token_hash", Digest, nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.CheckConstraint("role IN ('reader', 'editor')", name=op.f("ck_bank_invitation_role")),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_bank_invitation_bank_id_bank")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_bank_invitation_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_bank_invitation_token_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_bank_invitation_bank_id"), "bank_invitation", ["bank_id"])
    op.create_index(op.f("ix_bank_invitation_user_id"), "bank_invitation", ["user_id"])
    if op.get_bind().dialect.name == "postgresql":  # each ledger has its own now; they are made after this
        op.execute("DROP FUNCTION IF EXISTS ledger_refuses_unless_erasing()")
