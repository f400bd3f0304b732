"""Where guests went"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from webapp.models.base import Id, Instant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "moved_guest",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("guest_id", Id, nullable=False),
        sa.Column("moved_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_moved_guest_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", "guest_id", name=op.f("pk_moved_guest")),
        sqlite_with_rowid=False,
    )
