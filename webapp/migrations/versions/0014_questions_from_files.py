"""Questions from files"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from webapp.models.base import Id, Instant, Json

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "question_import",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_question_import_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", "part", name=op.f("pk_question_import")),
    )
    op.create_table(
        "imported_question",
        sa.Column("id", Id, nullable=False),
        sa.Column("bank_id", Id, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("file", sa.String(length=200), nullable=False),
        sa.Column("data", Json, nullable=False),
        sa.Column("content_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("imported_at", Instant(), nullable=False),
        sa.Column("question_id", Id, nullable=True),
        sa.ForeignKeyConstraint(["bank_id"], ["bank.id"], name=op.f("fk_imported_question_bank_id_bank")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_imported_question_question_id_question")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_question")),
        sa.UniqueConstraint("bank_id", "name", name=op.f("uq_imported_question_bank_id_name")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_imported_question_question_id"), "imported_question", ["question_id"])
