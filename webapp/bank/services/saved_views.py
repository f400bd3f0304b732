"""Searches of the table that somebody keeps under a name."""

from __future__ import annotations

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from webapp.models import SavedView

MOST_VIEWS = 50


class TooManyViewsError(ValueError):
    """The person keeps as many searches as anybody may."""


def keep_view(session: Session, *, user_id: int, name: str, query: str) -> None:
    """Keep a search under a name, in the place of the one that had it. Raises TooManyViewsError."""
    number = session.scalar(select(func.count()).select_from(SavedView).where(SavedView.user_id == user_id)) or 0
    known = session.get(SavedView, (user_id, name))
    if known is None and number >= MOST_VIEWS:
        raise TooManyViewsError(f"{MOST_VIEWS} searches are kept")
    session.merge(SavedView(user_id=user_id, name=name, query=query))
    session.flush()


def remove_view(session: Session, *, user_id: int, name: str) -> None:
    """Keep a search no more; one that is not there is gone already."""
    session.execute(delete(SavedView).where(SavedView.user_id == user_id, SavedView.name == name))
