"""Exams that a student wants to be ready for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from webapp.models import Collection, Exam


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamRow:
    """An exam; without a collection it is on the whole bank."""

    made_at: datetime
    name: str
    day: date
    collection_id: int | None
    retention: float

    def days_left(self, today: date) -> int:
        """Study days from ``today`` until the exam; 0 on its day, negative after it."""
        return (self.day - today).days

    @property
    def collection_ids(self) -> tuple[int, ...]:
        return () if self.collection_id is None else (self.collection_id,)


def exams(session: Session, *, user_id: int) -> list[ExamRow]:
    """A student's exams, the next one first; not those on what is out of sight by now."""
    in_sight = Exam.collection_id.in_(select(Collection.id))
    rows = session.execute(
        select(Exam.made_at, Exam.name, Exam.day, Exam.collection_id, Exam.retention)
        .where(Exam.user_id == user_id, or_(Exam.collection_id.is_(None), in_sight))
        .order_by(Exam.day, Exam.made_at)
    )
    return [ExamRow(**row._asdict()) for row in rows]


def first_collection(exam: ExamRow | None, *, within: Sequence[int]) -> int | None:
    """The collection whose new questions come before others: that of the next exam, unless none of it is studied.

    ``within`` are the collections that are studied; without any, it is the whole bank.
    """
    if exam is None or (within and exam.collection_id not in within):
        return None
    return exam.collection_id


def next_exam(session: Session, *, user_id: int, today: date) -> ExamRow | None:
    """The first exam that is not over, for pages that only remind of it."""
    return next((exam for exam in exams(session, user_id=user_id) if exam.day >= today), None)
