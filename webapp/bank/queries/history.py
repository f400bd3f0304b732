"""Who did what to the bank, read from the audit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from webapp.models import AuditEvent, Bank, User
from webapp.models.bank import SHIPPED
from webapp.models.visible import visible_banks

ABOUT_THE_BANK = ("question", "change", "claim", "article", "passage", "conflict", "imported", "bank", "actor",
                  "issue", "topic")  # fmt: skip
"""What the names of events begin with that are about the bank and not about an account."""


class Event(NamedTuple):
    """Something that was done. ``who`` is None of somebody who has gone; then ``detail`` is empty too."""

    at: datetime
    who: str | None
    action: str
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedEvents:
    """What the history is to show; None leaves open. ``question`` is a key, ``who`` an e-mail address."""

    who: str | None = None
    action: str | None = None
    question: str | None = None


def events(session: Session, *, wanted: WantedEvents, first: int, most: int) -> list[Event]:
    """What was done, the newest first, from number ``first`` (0 is the newest of all) on."""
    rows = session.execute(
        select(AuditEvent.at, User.email, AuditEvent.action, AuditEvent.detail)
        .outerjoin(User, User.id == AuditEvent.user_id)
        .where(*_conditions(wanted))
        .order_by(AuditEvent.id.desc())
        .offset(first)
        .limit(most)
    )
    return [Event._make(row) for row in rows]


def count_events(session: Session, *, wanted: WantedEvents) -> int:
    """How many there are."""
    found = select(func.count()).select_from(AuditEvent).outerjoin(User, User.id == AuditEvent.user_id)
    return session.scalar(found.where(*_conditions(wanted))) or 0


def actions(session: Session) -> list[str]:
    """What was ever done to the bank."""
    return list(
        session.scalars(select(AuditEvent.action).where(_is_about_the_bank()).distinct().order_by(AuditEvent.action))
    )


def _conditions(wanted: WantedEvents) -> list[ColumnElement[bool]]:
    conditions = [_is_about_the_bank()]
    if wanted.who is not None:
        conditions.append(User.email == wanted.who)
    if wanted.action is not None:
        conditions.append(AuditEvent.action == wanted.action)
    if wanted.question is not None:
        conditions.append(AuditEvent.detail["question"].as_string() == wanted.question)
    return conditions


def _is_about_the_bank() -> ColumnElement[bool]:
    """Of the bank that is in sight alone; events that name none are the shipped bank's."""
    about = or_(*(AuditEvent.action.startswith(name) for name in ABOUT_THE_BANK))
    banks = visible_banks()
    if banks is None:
        return about
    is_shipped = select(Bank.id).where(Bank.key == SHIPPED, Bank.id.in_(banks)).exists()
    return and_(about, or_(AuditEvent.bank_id.in_(banks), AuditEvent.bank_id.is_(None) & is_shipped))
