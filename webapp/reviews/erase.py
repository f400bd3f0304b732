"""Erasing a person: the only way in which rows leave the review log."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Table, delete, exists, select, update
from sqlalchemy.orm import Session

from webapp.models import AuditEvent, Base, ClaimRevision, QuestionRevision, User

OWNER = "user_id"
AUTHORED = (ClaimRevision, QuestionRevision)


def erase_user(session: Session, *, user_id: int, now: datetime) -> None:
    """Delete ``user_id`` and everything that belongs to this person. Raises LookupError if there is no such user.

    Audit events stay without a name and details. Revisions that the person wrote are a ledger that others learn from
    and stay too: then so does the user's row, emptied of everything personal.
    """
    user = session.get(User, user_id)
    if user is None:
        raise LookupError(f"there is no user {user_id}")
    user.erasing_at = now  # lifts the protection of this user's rows in the review log
    session.flush()
    session.execute(update(AuditEvent).where(AuditEvent.user_id == user_id).values(user_id=None, detail={}))
    for table in personal_tables():
        session.execute(delete(table).where(table.c[OWNER] == user_id))
    session.expire_all()
    if any(session.scalar(select(exists().where(table.author_id == user_id))) for table in AUTHORED):
        _empty(user)
    else:
        session.delete(user)
    session.flush()


def personal_tables() -> Iterator[Table]:
    """The tables whose rows belong to a user, those that refer to others first."""
    for table in reversed(Base.metadata.sorted_tables):
        if OWNER in table.c and table.name != AuditEvent.__tablename__:
            yield table


def _empty(user: User) -> None:
    user.email = None
    user.password = None
    user.active = False
    user.confirmed_at = None
    user.fs_uniquifier = secrets.token_hex(32)
