"""The secret address of a person's calendar: made, renewed, taken away. Nothing here commits."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from webapp.models import CalendarFeed
from webapp.web.audit import note_event
from webapp.web.session_rows import fingerprint


def renew_feed(session: Session, *, user_id: int, now: datetime) -> str:
    """Make a new secret and forget the one before. Only its digest is kept: it can be read now and never again."""
    secret = secrets.token_urlsafe(32)
    values = {"token_hash": fingerprint(secret), "created_at": now}
    insert = (sqlite if session.get_bind().dialect.name == "sqlite" else postgresql).insert(CalendarFeed)
    session.execute(
        insert.values(user_id=user_id, **values).on_conflict_do_update(index_elements=["user_id"], set_=values)
    )
    note_event(session, action="calendar.renewed", user_id=user_id, now=now)
    return secret


def remove_feed(session: Session, *, user_id: int, now: datetime) -> None:
    """Close the address, if there is one."""
    removed = session.execute(delete(CalendarFeed).where(CalendarFeed.user_id == user_id))
    if cast(CursorResult[Any], removed).rowcount == 1:
        note_event(session, action="calendar.removed", user_id=user_id, now=now)
