"""Quizzes: attempts and their items"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from webapp.models.base import Id, Instant, Json

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attempt",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("submitted_at", Instant(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=True),
        sa.Column("time_limit_s", sa.Integer(), nullable=True),
        sa.Column("feedback_at_once", sa.Boolean(), nullable=False),
        sa.Column("is_review", sa.Boolean(), nullable=False),
        sa.Column("chosen_by", Json, nullable=False),
        sa.Column("questions", sa.SmallInteger(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.CheckConstraint("(submitted_at IS NULL) = (score IS NULL)", name=op.f("ck_attempt_submitted")),
        sa.CheckConstraint("score BETWEEN 0 AND 1", name=op.f("ck_attempt_score")),
        sa.CheckConstraint("time_limit_s > 0", name=op.f("ck_attempt_time_limit")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_attempt_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", "id", name=op.f("pk_attempt")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index("ix_attempt_user_id_made_at", ["user_id", "made_at"], unique=False)

    op.create_table(
        "attempt_item",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("attempt_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("question_id", Id, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("response", sa.String(length=8000), nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("score", sa.Double(), nullable=True),
        sa.CheckConstraint("(outcome IS NULL) = (score IS NULL)", name=op.f("ck_attempt_item_graded")),
        sa.CheckConstraint("(response IS NULL) = (answered_at IS NULL)", name=op.f("ck_attempt_item_answered")),
        sa.CheckConstraint("score BETWEEN 0 AND 1", name=op.f("ck_attempt_item_score")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_attempt_item_question_id_question")),
        sa.ForeignKeyConstraint(
            ["user_id", "attempt_id"],
            ["attempt.user_id", "attempt.id"],
            name=op.f("fk_attempt_item_user_id_attempt_id_attempt"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_attempt_item_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", "attempt_id", "position", name=op.f("pk_attempt_item")),
        sa.UniqueConstraint(
            "user_id", "attempt_id", "question_id", name=op.f("uq_attempt_item_user_id_attempt_id_question_id")
        ),
        sqlite_with_rowid=False,
    )
