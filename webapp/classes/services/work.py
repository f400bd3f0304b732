"""Work set for a class, and who of its students is on track."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from webapp.classes.queries.classes import StudentRow
from webapp.classes.queries.progress import known_within, questions_within
from webapp.history.class_work import WorkRow
from webapp.history.collections import CollectionKind, CollectionRow, collections
from webapp.models import ClassWork, SchoolClass
from webapp.web.audit import note_event

from .members import lock_class

MOST_WORK = 20  # of a class
ENOUGH = 0.9  # of what the time gone by asks for


class NoSuchWorkError(LookupError):
    """The class has no such work."""


class NoSuchCollectionError(LookupError):
    """None of the banks of the class has this collection."""


class TooMuchWorkError(ValueError):
    """The class has as much work as it may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTrack:
    """A student, and how much of some work they know. ``is_on_track``: as much as the time gone by asks for."""

    student: StudentRow
    known: int
    is_on_track: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOfClass:
    """Some work, its questions, and the students, who is behind first and by how much."""

    work: WorkRow
    questions: int
    students: tuple[OnTrack, ...]

    @property
    def on_track(self) -> int:
        return sum(each.is_on_track for each in self.students)

    @property
    def behind(self) -> tuple[OnTrack, ...]:
        return tuple(each for each in self.students if not each.is_on_track)


def choices(session: Session, *, user_id: int) -> list[CollectionRow]:
    """What can be set of the banks in sight: what has questions, and is nobody's own selection."""
    return [row for row in collections(session, user_id=user_id) if row.kind is not CollectionKind.SEARCH]


def set_work(
    session: Session, *, found: SchoolClass, collection_id: int, day: date, user_id: int, now: datetime
) -> None:
    """Let the class know a collection of the banks in sight by a day.

    Raises NoSuchCollectionError, TooMuchWorkError.
    """
    if collection_id not in {row.id for row in choices(session, user_id=user_id)}:
        raise NoSuchCollectionError
    lock_class(session, class_id=found.id)
    if (session.scalar(select(func.count()).where(ClassWork.class_id == found.id)) or 0) >= MOST_WORK:
        raise TooMuchWorkError
    session.add(ClassWork(class_id=found.id, collection_id=collection_id, day=day, set_at=now))
    note_event(session, action="class.work-set", user_id=user_id, now=now, title=found.title)


def remove_work(session: Session, *, found: SchoolClass, work_id: int, user_id: int, now: datetime) -> None:
    """Take some work away; plans that students made for it stay theirs. Raises NoSuchWorkError."""
    gone = delete(ClassWork).where(ClassWork.id == work_id, ClassWork.class_id == found.id)
    if session.scalar(gone.returning(ClassWork.id)) is None:
        raise NoSuchWorkError
    note_event(session, action="class.work-removed", user_id=user_id, now=now, title=found.title)


def progress_of(
    session: Session, works: Sequence[WorkRow], students: Sequence[StudentRow], *, class_id: int, now: datetime,
    today: date,
) -> list[WorkOfClass]:  # fmt: skip
    """How far the students are with each work, in as many statements for many as for one."""
    ids = sorted({work.collection.id for work in works})
    questions = questions_within(session, collection_ids=ids)
    known = known_within(session, class_id=class_id, collection_ids=ids)
    return [
        _progress(work, questions.get(work.collection.id, 0), students, known, asked=_asked(work, now, today))
        for work in works
    ]


def _asked(work: WorkRow, now: datetime, today: date) -> float:
    """The share of the work that the time gone by asks for: none when it was set, nearly all on its day."""
    days = (work.day - work.set_at.date()).days
    if today >= work.day or days <= 0:
        return ENOUGH
    return ENOUGH * max(0.0, (now - work.set_at).total_seconds() / 86_400 / days)


def _progress(
    work: WorkRow, questions: int, students: Sequence[StudentRow], known: dict[tuple[int, int], int], *, asked: float
) -> WorkOfClass:
    def of(student: StudentRow) -> OnTrack:
        number = known.get((work.collection.id, student.user_id), 0)
        return OnTrack(student=student, known=number, is_on_track=number >= min(asked, ENOUGH) * questions)

    ordered = sorted(map(of, students), key=lambda each: (each.is_on_track, each.known, each.student.email))
    return WorkOfClass(work=work, questions=questions, students=tuple(ordered))
