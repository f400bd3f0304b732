"""Questions that come from files: a file that waits for a word, and imported drafts that wait for what they lack."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .bank import InBank
from .base import AUTOINCREMENT, Base, Digest, Id


class QuestionImport(Base):
    """What was read of a file and is not taken over yet: kept between its preview and the word to go on.

    In parts, so that no row is large, as packed JSON: ``part`` counts from 0.
    """

    __tablename__ = "question_import"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ImportedQuestion(InBank, Base):
    """A question from a file, known by the name that it has there.

    It stands beside the bank until somebody has given it what every question of the bank has; from then on
    ``question_id`` says what it became. ``content_hash`` is that of ``data``: the same file changes nothing.
    """

    __tablename__ = "imported_question"
    __table_args__ = (UniqueConstraint("bank_id", "name"), AUTOINCREMENT)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    file: Mapped[str] = mapped_column(String(200))
    data: Mapped[dict[str, Any]]
    content_hash: Mapped[bytes] = mapped_column(Digest)
    imported_at: Mapped[datetime]
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"), index=True)


class PictureParts:
    """A picture by its ``digest``, the SHA-256 of its content: in parts, so that no row is large, counted from 0."""

    digest: Mapped[bytes] = mapped_column(Digest, primary_key=True, sort_order=1)  # behind its owner
    part: Mapped[int] = mapped_column(primary_key=True, sort_order=1)
    media_type: Mapped[str] = mapped_column(String(20), sort_order=1)
    content: Mapped[bytes] = mapped_column(LargeBinary, sort_order=1)


class ImportPicture(PictureParts, Base):
    """A picture of a package that waits as a ``QuestionImport``."""

    __tablename__ = "import_picture"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)


class BankPicture(PictureParts, InBank, Base):
    """A picture of a bank, whose questions name it by its digest; sent to those who may see the bank.

    It stays as long as the bank: earlier revisions show it.
    """

    __tablename__ = "bank_picture"

    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id"), primary_key=True)
