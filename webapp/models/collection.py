"""Collections of questions: what they are made of, which questions they hold at present, and who chose them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .bank import InBank
from .base import AUTOINCREMENT, WITHOUT_ROWID, Base, Id


class Collection(InBank, Base):
    """A part of the bank: the questions of the article, topic, actor or importance ``value``, or what is found by the
    words ``value``. It belongs to nobody; one by words goes when nobody has chosen it any more.
    """

    __tablename__ = "collection"
    __table_args__ = (
        UniqueConstraint("bank_id", "kind", "value"),
        CheckConstraint("kind IN ('article', 'topic', 'actor', 'importance', 'search')", name="kind"),
        AUTOINCREMENT,
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    value: Mapped[str] = mapped_column(String(400))


class CollectionQuestion(Base):
    """A published question is in a collection: a cache, written where the bank is loaded.

    ``position`` is the question's, so that a collection's new ones are read in their order.
    """

    __tablename__ = "collection_question"
    __table_args__ = (
        Index(
            "ix_collection_question_collection_id_position_question_id", "collection_id", "position", "question_id"
        ),
        WITHOUT_ROWID,
    )  # fmt: skip

    collection_id: Mapped[int] = mapped_column(ForeignKey("collection.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    position: Mapped[int]


class ChosenCollection(Base):
    """A collection that a user follows or, where ``followed_at`` is None, has given a name to have it at hand.

    Who follows none follows the whole bank.
    """

    __tablename__ = "chosen_collection"
    __table_args__ = (
        CheckConstraint("name IS NOT NULL OR followed_at IS NOT NULL", name="chosen"),
        WITHOUT_ROWID,
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    collection_id: Mapped[int] = mapped_column(ForeignKey("collection.id"), primary_key=True, index=True)
    name: Mapped[str | None] = mapped_column(String(100))  # of an own selection; the others have that of the bank
    followed_at: Mapped[datetime | None]
