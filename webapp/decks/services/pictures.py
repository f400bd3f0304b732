"""The pictures of a package: looked at, kept until their deck is taken over, and then as long as the account."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import IO

from sqlalchemy import ColumnElement, delete, insert, update
from sqlalchemy.orm import Session

from question_bank.exchange.anki.media import Picture, read_pictures
from webapp.decks.queries import pictures as kept
from webapp.models import OwnPicture

MOST_BYTES = 100 * 1024 * 1024  # of the pictures of one person
LARGEST_PART = 64 * 1024  # bytes: a backup reads a thousand rows at a time


def look_at_pictures(session: Session, *, user_id: int, file: IO[bytes], names: list[str]) -> list[Picture]:
    """The pictures of these names in the package for which the person has room."""
    if not names:
        return []
    known = kept.kept_digests(session, user_id=user_id)
    room = MOST_BYTES - kept.kept_bytes(session, user_id=user_id)
    taken = []
    for picture in read_pictures(file, names=names):
        digest = bytes.fromhex(picture.digest)
        if digest not in known:
            if len(picture.content) > room:
                continue
            room -= len(picture.content)
            known.add(digest)
        taken.append(picture)
    return taken


def keep_waiting(session: Session, *, user_id: int, pictures: Iterable[Picture], now: datetime) -> None:
    """Keep the pictures until the person says what shall become of their deck, in the place of others that wait."""
    forget_waiting(session, user_id=user_id)
    there = kept.kept_digests(session, user_id=user_id)
    for picture in pictures:
        digest = bytes.fromhex(picture.digest)
        if digest not in there:
            there.add(digest)
            rows = [
                {"user_id": user_id, "digest": digest, "part": part, "media_type": picture.media_type,
                 "content": picture.content[start : start + LARGEST_PART], "waits_since": now}
                for part, start in enumerate(range(0, len(picture.content), LARGEST_PART))
            ]  # fmt: skip
            session.execute(insert(OwnPicture), rows)


def settle_waiting(session: Session, *, user_id: int) -> None:
    """Keep for good what waits."""
    session.execute(update(OwnPicture).where(*_waits(user_id)).values(waits_since=None))


def forget_waiting(session: Session, *, user_id: int) -> None:
    """Forget what waits."""
    session.execute(delete(OwnPicture).where(*_waits(user_id)))


def _waits(user_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return OwnPicture.user_id == user_id, OwnPicture.waits_since.is_not(None)
