"""What the pages about the rights on banks read."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.models import Bank, BankInvitation, BankMember, ClassBank, Question, SchoolClass, User


class BankRow(NamedTuple):
    """A bank, and how much there is of it."""

    id: int
    key: str
    title: str
    audience: str
    published: int
    members: int


class MemberRow(NamedTuple):
    """Somebody who was given rights on a bank."""

    user_id: int
    email: str
    role: str


class ClassOfBankRow(NamedTuple):
    """A class that learns from a bank."""

    id: int
    title: str
    is_archived: bool


class InvitationRow(NamedTuple):
    """An invitation that can still be taken. ``email``: where it was sent; ``by``: who made it."""

    id: int
    role: str
    email: str | None
    by: str
    expires_at: datetime


def banks(session: Session) -> list[BankRow]:
    """The banks in sight, the oldest first."""
    published = select(func.count()).where(Question.bank_id == Bank.id, Question.status == "published")
    members = select(func.count()).where(BankMember.bank_id == Bank.id)
    rows = session.execute(
        select(
            Bank.id, Bank.key, Bank.title, Bank.audience,
            published.correlate(Bank).scalar_subquery(), members.correlate(Bank).scalar_subquery(),
        ).order_by(Bank.id)
    )  # fmt: skip
    return [BankRow._make(row) for row in rows]


def members(session: Session, *, bank_id: int) -> list[MemberRow]:
    """Who was given rights on the bank, editors first."""
    rows = session.execute(
        select(BankMember.user_id, User.email, BankMember.role)
        .join(User, User.id == BankMember.user_id)
        .where(BankMember.bank_id == bank_id)
        .order_by(BankMember.role, User.email)
    )
    return [MemberRow._make(row) for row in rows]


def classes(session: Session, *, bank_id: int) -> list[ClassOfBankRow]:
    """The classes that let their students in to the bank, by their titles; none of a bank that everybody sees: then it
    is no business of those who keep it.
    """
    rows = session.execute(
        select(SchoolClass.id, SchoolClass.title, SchoolClass.archived_at.is_not(None))
        .join(ClassBank, ClassBank.class_id == SchoolClass.id)
        .join(Bank, Bank.id == ClassBank.bank_id)
        .where(Bank.id == bank_id, Bank.audience != "everyone")
        .order_by(SchoolClass.title, SchoolClass.id)
    )
    return [ClassOfBankRow._make(row) for row in rows]


def invitations(session: Session, *, bank_id: int, now: datetime) -> list[InvitationRow]:
    """The bank's invitations that nobody has taken yet, the newest first."""
    rows = session.execute(
        select(BankInvitation.id, BankInvitation.role, BankInvitation.email, User.email, BankInvitation.expires_at)
        .join(User, User.id == BankInvitation.user_id)
        .where(BankInvitation.bank_id == bank_id, BankInvitation.expires_at > now)
        .order_by(BankInvitation.id.desc())
    )
    return [InvitationRow._make(row) for row in rows]
