"""The secret address of a person's calendar: made, renewed, taken away. Nothing here commits."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.models import CalendarFeed
from webapp.web.audit import note_event
from webapp.web.session_rows import fingerprint


def renew_feed(session: Session, *, user_id: int, now: datetime) -> str:
    """Make a new secret and forget the one before. Only its digest is kept: it can be read now and never again."""
    secret = secrets.token_urlsafe(32)
    session.merge(CalendarFeed(user_id=user_id, token_hash=fingerprint(secret), created_at=now))
    session.flush()
    note_event(session, action="calendar.renewed", user_id=user_id, now=now)
    return secret


def remove_feed(session: Session, *, user_id: int, now: datetime) -> None:
    """Close the address, if there is one."""
    feed = session.get(CalendarFeed, user_id)
    if feed is not None:
        session.delete(feed)
        note_event(session, action="calendar.removed", user_id=user_id, now=now)
