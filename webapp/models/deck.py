"""Decks that are being brought here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class DeckImport(Base):
    """What was read of a package and is not taken over yet: kept between its preview and the word to go on.

    In parts, so that no row is large, as packed JSON: ``part`` counts from 0.
    """

    __tablename__ = "deck_import"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    content: Mapped[bytes] = mapped_column(LargeBinary)
