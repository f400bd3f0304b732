"""Classes made, taught, given banks and archived."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.models import (
    AuditEvent,
    ClassBank,
    ClassInstructor,
    Role,
    SchoolClass,
    User,
    UserRole,
)
from webapp.web.audit import note_event

from .members import forget_frontier, forget_frontiers, lock_class

TEACHING_ROLES = ("instructor", "admin")
MOST_INSTRUCTORS = 20  # of a class


class NoSuchInstructorError(LookupError):
    """Nobody who may teach has this address, or the person does not teach the class."""


class LastInstructorError(ValueError):
    """The class would be left without anybody who teaches it."""


class TooManyInstructorsError(ValueError):
    """The class has as many instructors as it may."""


class NoSuchBankError(LookupError):
    """The class does not learn from this bank."""


def make_class(session: Session, *, user_id: int, title: str, now: datetime) -> int:
    """A class without students, which its maker teaches and nobody can join yet; its id."""
    made = SchoolClass(title=title, made_at=now)
    session.add(made)
    session.flush()
    session.add(ClassInstructor(user_id=user_id, class_id=made.id))
    note_event(session, action="class.made", user_id=user_id, now=now, title=title)
    return made.id


def rename_class(session: Session, *, found: SchoolClass, title: str, user_id: int, now: datetime) -> bool:
    """Give a class another title; whether it was another."""
    if found.title == title:
        return False
    found.title = title
    note_event(session, action="class.renamed", user_id=user_id, now=now, title=title)
    return True


def archive_class(session: Session, *, found: SchoolClass, user_id: int, now: datetime) -> None:
    """Let nobody join the class or learn by it any more. Doing it twice changes nothing."""
    lock_class(session, class_id=found.id)
    if found.archived_at is None:
        found.archived_at, found.code = now, None
        forget_frontiers(session, class_id=found.id)
        note_event(session, action="class.archived", user_id=user_id, now=now, title=found.title)


def reopen_class(session: Session, *, found: SchoolClass, user_id: int, now: datetime) -> None:
    """Let an archived class learn again; nobody can join until there is a new code."""
    lock_class(session, class_id=found.id)
    if found.archived_at is not None:
        found.archived_at = None
        forget_frontiers(session, class_id=found.id)
        note_event(session, action="class.reopened", user_id=user_id, now=now, title=found.title)


def add_instructor(session: Session, *, found: SchoolClass, email: str, user_id: int, now: datetime) -> None:
    """Let somebody else teach the class too. Doing it twice changes nothing.

    Raises NoSuchInstructorError where no instructor of the site has the address, TooManyInstructorsError.
    """
    teaches = (
        select(UserRole.user_id)
        .join(Role, Role.id == UserRole.role_id)
        .where(UserRole.user_id == User.id, Role.name.in_(TEACHING_ROLES))
        .exists()
    )
    is_theirs = func.lower(User.email) == email.strip().lower()
    number = session.scalar(select(User.id).where(is_theirs, User.active, teaches))
    if number is None:
        raise NoSuchInstructorError
    lock_class(session, class_id=found.id)
    if session.get(ClassInstructor, (number, found.id)) is not None:
        return
    if instructors_of(session, class_id=found.id) >= MOST_INSTRUCTORS:
        raise TooManyInstructorsError
    session.add(ClassInstructor(user_id=number, class_id=found.id))
    forget_frontier(session, user_id=number)
    note_event(session, action="class.instructor-added", user_id=user_id, now=now, title=found.title)


def remove_instructor(session: Session, *, found: SchoolClass, member_id: int, user_id: int, now: datetime) -> None:
    """Let somebody teach the class no longer. Raises NoSuchInstructorError, LastInstructorError."""
    lock_class(session, class_id=found.id)
    row = session.get(ClassInstructor, (member_id, found.id))
    if row is None:
        raise NoSuchInstructorError
    if instructors_of(session, class_id=found.id) == 1:
        raise LastInstructorError
    session.delete(row)
    forget_frontier(session, user_id=member_id)
    note_event(session, action="class.instructor-removed", user_id=user_id, now=now, title=found.title)


def instructors_of(session: Session, *, class_id: int) -> int:
    """How many teach the class."""
    return session.scalar(select(func.count()).where(ClassInstructor.class_id == class_id)) or 0


def publish_bank(session: Session, *, found: SchoolClass, bank_id: int, user_id: int, now: datetime) -> None:
    """Let the class learn from a bank; the caller knows that the person keeps it. Doing it twice changes nothing."""
    lock_class(session, class_id=found.id)
    if session.get(ClassBank, (found.id, bank_id)) is None:
        session.add(ClassBank(class_id=found.id, bank_id=bank_id))
        _note_of_bank(session, "bank given to a class", bank_id, found, user_id, now)


def withdraw_bank(session: Session, *, found: SchoolClass, bank_id: int, user_id: int, now: datetime) -> None:
    """Let the class learn from a bank no longer. What its students learned stays theirs. Raises NoSuchBankError."""
    lock_class(session, class_id=found.id)
    row = session.get(ClassBank, (found.id, bank_id))
    if row is None:
        raise NoSuchBankError
    session.delete(row)
    _note_of_bank(session, "bank taken from a class", bank_id, found, user_id, now)


def _note_of_bank(
    session: Session, action: str, bank_id: int, found: SchoolClass, user_id: int, now: datetime
) -> None:  # fmt: skip
    """What was done to the bank stands in its history."""
    session.add(
        AuditEvent(at=now, user_id=user_id, action=action, detail={"title": found.title}, bank_id=bank_id)
    )  # fmt: skip
    session.flush()
    forget_frontiers(session, class_id=found.id)
