"""Banks made, and rights on them given, taken and taken away. Each act is in the bank's history."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from webapp.models import AuditEvent, Bank, BankInvitation, BankMember, ClassInstructor, NewCardFrontier, Topic
from webapp.models.bank import SHIPPED
from webapp.models.visible import only_visible
from webapp.web.session_rows import fingerprint

GOOD_FOR = timedelta(days=7)
MOST_INVITATIONS = 100  # of a bank, open at once
EDITOR, READER = "editor", "reader"


class NoInvitationError(LookupError):
    """There is no such invitation, or none any more: taken, taken back or too old."""


class TooManyInvitationsError(ValueError):
    """A bank has as many open invitations as it may."""


class NoSuchMemberError(LookupError):
    """The person has no rights on the bank."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What somebody is invited to."""

    id: int
    bank_id: int
    title: str
    role: str


def make_bank(session: Session, *, user_id: int, title: str, audience: str, now: datetime) -> int:
    """An empty bank, whose maker is its editor, with one topic for its first claims; its id."""
    with only_visible(None):
        bank = Bank(key=f"bank-{secrets.token_hex(6)}", title=title, audience=audience, loaded_at=now)
        session.add(bank)
        session.flush()
        session.add(Topic(bank_id=bank.id, key=f"bank-{bank.id}", title=title))
        session.add(BankMember(bank_id=bank.id, user_id=user_id, role=EDITOR))
    _note(session, bank.id, "bank made", user_id, now, title=title)
    return bank.id


def change_bank(session: Session, *, bank: Bank, title: str, audience: str, user_id: int, now: datetime) -> bool:
    """Give the bank another title or audience; whether anything was otherwise. The shipped bank stays everybody's."""
    audience = bank.audience if bank.key == SHIPPED else audience
    if (bank.title, bank.audience) == (title, audience):
        return False
    bank.title, bank.audience, bank.loaded_at = title, audience, now  # who sees it has other new cards now
    _note(session, bank.id, "bank changed", user_id, now, title=title, audience=audience)
    return True


def invite(
    session: Session, *, bank_id: int, role: str, email: str | None, user_id: int, now: datetime
) -> str:  # fmt: skip
    """Make an invitation; its token, which is stored nowhere. Raises TooManyInvitationsError."""
    session.execute(delete(BankInvitation).where(BankInvitation.expires_at <= now))
    there = select(func.count()).select_from(BankInvitation).where(BankInvitation.bank_id == bank_id)
    if (session.scalar(there) or 0) >= MOST_INVITATIONS:
        raise TooManyInvitationsError
    token = secrets.token_urlsafe(32)
    made = BankInvitation(
        bank_id=bank_id,
        user_id=user_id,
        role=role,
        email=email,
        token_hash=fingerprint(token),
        created_at=now,
        expires_at=now + GOOD_FOR,
    )
    session.add(made)
    _note(session, bank_id, "bank invitation made", user_id, now, role=role)
    return token


def invitation(session: Session, *, token: str, now: datetime) -> Invitation:
    """What the link with this token invites to. Raises NoInvitationError."""
    with only_visible(None):  # nobody sees the bank before
        row = session.execute(
            select(BankInvitation.id, Bank.id, Bank.title, BankInvitation.role)
            .join(Bank, Bank.id == BankInvitation.bank_id)
            .where(BankInvitation.token_hash == fingerprint(token), BankInvitation.expires_at > now)
        ).one_or_none()
    if row is None:
        raise NoInvitationError
    number, bank_id, title, role = row
    return Invitation(id=number, bank_id=bank_id, title=title, role=role)


def take_invitation(session: Session, *, token: str, user_id: int, now: datetime) -> Invitation:
    """Give the person what the link invites to; it is used up by that. Raises NoInvitationError."""
    found = invitation(session, token=token, now=now)
    used = delete(BankInvitation).where(BankInvitation.id == found.id).returning(BankInvitation.id)
    if session.scalar(used) is None:  # somebody else has just taken it
        raise NoInvitationError
    row = session.get(BankMember, (user_id, found.bank_id))
    if row is None:
        session.add(BankMember(user_id=user_id, bank_id=found.bank_id, role=found.role))
    elif found.role == EDITOR:
        row.role = EDITOR
    _forget_frontier(session, user_id)
    _note(session, found.bank_id, "bank invitation taken", user_id, now, role=found.role)
    return found


def take_invitation_back(session: Session, *, bank_id: int, invitation_id: int, user_id: int, now: datetime) -> None:
    """Let an invitation open nothing any more. Raises NoInvitationError."""
    of_bank = (BankInvitation.id == invitation_id, BankInvitation.bank_id == bank_id)
    if session.scalar(delete(BankInvitation).where(*of_bank).returning(BankInvitation.id)) is None:
        raise NoInvitationError
    _note(session, bank_id, "bank invitation taken back", user_id, now)


def take_rights(session: Session, *, bank_id: int, member_id: int, user_id: int, now: datetime) -> None:
    """Take somebody's rights on the bank away, and the links to it that they made: who has one could else let them in
    again. What they wrote and learned stays. Raises NoSuchMemberError.
    """
    row = session.get(BankMember, (member_id, bank_id))
    if row is None:
        raise NoSuchMemberError
    session.delete(row)
    of_member = (BankInvitation.bank_id == bank_id, BankInvitation.user_id == member_id)
    session.execute(delete(BankInvitation).where(*of_member))
    _forget_frontier(session, member_id)
    _note(session, bank_id, "bank rights taken away", user_id, now, role=row.role)


def take_unkept_invitations_back(session: Session, *, user_id: int, role: str) -> None:
    """Let links to banks that somebody keeps no longer, now that they have this ``role``, open nothing any more."""
    if role == "admin":
        return
    edited = select(BankMember.bank_id).where(BankMember.user_id == user_id, BankMember.role == EDITOR)
    unkept = delete(BankInvitation).where(BankInvitation.user_id == user_id, BankInvitation.bank_id.not_in(edited))
    if role == "instructor":
        unkept = unkept.where(BankInvitation.bank_id.not_in(select(Bank.id).where(Bank.key == SHIPPED)))
    session.execute(unkept)


def stop_teaching(session: Session, *, user_id: int, role: str) -> None:
    """Let somebody who has this ``role`` now teach no class unless it is one of those who teach: a class that nobody
    else teaches is left to the administrators.
    """
    if role not in {"instructor", "admin"}:
        session.execute(delete(ClassInstructor).where(ClassInstructor.user_id == user_id))


def _forget_frontier(session: Session, user_id: int) -> None:
    """Other questions are in sight now: their new ones are looked for from the beginning."""
    session.execute(delete(NewCardFrontier).where(NewCardFrontier.user_id == user_id))


def _note(session: Session, bank_id: int, action: str, user_id: int, now: datetime, **detail: str) -> None:
    session.add(AuditEvent(at=now, user_id=user_id, action=action, detail=detail, bank_id=bank_id))
    session.flush()
