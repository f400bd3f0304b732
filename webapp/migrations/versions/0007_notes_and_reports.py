"""Notes and reports on questions; the time on a card and breaks among the settings"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from webapp.models.base import Id, Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "note",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("question_id", Id, nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_note_question_id_question")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_note_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", "question_id", name=op.f("pk_note")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "report",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("question_id", Id, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("answer", sa.String(length=2000), nullable=True),
        sa.Column("answered_by", Id, nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.CheckConstraint("what IN ('answer', 'source', 'wording', 'other')", name=op.f("ck_report_what")),
        sa.CheckConstraint("status IN ('open', 'answered', 'closed')", name=op.f("ck_report_status")),
        sa.CheckConstraint("(status = 'open') = (answered_at IS NULL)", name=op.f("ck_report_answered")),
        sa.CheckConstraint("(status = 'answered') = (answer IS NOT NULL)", name=op.f("ck_report_answer")),
        sa.ForeignKeyConstraint(["answered_by"], ["user.id"], name=op.f("fk_report_answered_by_user")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_report_question_id_question")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_report_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", "id", name=op.f("pk_report")),
        sa.UniqueConstraint("id", name=op.f("uq_report_id")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index("ix_report_status_at", ["status", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_question_id"), ["question_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_answered_by"), ["answered_by"], unique=False)
    with op.batch_alter_table("user_settings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("shows_time", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("timebox_minutes", sa.Integer(), nullable=False, server_default="0"))
        batch_op.create_check_constraint(
            batch_op.f("ck_user_settings_timebox_minutes"), "timebox_minutes BETWEEN 0 AND 180"
        )
