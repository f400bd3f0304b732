"""Who may see a bank or change it, and who is invited to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import AUTOINCREMENT, WITHOUT_ROWID, Base, Digest, Id


class BankMember(Base):
    """A person may see what a bank asks (reader) or also change it (editor)."""

    __tablename__ = "bank_member"
    __table_args__ = (CheckConstraint("role IN ('reader', 'editor')", name="role"), WITHOUT_ROWID)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(10))


class BankInvitation(Base):
    """A link that makes who takes it a member of a bank, once; the table holds only the SHA-256 of its token.

    It is gone once it was taken or taken back. ``email``: where it was sent, if it was.
    """

    __tablename__ = "bank_invitation"
    __table_args__ = (CheckConstraint("role IN ('reader', 'editor')", name="role"), AUTOINCREMENT)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)  # who invites
    role: Mapped[str] = mapped_column(String(10))
    email: Mapped[str | None] = mapped_column(String(255))
    token_hash: Mapped[bytes] = mapped_column(Digest, unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
