"""Erasing a person: the only way in which rows leave the review log."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, ForeignKey, Select, Table, delete, exists, select, update
from sqlalchemy.orm import Session

from webapp.models import (
    ArticleRevision,
    AuditEvent,
    Bank,
    Base,
    ClaimRevision,
    QuestionComment,
    QuestionProposal,
    QuestionRevision,
    Report,
    User,
)
from webapp.models.search import FORGET_BANK
from webapp.models.visible import only_visible

from .collections import remove_unused_selections
from .sql import statements

OWNER = "user_id"
AUTHORED = (ArticleRevision, ClaimRevision, QuestionRevision, QuestionProposal)


class NoSuchUserError(LookupError):
    """There is no such user, or none any more."""


def erase_user(session: Session, *, user_id: int, now: datetime) -> None:
    """Delete ``user_id`` and everything that belongs to this person. Raises NoSuchUserError.

    Audit events stay without a name and details; answers to other people's reports and comments on questions without a
    name. Revisions that the person wrote or proposed are what others learn from and stay too: then so does the user's
    row, emptied of everything personal.
    """
    begin_erasing(session, user_id=user_id, now=now)
    finish_erasing(session, user_id=user_id)


def begin_erasing(session: Session, *, user_id: int, now: datetime) -> None:
    """Keep everybody else from writing for ``user_id`` and lift the protection of this user's rows in the review log.

    Raises NoSuchUserError.
    """
    lock_user(session, user_id)
    session.execute(select(User.id).where(User.id == user_id).with_for_update())  # waits for whoever writes for them
    begun = update(User).where(User.id == user_id, User.erasing_at.is_(None)).values(erasing_at=now)
    if cast(CursorResult[Any], session.execute(begun)).rowcount != 1:
        raise NoSuchUserError(f"there is no user {user_id}")


def finish_erasing(session: Session, *, user_id: int) -> None:
    """Delete what belongs to a user for whom ``begin_erasing`` was called in the same transaction."""
    with only_visible(None):  # what they said about a bank that they were let into no more goes too
        _erase(session, user_id)


def _erase(session: Session, user_id: int) -> None:
    session.flush()
    session.execute(update(AuditEvent).where(AuditEvent.user_id == user_id).values(user_id=None, detail={}))
    _take_the_name_off(session, user_id)
    for table in personal_tables():
        session.execute(delete(table).where(table.c[OWNER] == user_id))
    _delete_own_bank(session, user_id)
    remove_unused_selections(session)
    if any(session.scalar(select(exists().where(table.author_id == user_id))) for table in AUTHORED):
        session.execute(update(User).where(User.id == user_id).values(_nothing_personal()))
    else:
        session.execute(delete(User).where(User.id == user_id))
    session.expire_all()


def _delete_own_bank(session: Session, user_id: int) -> None:
    """What the person brought for themselves alone, its revisions too: nobody else has ever learned from it."""
    owned = select(Bank.id).where(Bank.owner_id == user_id)
    bank_id = session.scalar(owned)
    if bank_id is None:
        return
    session.execute(FORGET_BANK, {"bank": bank_id})
    session.execute(update(AuditEvent).where(AuditEvent.bank_id.in_(owned)).values(bank_id=None))
    ids: dict[str, Select[Any]] = {Bank.__tablename__: owned}
    tables = [table for table in Base.metadata.sorted_tables if OWNER not in table.c]
    for table in tables:
        for key in _keys_into(table, ids):
            if "id" in table.c:
                ids[table.name] = select(table.c.id).where(key.parent.in_(ids[key.column.table.name]))
    for table in reversed(tables):
        for key in _keys_into(table, ids):
            session.execute(delete(table).where(key.parent.in_(ids[key.column.table.name])))
    session.execute(delete(Bank).where(Bank.owner_id == user_id))


def _keys_into(table: Table, ids: Mapping[str, object]) -> list[ForeignKey]:
    """The foreign keys that lead from a table to others in ``ids``."""
    keys = sorted(table.foreign_keys, key=lambda key: key.parent.name)
    return [key for key in keys if key.column.table.name in ids and key.column.table is not table]


def _take_the_name_off(session: Session, user_id: int) -> None:
    """What the person said to others about questions is theirs too: it stays, and nobody reads who said it."""
    for name in (Report.answered_by, QuestionComment.author_id, QuestionComment.resolved_by):
        session.execute(update(name.class_).where(name == user_id).values({name.key: None}))


def lock_user(session: Session, user_id: int) -> None:
    """Wait until nobody records an answer of ``user_id``, and let nobody begin to before this transaction ends.

    Does nothing on SQLite, where the first write takes the lock of the whole database.
    """
    connection = session.connection()
    sql = statements(is_sqlite=connection.dialect.name == "sqlite")
    if sql.lock_user:
        connection.exec_driver_sql(sql.lock_user, {"user_id": user_id})


def personal_tables() -> Iterator[Table]:
    """The tables whose rows belong to a user, those that refer to others first."""
    for table in reversed(Base.metadata.sorted_tables):
        if OWNER in table.c and table.name != AuditEvent.__tablename__:
            yield table


def _nothing_personal() -> dict[str, Any]:
    return {
        "email": None,
        "password": None,
        "active": False,
        "confirmed_at": None,
        "fs_uniquifier": secrets.token_hex(32),
    }
