"""The work that is set for classes: a collection of one of a class's banks, to be known by a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from webapp.models import ClassBank, ClassStudent, ClassWork, Collection, SchoolClass

from .collections import CollectionRow, Known, knowledge_within, named_collections


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """What a class is to know by ``day``."""

    id: int
    class_title: str
    collection: CollectionRow
    day: date
    set_at: datetime

    def days_left(self, today: date) -> int:
        """Study days from ``today`` until the day; 0 on it."""
        return (self.day - today).days


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWork:
    """What somebody is to know by a day, and what of it they know."""

    work: WorkRow
    known: Known


def work_of_class(session: Session, *, class_id: int, user_id: int) -> list[WorkRow]:
    """The work of a class on what is in sight, the next day first; ``user_id`` is who asks."""
    return _rows(session, _WORK.where(ClassWork.class_id == class_id), user_id)


def work_of_student(session: Session, *, user_id: int, today: date) -> list[OwnWork]:
    """What the student's classes are to know by ``today`` or later, the next day first."""
    is_theirs = (ClassStudent.user_id == user_id) & SchoolClass.archived_at.is_(None) & (ClassWork.day >= today)
    wanted = _WORK.join(ClassStudent, ClassStudent.class_id == ClassWork.class_id).where(is_theirs)
    rows = _rows(session, wanted, user_id)
    ids = [row.collection.id for row in rows]
    known = knowledge_within(session, user_id=user_id, collection_ids=ids) if ids else {}
    return [OwnWork(work=row, known=known.get(row.collection.id, Known())) for row in rows]


_WORK: Select[int, str, int, date, datetime] = (  # of banks that the class learns from by now
    select(ClassWork.id, SchoolClass.title, ClassWork.collection_id, ClassWork.day, ClassWork.set_at)
    .join(SchoolClass, SchoolClass.id == ClassWork.class_id)
    .join(Collection, Collection.id == ClassWork.collection_id)
    .join(ClassBank, (ClassBank.class_id == ClassWork.class_id) & (ClassBank.bank_id == Collection.bank_id))
    .order_by(ClassWork.day, ClassWork.id)
)


def _rows(session: Session, wanted: Select[int, str, int, date, datetime], user_id: int) -> list[WorkRow]:
    found = session.execute(wanted).all()
    if not found:
        return []
    named = named_collections(session, user_id=user_id, collection_ids=[row[2] for row in found])
    return [
        WorkRow(id=number, class_title=title, collection=named[collection], day=day, set_at=set_at)
        for number, title, collection, day, set_at in found
        if collection in named
    ]
