"""The rows behind known browsers: looked up in one statement, opened, touched and ended."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from webapp.db import Database
from webapp.models.base import from_milliseconds, to_milliseconds
from webapp.models.user import UserSession
from webapp.models.visible import Banks

from .people import Person, person_from_row, program_from_row, read_banks


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long a browser is known: ``idle`` after it was last seen, ``absolute`` after it became known."""

    idle: timedelta
    absolute: timedelta | None

    def expiry(self, *, created_at: datetime, seen_at: datetime) -> datetime:
        idle_end = seen_at + self.idle
        return idle_end if self.absolute is None else min(idle_end, created_at + self.absolute)


GUEST_LIMITS = Limits(idle=timedelta(days=400), absolute=None)  # a guest has nothing else to come back with
ACCOUNT_LIMITS = Limits(idle=timedelta(days=30), absolute=timedelta(days=90))
SEEN_EVERY = timedelta(hours=1)

BANKS = """CASE WHEN EXISTS (SELECT 1 FROM bank WHERE audience > 'everyone') THEN (
    SELECT coalesce({ids}, '') FROM (SELECT id FROM bank WHERE audience = 'everyone'{own}) AS seen) END"""
OWN_BANKS = """
    UNION SELECT id FROM bank WHERE owner_id = u.id UNION SELECT bank_id FROM bank_member WHERE user_id = u.id
    UNION SELECT learned.bank_id FROM (
        SELECT class_id FROM class_student WHERE user_id = u.id
        UNION SELECT class_id FROM class_instructor WHERE user_id = u.id) AS own
        JOIN school_class ON school_class.id = own.class_id AND school_class.archived_at IS NULL
        JOIN class_bank learned ON learned.class_id = own.class_id"""
PERSON_COLUMNS = """u.id, u.email, (
    SELECT {roles} FROM (
        SELECT role.name AS name FROM user_role JOIN role ON role.id = user_role.role_id WHERE user_role.user_id = u.id
        UNION SELECT role FROM bank_member WHERE user_id = u.id AND role = 'editor') AS had), {banks},
    EXISTS (SELECT 1 FROM second_factor WHERE second_factor.user_id = u.id)"""
LOOK_UP = """SELECT {person}, s.data, s.created_at, s.last_seen
    FROM user_session s JOIN "user" u ON u.id = s.user_id
    WHERE s.token_hash = {hash} AND s.expires_at > {now} AND u.active AND u.erasing_at IS NULL"""
LOOK_UP_PROGRAM = """SELECT {person}, t.scopes FROM access_token t JOIN "user" u ON u.id = t.user_id
    WHERE t.token_hash = {hash} AND t.revoked_at IS NULL AND u.active AND u.erasing_at IS NULL"""

LOOK_UP_PERSON = """SELECT {person} FROM "user" u WHERE u.id = {user} AND u.active AND u.erasing_at IS NULL"""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSession:
    """A session row that is in force, and the person it belongs to."""

    token_hash: bytes
    person: Person
    data: Mapping[str, Any]
    created_at: datetime
    last_seen: datetime

    @property
    def limits(self) -> Limits:
        return GUEST_LIMITS if self.person.is_guest else ACCOUNT_LIMITS


def fingerprint(token: str) -> bytes:
    """What the tables hold of a secret: its SHA-256."""
    return hashlib.sha256(token.encode()).digest()


@cache
def _in_dialect(statement: str, *, is_sqlite: bool) -> str:
    """``statement`` as the database's driver reads it."""
    roles = "group_concat(name)" if is_sqlite else "string_agg(name, ',')"
    ids = "group_concat(id)" if is_sqlite else "string_agg(CAST(id AS text), ',')"
    marks = {name: f":{name}" if is_sqlite else f"%({name})s" for name in ("hash", "now", "user")}
    own = BANKS.format(ids=ids, own=OWN_BANKS)
    person = PERSON_COLUMNS.format(roles=roles, banks=own)
    return statement.format(person=person, own=own, nobodys=BANKS.format(ids=ids, own=""), **marks)


