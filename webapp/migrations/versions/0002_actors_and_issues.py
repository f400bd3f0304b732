"""Actors, issues, and the topics' lines and aliases"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from webapp.models.base import Id, Instant, Json

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "actor",
        sa.Column("id", Id, nullable=False),
        sa.Column("bank_id", Id, nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("aliases", Json, nullable=False),
        sa.Column("line", sa.String(length=300), nullable=False),
        sa.Column("loaded_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("retired_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_actor_bank_id_bank")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actor")),
        sa.UniqueConstraint("bank_id", "key", name=op.f("uq_actor_bank_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "issue",
        sa.Column("id", Id, nullable=False),
        sa.Column("bank_id", Id, nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("loaded_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("retired_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_issue_bank_id_bank")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue")),
        sa.UniqueConstraint("bank_id", "key", name=op.f("uq_issue_bank_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "claim_actor",
        sa.Column("claim_id", Id, nullable=False),
        sa.Column("actor_id", Id, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_claim_actor_actor_id_actor")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_actor_claim_id_claim")),
        sa.PrimaryKeyConstraint("claim_id", "actor_id", name=op.f("pk_claim_actor")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("claim_actor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_actor_actor_id"), ["actor_id"], unique=False)

    op.create_table(
        "claim_issue",
        sa.Column("claim_id", Id, nullable=False),
        sa.Column("issue_id", Id, nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_issue_claim_id_claim")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_claim_issue_issue_id_issue")),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_claim_issue")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("claim_issue", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_issue_issue_id"), ["issue_id"], unique=False)

    with op.batch_alter_table("topic", schema=None) as batch_op:
        batch_op.add_column(sa.Column("line", sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column("aliases", Json, server_default="[]", nullable=False))
