"""The pictures of a person's own cards, one after another: together they may be large."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

from sqlalchemy import select

from webapp.db import Database
from webapp.models import OwnPicture


def own_pictures(database: Database, user_id: int) -> Iterator[dict[str, str]]:
    """Each picture by the name that the cards call it, with its type and its content in base 64."""
    of_user = OwnPicture.user_id == user_id
    with database.reader() as session:
        first = select(OwnPicture.digest, OwnPicture.media_type).where(of_user, OwnPicture.part == 0)
        pictures = session.execute(first.order_by(OwnPicture.digest)).all()
    for digest, media_type in pictures:
        parts = select(OwnPicture.content).where(of_user, OwnPicture.digest == digest).order_by(OwnPicture.part)
        with database.reader() as session:
            content = b"".join(bytes(part) for part in session.scalars(parts))
        yield {"picture": bytes(digest).hex(), "type": media_type, "content": b64encode(content).decode("ascii")}
