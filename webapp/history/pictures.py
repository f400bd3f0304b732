"""Pictures as they are kept: those of one person's own cards, and those of banks. A text names each by its digest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from question_bank.exchange.anki.media import Picture
from webapp.models import BankPicture, OwnPicture

LARGEST_PART = 64 * 1024  # bytes: a backup reads a thousand rows at a time


class Shown(NamedTuple):
    """A picture as it is sent."""

    media_type: str
    content: bytes


def own_picture(session: Session, *, user_id: int, digest: bytes) -> Shown | None:
    """The person's picture with this digest; None where they have none."""
    rows = session.execute(
        select(OwnPicture.media_type, OwnPicture.content)
        .where(OwnPicture.digest == digest, *_kept_by(user_id))
        .order_by(OwnPicture.part)
    ).all()
    return Shown(rows[0].media_type, b"".join(bytes(row.content) for row in rows)) if rows else None


def bank_picture(session: Session, *, digest: bytes) -> Shown | None:
    """The picture with this digest of a bank in sight; None where none of them has it."""
    row = BankPicture
    bank = session.scalar(select(func.min(row.bank_id)).where(row.digest == digest))
    parts = session.execute(
        select(row.media_type, row.content).where(row.bank_id == bank, row.digest == digest).order_by(row.part)
    ).all()
    return Shown(parts[0].media_type, b"".join(bytes(part.content) for part in parts)) if parts else None


def names_of_pictures(session: Session, *, digests: Collection[str], user_id: int | None = None) -> dict[str, str]:
    """Names of files for those of the pictures that a bank in sight has, or the person, by their digests."""
    if not digests:
        return {}
    found = session.execute(select(BankPicture.digest, BankPicture.media_type).where(BankPicture.part == 0)).all()
    if user_id is not None:
        own = select(OwnPicture.digest, OwnPicture.media_type).where(OwnPicture.part == 0, *_kept_by(user_id))
        found = [*found, *session.execute(own).all()]
    suffixes = {bytes(digest).hex(): kind.rpartition("/")[2] for digest, kind in found}
    return {digest: f"tumen-{digest[:40]}.{suffixes[digest]}" for digest in sorted(digests) if digest in suffixes}


def named_pictures(
    session: Session, *, names: Mapping[str, str], user_id: int | None = None
) -> Iterator[tuple[str, bytes]]:
    """The pictures that ``names_of_pictures`` named, one after another: their names and what is in them."""
    for text, name in names.items():
        digest = bytes.fromhex(text)
        own = None if user_id is None else own_picture(session, user_id=user_id, digest=digest)
        found = own or bank_picture(session, digest=digest)
        if found is not None:
            yield name, found.content


def own_digests(session: Session, *, user_id: int) -> set[bytes]:
    """The digests of the pictures that the person keeps."""
    rows = session.scalars(select(OwnPicture.digest).where(*_kept_by(user_id)).distinct())
    return {bytes(digest) for digest in rows}


def own_bytes(session: Session, *, user_id: int) -> int:
    """How large the pictures are that the person keeps, together."""
    size = func.sum(func.length(OwnPicture.content))
    return session.scalar(select(size).where(*_kept_by(user_id))) or 0


def with_room(pictures: Iterable[Picture], *, known: set[bytes], room: int) -> list[Picture]:
    """Those of the pictures for which there is room, of so many bytes; for what is ``known`` there is always."""
    taken, there = [], set(known)
    for picture in pictures:
        digest = bytes.fromhex(picture.digest)
        if digest not in there:
            if len(picture.content) > room:
                continue
            room -= len(picture.content)
            there.add(digest)
        taken.append(picture)
    return taken


def rows_of_pictures(pictures: Iterable[Picture], *, known: set[bytes]) -> Iterable[list[dict[str, Any]]]:
    """The parts of each picture that is not ``known``, each picture once, without whom they belong to."""
    there = set(known)
    for picture in pictures:
        digest, content = bytes.fromhex(picture.digest), picture.content
        if digest not in there:
            there.add(digest)
            yield [
                {"digest": digest, "part": part, "media_type": picture.media_type,
                 "content": content[start : start + LARGEST_PART]}
                for part, start in enumerate(range(0, len(content), LARGEST_PART))
            ]  # fmt: skip


def _kept_by(user_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return OwnPicture.user_id == user_id, OwnPicture.waits_since.is_(None)