def find(database: Database, token: str, *, now: datetime) -> KnownSession | None:
    """The session that ``token`` opens, unless it has ended. One statement."""
    token_hash = fingerprint(token)
    statement = _in_dialect(LOOK_UP, is_sqlite=database.is_sqlite)
    row = database.first_row(statement, {"hash": token_hash, "now": to_milliseconds(now)})
    if row is None:
        return None
    *columns, data, created_at, last_seen = row
    return KnownSession(
        token_hash=token_hash,
        person=person_from_row(*columns),
        data=json.loads(data),
        created_at=from_milliseconds(created_at),
        last_seen=from_milliseconds(last_seen),
    )


def person_by_token(database: Database, token: str) -> Person | None:
    """The person whose personal token this is, unless it was revoked. One statement."""
    row = database.first_row(_in_dialect(LOOK_UP_PROGRAM, is_sqlite=database.is_sqlite), {"hash": fingerprint(token)})
    return None if row is None else program_from_row(*row)


def person_by_id(database: Database, user_id: int) -> Person | None:
    """The person as they may act by now, for what is done in their name after they went. One statement."""
    row = database.first_row(_in_dialect(LOOK_UP_PERSON, is_sqlite=database.is_sqlite), {"user": user_id})
    return None if row is None else person_from_row(*row)


def banks_of(database: Database, user_id: int) -> Banks:
    """The banks that a person learns from, for who comes by a secret of theirs. One statement."""
    statement = _in_dialect('SELECT {own} FROM "user" u WHERE u.id = {user}', is_sqlite=database.is_sqlite)
    (row,) = database.first_row(statement, {"user": user_id}) or ("",)
    return read_banks(row)


def nobodys_banks(database: Database) -> Banks:
    """The banks that everybody sees, known or not; None where the site has no others. One statement."""
    (row,) = database.first_row(_in_dialect("SELECT {nobodys}", is_sqlite=database.is_sqlite), {}) or (None,)
    return read_banks(row)


def open_session_row(
    session: Session, *, user_id: int, limits: Limits, data: Mapping[str, Any], now: datetime
) -> tuple[str, bytes]:
    """Make a row for a browser that is known from now on; its token (for the cookie alone) and the token's hash."""
    token = secrets.token_urlsafe(32)
    values = {"token_hash": fingerprint(token), "user_id": user_id, "data": json.dumps(dict(data)), "created_at": now,
              "last_seen": now, "expires_at": limits.expiry(created_at=now, seen_at=now)}  # fmt: skip
    session.execute(delete(UserSession).where(UserSession.user_id == user_id, UserSession.expires_at <= now))
    session.execute(insert(UserSession).values(values))
    return token, fingerprint(token)


def write_data(session: Session, token_hash: bytes, data: Mapping[str, Any]) -> None:
    session.execute(update(UserSession).where(UserSession.token_hash == token_hash).values(data=json.dumps(dict(data))))


def touch(session: Session, known: KnownSession, *, now: datetime) -> None:
    """Note that the browser was seen, which moves its idle limit."""
    expires_at = known.limits.expiry(created_at=known.created_at, seen_at=now)
    row = update(UserSession).where(UserSession.token_hash == known.token_hash)
    session.execute(row.values(last_seen=now, expires_at=expires_at))


def end_session(session: Session, token_hash: bytes) -> None:
    session.execute(delete(UserSession).where(UserSession.token_hash == token_hash))


def end_sessions_of(session: Session, user_id: int, *, keep: bytes | None = None) -> None:
    """End every session of a user but the one whose hash is ``keep``."""
    ended = delete(UserSession).where(UserSession.user_id == user_id)
    session.execute(ended if keep is None else ended.where(UserSession.token_hash != keep))
