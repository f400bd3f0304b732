"""What was read of a file and waits for its reader's word: in parts, so that a row stays small enough for a backup."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from webapp.models import DeckImport, QuestionImport

LARGEST_PART = 256 * 1024  # bytes: a row stays small enough for a line of a backup
KEPT = timedelta(days=1)

W = TypeVar("W", DeckImport, QuestionImport)


def keep(session: Session, table: type[W], *, user_id: int, content: bytes, now: datetime) -> None:
    """Keep ``content`` in the place of what the person kept there before."""
    forget(session, table, user_id=user_id)
    for part, start in enumerate(range(0, len(content), LARGEST_PART)):
        piece = content[start : start + LARGEST_PART]
        session.add(table(user_id=user_id, part=part, made_at=now, content=piece))
    session.flush()


def kept(session: Session, table: type[W], *, user_id: int, now: datetime) -> bytes | None:
    """What the person kept; None if there is nothing, or it is older than a day."""
    parts = session.scalars(select(table).where(table.user_id == user_id).order_by(table.part)).all()
    if not parts or parts[0].made_at < now - KEPT:
        return None
    return b"".join(bytes(part.content) for part in parts)


def left_behind(table: type[W], *, now: datetime) -> Select[int]:
    """The ids of those who read a file and said nothing for two days: what began in time and still runs is not cut
    short.
    """
    return select(table.user_id).where(table.part == 0, table.made_at < now - 2 * KEPT).order_by(table.user_id)


def forget(session: Session, table: type[W], *, user_id: int) -> None:
    """Forget what the person kept there."""
    session.execute(delete(table).where(table.user_id == user_id))
