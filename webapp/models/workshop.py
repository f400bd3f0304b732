"""What instructors do about questions before students see it: changes that wait for a second person, and comments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from .base import AUTOINCREMENT, Base, Id

LONGEST_COMMENT = 2_000  # characters
WAITING = text("state = 'waiting'")


class QuestionProposal(Base):
    """A content for a question that students go on studying as it is until a second person has published this one.

    Rows stay when they are settled, so that nothing that somebody wrote is lost: ``published`` ones are a revision too,
    ``replaced`` ones were edited further, ``withdrawn`` ones were not wanted.
    """

    __tablename__ = "question_proposal"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'published', 'replaced', 'withdrawn')", name="state"),
        CheckConstraint("(state = 'waiting') = (settled_at IS NULL)", name="settled"),
        Index("ix_question_proposal_question_id", "question_id"),
        Index("uq_question_proposal_waiting", "question_id", unique=True, sqlite_where=WAITING,
              postgresql_where=WAITING),
        AUTOINCREMENT,
    )  # fmt: skip

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    base_revision: Mapped[int]  # the revision that it was written on
    content: Mapped[dict[str, Any]]
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime]
    why: Mapped[str] = mapped_column(String(1000), default="")
    changes_answer: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    settled_at: Mapped[datetime | None]


class QuestionComment(Base):
    """What an instructor says to the others about a question. Answers stand under a comment, one level deep.

    ``author_id`` and ``resolved_by`` are None of somebody who has gone.
    """

    __tablename__ = "question_comment"
    __table_args__ = (
        CheckConstraint("answers IS NULL OR resolved_at IS NULL", name="resolved"),
        Index("ix_question_comment_question_id", "question_id"),
        AUTOINCREMENT,
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    answers: Mapped[int | None] = mapped_column(ForeignKey("question_comment.id"))
    revision: Mapped[int]  # the question's at that time
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    at: Mapped[datetime]
    words: Mapped[str] = mapped_column(String(LONGEST_COMMENT))
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
