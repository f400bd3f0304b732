"""Pictures of decks of one's own"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from webapp.models.base import Digest, Id, Instant

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_picture",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("digest", Digest, nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=20), nullable=False),
        sa.Column("waits_since", Instant(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_own_picture_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", "digest", "part", name=op.f("pk_own_picture")),
    )
