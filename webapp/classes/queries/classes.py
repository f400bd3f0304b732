"""Classes: what they are called, who teaches them, how many are in them, and the banks that they learn from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, false, func, select, true
from sqlalchemy.orm import Session

from webapp.models import Bank, ClassBank, ClassInstructor, ClassStudent, SchoolClass, User
from webapp.models.visible import only_visible
from webapp.web.people import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRow:
    """A class in a list."""

    id: int
    title: str
    is_archived: bool
    is_open: bool  # somebody can join
    students: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassBankRow:
    """A bank that a class learns from."""

    id: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InstructorRow:
    """Somebody who teaches a class."""

    user_id: int
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentRow:
    """Somebody who is in a class."""

    user_id: int
    email: str
    joined_at: datetime


def is_taught_by(person: Person) -> ColumnElement[bool]:
    """Whether a class is the person's to keep: an instructor's own, an administrator's any, nobody else's."""
    if not person.keeps_shipped:  # who was only invited to edit a bank teaches nobody
        return false()
    own = select(ClassInstructor.class_id).where(ClassInstructor.user_id == person.id)
    return true() if person.is_admin else SchoolClass.id.in_(own)


def taught_class(session: Session, *, class_id: int, person: Person) -> SchoolClass | None:
    """The class with this id, if it is the person's to keep."""
    return session.scalars(select(SchoolClass).where(SchoolClass.id == class_id, is_taught_by(person))).one_or_none()


def taught_classes(session: Session, *, person: Person) -> list[ClassRow]:
    """The classes that the person keeps, archived ones last, else the newest first."""
    students = select(func.count()).where(ClassStudent.class_id == SchoolClass.id).correlate(SchoolClass)
    rows = session.execute(
        select(
            SchoolClass.id,
            SchoolClass.title,
            SchoolClass.archived_at.is_not(None).label("is_archived"),
            SchoolClass.code.is_not(None).label("is_open"),
            students.scalar_subquery().label("students"),
        )
        .where(is_taught_by(person))
        .order_by(SchoolClass.archived_at.is_not(None), SchoolClass.id.desc())
    )
    return [ClassRow(**row._asdict()) for row in rows]


def open_class(session: Session, *, code: str) -> SchoolClass | None:
    """The class that somebody with this code can join."""
    return session.scalars(select(SchoolClass).where(SchoolClass.code == code)).one_or_none()


def class_banks(session: Session, *, class_id: int) -> list[ClassBankRow]:
    """The banks that the class learns from, the oldest first."""
    with only_visible(None):  # of a bank that somebody else keeps a class's instructor knows what it is called
        rows = session.execute(
            select(Bank.id, Bank.title)
            .join(ClassBank, ClassBank.bank_id == Bank.id)
            .where(ClassBank.class_id == class_id)
            .order_by(Bank.id)
        ).all()
    return [ClassBankRow(**row._asdict()) for row in rows]


def let_in_by(session: Session, *, class_id: int, bank_id: int) -> SchoolClass | None:
    """The class, where it lets its students in to this bank: not to one that everybody sees."""
    with only_visible(None):
        return session.scalars(
            select(SchoolClass)
            .join(ClassBank, ClassBank.class_id == SchoolClass.id)
            .join(Bank, Bank.id == ClassBank.bank_id)
            .where(SchoolClass.id == class_id, Bank.id == bank_id, Bank.audience != "everyone")
        ).one_or_none()


def instructors(session: Session, *, class_id: int) -> list[InstructorRow]:
    """Who teaches the class, by their addresses."""
    rows = session.execute(
        select(User.id.label("user_id"), User.email)
        .join(ClassInstructor, ClassInstructor.user_id == User.id)
        .where(ClassInstructor.class_id == class_id)
        .order_by(User.email)
    )
    return [InstructorRow(**row._asdict()) for row in rows]


def students(session: Session, *, class_id: int, user_id: int | None = None) -> list[StudentRow]:
    """Who is in the class, by their addresses; with ``user_id`` that person alone, if they are."""
    wanted = (
        select(User.id.label("user_id"), User.email, ClassStudent.joined_at)
        .join(ClassStudent, ClassStudent.user_id == User.id)
        .where(ClassStudent.class_id == class_id)
        .order_by(User.email)
    )
    rows = session.execute(wanted if user_id is None else wanted.where(User.id == user_id))
    return [StudentRow(**row._asdict()) for row in rows]
