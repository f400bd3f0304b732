"""What somebody keeps of their own about the table: searches under a name, and what they did to many questions."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import BulkChange, SavedView


class View(NamedTuple):
    """A search under a name; ``query`` is what stands behind the question mark of its address."""

    name: str
    query: str


def views(session: Session, *, user_id: int) -> list[View]:
    """The person's searches by their names."""
    rows = session.execute(
        select(SavedView.name, SavedView.query).where(SavedView.user_id == user_id).order_by(SavedView.name)
    )
    return [View._make(row) for row in rows]


def bulk_changes(session: Session, *, user_id: int, most: int) -> list[BulkChange]:
    """What the person did to many questions at once, the newest first."""
    own = select(BulkChange).where(BulkChange.user_id == user_id)
    return list(session.scalars(own.order_by(BulkChange.at.desc(), BulkChange.id.desc()).limit(most)))


def bulk_change(session: Session, *, user_id: int, number: int) -> BulkChange | None:
    """One of them."""
    return session.scalars(
        select(BulkChange).where(BulkChange.user_id == user_id, BulkChange.id == number).with_for_update()
    ).one_or_none()
