"""Decks that are brought here"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from webapp.models.base import Id, Instant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deck_import",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_deck_import_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", "part", name=op.f("pk_deck_import")),
    )
