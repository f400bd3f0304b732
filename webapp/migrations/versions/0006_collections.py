"""Collections of questions, and who chose them. The bank's next load, or the next start, fills them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from webapp.models.base import Id, Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KINDS = "kind IN ('article', 'topic', 'actor', 'importance', 'search')"
IN_ORDER = "ix_collection_question_collection_id_position_question_id"


def upgrade() -> None:
    op.create_table(
        "collection",
        sa.Column("id", Id, nullable=False),
        sa.Column("bank_id", Id, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=400), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_collection_kind")),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_collection_bank_id_bank")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection")),
        sa.UniqueConstraint("bank_id", "kind", "value", name=op.f("uq_collection_bank_id_kind_value")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "collection_question",
        sa.Column("collection_id", Id, nullable=False),
        sa.Column("question_id", Id, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name=op.f("fk_collection_question_collection_id_collection")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_collection_question_question_id_question")
        ),
        sa.PrimaryKeyConstraint("collection_id", "question_id", name=op.f("pk_collection_question")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("collection_question", schema=None) as batch_op:
        batch_op.create_index(IN_ORDER, ["collection_id", "position", "question_id"], unique=False)
    op.create_table(
        "chosen_collection",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("collection_id", Id, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=True),
        sa.Column("followed_at", Instant(), nullable=True),
        sa.CheckConstraint("name IS NOT NULL OR followed_at IS NOT NULL", name=op.f("ck_chosen_collection_chosen")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_chosen_collection_user_id_user")),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name=op.f("fk_chosen_collection_collection_id_collection")
        ),
        sa.PrimaryKeyConstraint("user_id", "collection_id", name=op.f("pk_chosen_collection")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("chosen_collection", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_chosen_collection_collection_id"), ["collection_id"], unique=False)
