"""What students write about questions: notes to themselves, and reports to instructors that something is wrong."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .bank import OfQuestion
from .base import WITHOUT_ROWID, Base, ReviewId

LONGEST_NOTE = 2_000  # characters
LONGEST_REPORT = 1_000
LONGEST_REPLY = 2_000


class Note(Base):
    """A student's private note on a question, in Markdown."""

    __tablename__ = "note"
    __table_args__ = (WITHOUT_ROWID,)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    text: Mapped[str] = mapped_column(String(LONGEST_NOTE))
    changed_at: Mapped[datetime]


class Report(OfQuestion, Base):
    """A student says that something is wrong with a question as it was shown; an instructor answers, or closes it."""

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("id"),
        Index("ix_report_status_at", "status", "at"),
        CheckConstraint("what IN ('answer', 'source', 'wording', 'other')", name="what"),
        CheckConstraint("status IN ('open', 'answered', 'closed')", name="status"),
        CheckConstraint("(status = 'open') = (answered_at IS NULL)", name="answered"),
        CheckConstraint("(status = 'answered') = (answer IS NOT NULL)", name="answer"),
        WITHOUT_ROWID,
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    id: Mapped[bytes] = mapped_column(ReviewId, primary_key=True)  # made with the form, so that it is sent once
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    revision: Mapped[int]
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(String(LONGEST_REPORT))
    status: Mapped[str] = mapped_column(String(10))
    answer: Mapped[str | None] = mapped_column(String(LONGEST_REPLY))
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    answered_at: Mapped[datetime | None]
