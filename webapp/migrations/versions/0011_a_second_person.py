"""Questions in review, changes that wait for a second person, and comments"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from webapp.models.base import Id, Instant, Json

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    with op.batch_alter_table("question", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.drop_constraint(op.f("ck_question_status"), type_="check")
        table.create_check_constraint(
            op.f("ck_question_status"), "status IN ('draft', 'review', 'published', 'retired')"
        )
    op.create_table(
        "question_proposal",
        sa.Column("id", Id, nullable=False),
        sa.Column("question_id", Id, nullable=False),
        sa.Column("base_revision", sa.Integer(), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("author_id", Id, nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("why", sa.String(length=1000), nullable=False),
        sa.Column("changes_answer", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'published', 'replaced', 'withdrawn')", name=op.f("ck_question_proposal_state")
        ),
        sa.CheckConstraint("(state = 'waiting') = (settled_at IS NULL)", name=op.f("ck_question_proposal_settled")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_question_proposal_question_id_question")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_question_proposal_author_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_proposal")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_question_proposal_question_id", "question_proposal", ["question_id"])
    op.create_index(
        "uq_question_proposal_waiting",
        "question_proposal",
        ["question_id"],
        unique=True,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_table(
        "question_comment",
        sa.Column("id", Id, nullable=False),
        sa.Column("question_id", Id, nullable=False),
        sa.Column("answers", Id, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("author_id", Id, nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("resolved_at", Instant(), nullable=True),
        sa.Column("resolved_by", Id, nullable=True),
        sa.CheckConstraint("answers IS NULL OR resolved_at IS NULL", name=op.f("ck_question_comment_resolved")),
        sa.ForeignKeyConstraint(
            ["answers"], ["question_comment.id"], name=op.f("fk_question_comment_answers_question_comment")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_question_comment_author_id_user")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_question_comment_question_id_question")
        ),
        sa.ForeignKeyConstraint(["resolved_by"], ["user.id"], name=op.f("fk_question_comment_resolved_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_comment")),
        sqlite_autoincrement=True,
    )
    for column in ("question_id", "author_id", "resolved_by"):
        op.create_index(op.f(f"ix_question_comment_{column}"), "question_comment", [column])
