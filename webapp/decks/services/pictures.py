"""The pictures of a package: looked at, kept until their deck is taken over, and then as long as the account."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import IO

from sqlalchemy import ColumnElement, delete, insert, update
from sqlalchemy.orm import Session

from question_bank.exchange.anki.media import Picture, read_pictures
from webapp.history.pictures import own_bytes, own_digests, rows_of_pictures, with_room
from webapp.models import OwnPicture

MOST_BYTES = 100 * 1024 * 1024  # of the pictures of one person


def look_at_pictures(session: Session, *, user_id: int, file: IO[bytes], names: list[str]) -> list[Picture]:
    """The pictures of these names in the package for which the person has room."""
    if not names:
        return []
    room = MOST_BYTES - own_bytes(session, user_id=user_id)
    return with_room(read_pictures(file, names=names), known=own_digests(session, user_id=user_id), room=room)


def keep_waiting(session: Session, *, user_id: int, pictures: Iterable[Picture], now: datetime) -> None:
    """Keep the pictures until the person says what shall become of their deck, in the place of others that wait."""
    forget_waiting(session, user_id=user_id)
    for rows in rows_of_pictures(pictures, known=own_digests(session, user_id=user_id)):
        session.execute(insert(OwnPicture), [{"user_id": user_id, "waits_since": now, **row} for row in rows])


def settle_waiting(session: Session, *, user_id: int) -> None:
    """Keep for good what waits."""
    session.execute(update(OwnPicture).where(*_waits(user_id)).values(waits_since=None))


def forget_waiting(session: Session, *, user_id: int) -> None:
    """Forget what waits."""
    session.execute(delete(OwnPicture).where(*_waits(user_id)))


def _waits(user_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return OwnPicture.user_id == user_id, OwnPicture.waits_since.is_not(None)
