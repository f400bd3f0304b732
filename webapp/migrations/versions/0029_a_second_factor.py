"""A second factor of accounts"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from webapp.models.base import Digest, Id, Instant

revision = "0029"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "second_factor",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("secret", sa.String(500), nullable=False),
        sa.Column("last_counter", sa.Integer(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_second_factor_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_second_factor")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "recovery_code",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("code_hash", Digest, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["second_factor.user_id"], name=op.f("fk_recovery_code_user_id_second_factor")
        ),
        sa.PrimaryKeyConstraint("user_id", "code_hash", name=op.f("pk_recovery_code")),
        sqlite_with_rowid=False,
    )
