"""How a person's schedule is planned: weights fitted to their own reviews, and exams to be ready for."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from .base import WITHOUT_ROWID, Base

MOST_EXAMS = 20  # of one person


class MemoryParameters(Base):
    """Weights of FSRS-6 that were fitted to a person's reviews; at most one row a person is in force.

    The log losses are over reviews that the fit had not seen: of what was in force before, and of such fits.
    """

    __tablename__ = "memory_parameters"
    __table_args__ = (
        Index("uq_memory_parameters_in_force", "user_id", unique=True, sqlite_where=text("in_force"),
              postgresql_where=text("in_force")),
        CheckConstraint("reviews > 0", name="reviews"),
        CheckConstraint("loss_before >= 0 AND loss_after >= 0", name="losses"),
        CheckConstraint("NOT in_force OR changed_at IS NOT NULL", name="in_force"),
        WITHOUT_ROWID,
    )  # fmt: skip

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    trained_at: Mapped[datetime] = mapped_column(primary_key=True)
    weights: Mapped[str] = mapped_column(String(1000))  # JSON: 21 numbers, as the answer path takes them
    reviews: Mapped[int]  # that they were fitted to
    loss_before: Mapped[float]
    loss_after: Mapped[float]
    in_force: Mapped[bool]
    changed_at: Mapped[datetime | None]  # when they were last put in force or out of it
    counted_at: Mapped[datetime | None]  # when all cards had been folded anew after that


class Exam(Base):
    """A day on which a user wants to know a collection, or without one the whole bank."""

    __tablename__ = "exam"
    __table_args__ = (CheckConstraint("retention BETWEEN 0.5 AND 0.99", name="retention"), WITHOUT_ROWID)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    made_at: Mapped[datetime] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    day: Mapped[date]
    collection_id: Mapped[int | None] = mapped_column(ForeignKey("collection.id"), index=True)
    retention: Mapped[float]  # the share of the collection's questions to be known on the day
