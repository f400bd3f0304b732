"""What students did: the review log (a ledger), and the cards and day counters that are folded from it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from .base import AUTOINCREMENT, WITHOUT_ROWID, Base, Digest, Id, ReviewId


class SchedulingPolicy(Base):
    """Weights, retention, steps and calendar that reviews were scheduled with; a row for each that was in use."""

    __tablename__ = "scheduling_policy"
    __table_args__ = (AUTOINCREMENT,)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    digest: Mapped[bytes] = mapped_column(Digest, unique=True)
    content: Mapped[dict[str, Any]]


class Card(Base):
    """One user's memory of one question: a cache of the review log's fold. Made by a first answer, never in bulk."""

    __tablename__ = "card"
    __table_args__ = (
        # State before time: what is in learning is found without walking over a backlog of due reviews.
        Index("ix_card_user_id_state_due_at", "user_id", "state", "due_at", sqlite_where=text("NOT suspended"),
              postgresql_where=text("NOT suspended")),
        CheckConstraint("state BETWEEN 0 AND 3", name="state"),
        WITHOUT_ROWID,
    )  # fmt: skip

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    state: Mapped[int] = mapped_column(SmallInteger)  # scheduling.memory.State
    step: Mapped[int | None] = mapped_column(SmallInteger)
    stability: Mapped[float | None]  # days
    difficulty: Mapped[float | None]  # 1 to 10
    due_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    study_day: Mapped[date | None]  # of the last answer
    repetitions: Mapped[int]
    lapses: Mapped[int]
    suspended: Mapped[bool]
    buried_until: Mapped[date | None]  # the first study day on which it is shown again
    leech: Mapped[bool]
    version: Mapped[int]


class ReviewLog(Base):
    """Everything a student did with a card. Ledger: never updated; deleted only with the account."""

    __tablename__ = "review_log"
    __table_args__ = (
        Index("ix_review_log_user_id_study_day_question_id", "user_id", "study_day", "question_id"),
        Index("ix_review_log_user_id_question_id_answered_at", "user_id", "question_id", "answered_at"),
        # Undos are few: whether an answer stands is asked of thousands, and costs nothing to write of any of them.
        Index("ix_review_log_user_id_undoes", "user_id", "undoes", sqlite_where=text("undoes IS NOT NULL"),
              postgresql_where=text("undoes IS NOT NULL")),
        CheckConstraint("rating BETWEEN 1 AND 4", name="rating"),
        CheckConstraint("proposed BETWEEN 1 AND 4", name="proposed"),
        WITHOUT_ROWID,
    )  # fmt: skip

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    id: Mapped[bytes] = mapped_column(ReviewId, primary_key=True)  # made by the client when the question was shown
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    revision: Mapped[int]
    kind: Mapped[int] = mapped_column(SmallInteger)  # scheduling.fold.EventKind
    mode: Mapped[int] = mapped_column(SmallInteger)  # scheduling.fold.Mode
    presentation: Mapped[str | None] = mapped_column(String(2000))  # JSON: seed, options as shown, hints
    answered_at: Mapped[datetime]
    received_at: Mapped[datetime]
    study_day: Mapped[date]
    duration_ms: Mapped[int | None]
    response: Mapped[str | None] = mapped_column(String(8000))  # JSON, as the kind reads it
    outcome: Mapped[str | None] = mapped_column(String(10))  # question_bank.grading.Outcome
    proposed: Mapped[int | None] = mapped_column(SmallInteger)
    rating: Mapped[int | None] = mapped_column(SmallInteger)
    state_before: Mapped[int | None] = mapped_column(SmallInteger)
    stability_before: Mapped[float | None]
    difficulty_before: Mapped[float | None]
    state_after: Mapped[int | None] = mapped_column(SmallInteger)
    stability_after: Mapped[float | None]
    difficulty_after: Mapped[float | None]
    due_at: Mapped[datetime | None]
    policy_id: Mapped[int | None] = mapped_column(ForeignKey("scheduling_policy.id"))
    undoes: Mapped[bytes | None] = mapped_column(ReviewId)


class ReviewDay(Base):
    """A user's study day in numbers: a cache of the fold, for limits, heat map, streak and true retention."""

    __tablename__ = "review_day"
    __table_args__ = (WITHOUT_ROWID,)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    study_day: Mapped[date] = mapped_column(primary_key=True)
    answers: Mapped[int]
    milliseconds: Mapped[int]  # each answer capped at 60 s
    new_cards: Mapped[int]  # cards answered for the first time
    reviews: Mapped[int]  # first answers of the day of cards in review
    passed: Mapped[int]  # those of them that were not Again


class NewCardFrontier(Base):
    """Where a user's search for unseen questions may begin: a cache, so that what was seen is not walked over again.

    Each published question before ``position`` has a card of this user, as of the bank loaded at ``as_of``
    (``bank.loaded_at``): after another load positions may differ, and the search begins at the first question again.
    """

    __tablename__ = "new_card_frontier"
    __table_args__ = (WITHOUT_ROWID,)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    position: Mapped[int]
    as_of: Mapped[datetime]
