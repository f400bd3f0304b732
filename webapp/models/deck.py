"""Decks that are being brought here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Digest


class DeckImport(Base):
    """What was read of a package and is not taken over yet: kept between its preview and the word to go on.

    In parts, so that no row is large, as packed JSON: ``part`` counts from 0.
    """

    __tablename__ = "deck_import"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class OwnPicture(Base):
    """A picture of somebody's own cards, which name it by ``digest``, the SHA-256 of its content; sent to them alone.

    In parts, so that no row is large: ``part`` counts from 0. ``waits_since`` is set until the deck is taken over.
    """

    __tablename__ = "own_picture"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    digest: Mapped[bytes] = mapped_column(Digest, primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    media_type: Mapped[str] = mapped_column(String(20))
    waits_since: Mapped[datetime | None]
    content: Mapped[bytes] = mapped_column(LargeBinary)  # last: what stands behind it is read by way of it
