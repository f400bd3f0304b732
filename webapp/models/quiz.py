"""Quizzes that students made for themselves: an attempt, and its questions with what was answered to each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from .base import WITHOUT_ROWID, Base, ReviewId

_IS_TIMED = text("submitted_at IS NULL AND time_limit_s IS NOT NULL")


class Attempt(Base):
    """A quiz, made and taken by one student. Without ``submitted_at`` it is open and its answers can be changed."""

    __tablename__ = "attempt"
    __table_args__ = (
        Index("ix_attempt_user_id_made_at", "user_id", "made_at"),
        Index("ix_attempt_timed", "made_at", sqlite_where=_IS_TIMED, postgresql_where=_IS_TIMED),
        CheckConstraint("time_limit_s > 0", name="time_limit"),
        CheckConstraint("score BETWEEN 0 AND 1", name="score"),
        CheckConstraint("(submitted_at IS NULL) = (score IS NULL)", name="submitted"),
        WITHOUT_ROWID,
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    id: Mapped[bytes] = mapped_column(ReviewId, primary_key=True)
    made_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    recorded_at: Mapped[datetime | None]  # when its answers had all been written to the review log
    time_limit_s: Mapped[int | None]  # seconds from made_at; None: as long as one likes
    feedback_at_once: Mapped[bool]  # an answer is then final, and its result is shown right after it
    is_review: Mapped[bool]  # its answers count for the schedule
    chosen_by: Mapped[dict[str, Any]]  # services.wishes.Wishes as JSON
    questions: Mapped[int] = mapped_column(SmallInteger)  # once it is handed in: that were graded
    score: Mapped[float | None]  # share of the points, 0 to 1


class AttemptItem(Base):
    """A question of an attempt, as it was when the quiz was made: the revision is pinned, ``seed`` draws the order."""

    __tablename__ = "attempt_item"
    __table_args__ = (
        ForeignKeyConstraint(["user_id", "attempt_id"], ["attempt.user_id", "attempt.id"]),
        UniqueConstraint("user_id", "attempt_id", "question_id"),
        CheckConstraint("(response IS NULL) = (answered_at IS NULL)", name="answered"),
        CheckConstraint("(outcome IS NULL) = (score IS NULL)", name="graded"),
        CheckConstraint("score BETWEEN 0 AND 1", name="score"),
        WITHOUT_ROWID,
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    attempt_id: Mapped[bytes] = mapped_column(ReviewId, primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True)  # from 1
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    revision: Mapped[int]
    seed: Mapped[int] = mapped_column(BigInteger)
    response: Mapped[str | None] = mapped_column(String(8000))  # JSON, as the kind reads it
    answered_at: Mapped[datetime | None]  # when the answer that is kept was given
    changed_at: Mapped[datetime | None]  # when that was given, or taken back
    # question_bank.grading.Outcome; None after handing in: its bank was out of the student's sight then
    outcome: Mapped[str | None] = mapped_column(String(10))
    score: Mapped[float | None]  # 0 to 1
