"""The way into a class and out of it: a code that works until it is closed or renewed."""

from __future__ import annotations

import re
import secrets
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.classes.queries.classes import open_class
from webapp.models import ClassStudent, SchoolClass
from webapp.web.audit import note_event

from .members import forget_frontier, lock_class

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another when it is read aloud or written down
LENGTH = 8  # 31 to the power of 8 codes: tries are limited, so that none is found
MOST_STUDENTS = 500
_NOT_IN_CODES = re.compile(r"[^0-9A-Za-z]+", re.ASCII)


class NoSuchCodeError(LookupError):
    """Nobody can join anything by this code: it was closed, renewed, or never was one."""


class FullClassError(ValueError):
    """The class has as many students as it may."""


class NotAStudentError(LookupError):
    """The person is not in the class."""


class ArchivedError(ValueError):
    """The class is archived: nobody can join it."""


def renew_code(session: Session, *, found: SchoolClass, user_id: int, now: datetime) -> str:
    """Give the class a new code; the former one lets nobody in any more. Raises ArchivedError."""
    lock_class(session, class_id=found.id)
    if found.archived_at is not None:
        raise ArchivedError
    found.code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    note_event(session, action="class.code-renewed", user_id=user_id, now=now, title=found.title)
    return found.code


def close_code(session: Session, *, found: SchoolClass, user_id: int, now: datetime) -> None:
    """Let nobody join any more. Doing it twice changes nothing."""
    lock_class(session, class_id=found.id)
    if found.code is not None:
        found.code = None
        note_event(session, action="class.code-closed", user_id=user_id, now=now, title=found.title)


def read_code(written: str) -> str:
    """A code as it is stored, however somebody wrote it: in small letters, with spaces or a hyphen."""
    return _NOT_IN_CODES.sub("", written).upper()


def write_code(code: str) -> str:
    """A code as people read it: in two halves."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def class_by_code(session: Session, *, written: str) -> SchoolClass:
    """The class that a code lets in to. Raises NoSuchCodeError."""
    code = read_code(written)
    found = open_class(session, code=code) if len(code) == LENGTH else None
    if found is None:
        raise NoSuchCodeError
    return found


def join_class(session: Session, *, found: SchoolClass, user_id: int, now: datetime) -> bool:
    """Make the person a student of the class that was found by its code; False where they are in it already.

    Raises FullClassError, and NoSuchCodeError where the code was closed or renewed meanwhile, or the class archived.
    """
    code = found.code
    lock_class(session, class_id=found.id)
    if session.get(ClassStudent, (user_id, found.id)) is not None:
        return False
    if code is None or found.code != code:
        raise NoSuchCodeError
    if (session.scalar(select(func.count()).where(ClassStudent.class_id == found.id)) or 0) >= MOST_STUDENTS:
        raise FullClassError
    session.add(ClassStudent(user_id=user_id, class_id=found.id, joined_at=now))
    forget_frontier(session, user_id=user_id)
    note_event(session, action="class.joined", user_id=user_id, now=now, title=found.title)
    return True


def leave_class(session: Session, *, class_id: int, student_id: int, user_id: int, now: datetime) -> None:
    """Take a student out of the class, by their own will or by an instructor. What they learned stays theirs.

    Raises NotAStudentError.
    """
    lock_class(session, class_id=class_id)
    row = session.get(ClassStudent, (student_id, class_id))
    if row is None:
        raise NotAStudentError
    session.delete(row)
    forget_frontier(session, user_id=student_id)
    action = "class.left" if student_id == user_id else "class.student-removed"
    note_event(session, action=action, user_id=user_id, now=now, title=session.get_one(SchoolClass, class_id).title)
