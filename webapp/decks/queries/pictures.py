"""The pictures of one person's own cards."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.models import OwnPicture


class Shown(NamedTuple):
    """A picture as it is sent."""

    media_type: str
    content: bytes


def own_picture(session: Session, *, user_id: int, digest: bytes) -> Shown | None:
    """The person's picture with this digest; None where they have none."""
    rows = session.execute(
        select(OwnPicture.media_type, OwnPicture.content)
        .where(OwnPicture.user_id == user_id, OwnPicture.digest == digest, OwnPicture.waits_since.is_(None))
        .order_by(OwnPicture.part)
    ).all()
    return Shown(rows[0].media_type, b"".join(bytes(row.content) for row in rows)) if rows else None


def kept_digests(session: Session, *, user_id: int) -> set[bytes]:
    """The digests of the pictures that the person keeps."""
    is_kept = OwnPicture.waits_since.is_(None)
    rows = session.scalars(select(OwnPicture.digest).where(OwnPicture.user_id == user_id, is_kept).distinct())
    return {bytes(digest) for digest in rows}


def kept_bytes(session: Session, *, user_id: int) -> int:
    """How large the pictures are that the person keeps, together."""
    size = func.sum(func.length(OwnPicture.content))
    return session.scalar(select(size).where(OwnPicture.user_id == user_id, OwnPicture.waits_since.is_(None))) or 0
