"""The pictures of a package for the bank: looked at, kept until it is taken over, and then as long as the bank."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import IO

from sqlalchemy import delete, func, insert, literal, select
from sqlalchemy.orm import Session

from question_bank.exchange.anki.media import Picture, read_pictures
from question_bank.exchange.drafts import ExchangeError
from question_bank.words import gettext
from webapp.history.pictures import rows_of_pictures, with_room
from webapp.models import BankPicture, ImportPicture

MOST_BYTES = 100 * 1024 * 1024  # of the pictures of one bank
FULL = gettext(
    "The bank has no room for the pictures of this file any more. Nothing was changed. Read the file "
    "once more: what has no room is left out then, and said."
)


def kept_digests(session: Session, *, bank_id: int) -> set[bytes]:
    """The digests of the pictures of the bank."""
    row = BankPicture
    found = session.scalars(select(row.digest).where(row.bank_id == bank_id, row.part == 0))
    return {bytes(digest) for digest in found}


def kept_bytes(session: Session, *, bank_id: int) -> int:
    """How large the pictures of the bank are together."""
    size = func.sum(func.length(BankPicture.content))
    return session.scalar(select(size).where(BankPicture.bank_id == bank_id)) or 0


def look_at_pictures(session: Session, *, bank_id: int, file: IO[bytes], names: list[str]) -> list[Picture]:
    """The pictures of these names in the package for which the bank has room."""
    if not names:
        return []
    room = MOST_BYTES - kept_bytes(session, bank_id=bank_id)
    return with_room(read_pictures(file, names=names), known=kept_digests(session, bank_id=bank_id), room=room)


def keep_waiting(session: Session, *, user_id: int, pictures: Iterable[Picture]) -> None:
    """Keep the pictures until the person says what shall become of their file, in the place of others that wait."""
    forget_waiting(session, user_id=user_id)
    for rows in rows_of_pictures(pictures, known=set()):
        session.execute(insert(ImportPicture), [{"user_id": user_id, **row} for row in rows])


def forget_waiting(session: Session, *, user_id: int) -> None:
    """Forget what waits."""
    session.execute(delete(ImportPicture).where(ImportPicture.user_id == user_id))


def settle_waiting(session: Session, *, bank_id: int, user_id: int, digests: Collection[str]) -> None:
    """Make of what waits those with the ``digests`` pictures of the bank; what it has stays as it is.

    Raises ExchangeError where it has no room for them by now.
    """
    row = ImportPicture
    wanted = {bytes.fromhex(digest) for digest in digests} - kept_digests(session, bank_id=bank_id)
    sizes = select(row.digest, func.sum(func.length(row.content))).where(row.user_id == user_id).group_by(row.digest)
    more = {bytes(digest): size for digest, size in session.execute(sizes) if bytes(digest) in wanted}
    if more and kept_bytes(session, bank_id=bank_id) + sum(more.values()) > MOST_BYTES:
        raise ExchangeError(FULL)
    for digest in sorted(more):
        parts = select(
            literal(bank_id), row.digest, row.part, row.media_type, row.content
        ).where(row.user_id == user_id, row.digest == digest)  # fmt: skip
        names = ["bank_id", "digest", "part", "media_type", "content"]
        session.execute(insert(BankPicture).from_select(names, parts))
