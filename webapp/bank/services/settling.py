"""Settling what the bank's files and the application have otherwise, one record at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from question_bank.bank import Bank
from question_bank.changes import FieldChange, changed_fields
from question_bank.words import SaidError, gettext
from webapp.bank.queries.articles import stored_articles
from webapp.bank.queries.plain import plain_records
from webapp.bank.queries.stored import bank_row
from webapp.models import Actor, Article, Claim, ClaimRevision, Issue, Question, QuestionRevision, Topic
from webapp.web.audit import note_event

from .comparison import Change, compare
from .load import load
from .plan import TAKEN, Contents, Plan, Step, plan

PARTS: Mapping[str, str] = {
    "article": "articles",
    "actor": "actors",
    "issue": "issues",
    "topic": "topics",
    "claim": "claims",
    "question": "questions",
}
_MODELS: Mapping[str, Any] = {
    "article": Article,
    "actor": Actor,
    "issue": Issue,
    "topic": Topic,
    "claim": Claim,
    "question": Question,
}


class Side(StrEnum):
    """Whose content stays."""

    APPLICATION = "application"
    FILES = "files"


class CannotSettleError(SaidError):
    """The conflict cannot be settled like this. Nothing was written; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A record that application and files have otherwise. ``changes`` lead from the application's content to theirs.

    ``seen`` names both contents, so that what somebody chose is what they saw. Not ``is_own``: another conflict has to
    be settled first, or (``is_taken``) the files have to give the record another name.
    """

    step: Step
    changes: tuple[FieldChange, ...]
    seen: str
    is_gone: bool
    is_own: bool
    is_taken: bool


def conflicts(session: Session, *, bank: Bank) -> list[Conflict]:
    """All conflicts between the files' ``bank`` and what is stored. Writes nothing."""
    made = plan(session, bank=bank)
    return [_conflict(session, made, step) for step in made.conflicts]


def settle(
    session: Session, *, bank: Bank, record: str, key: str, side: Side, seen: str | None, user_id: int | None,
    now: datetime,
) -> None:  # fmt: skip
    """Settle one conflict: the application's content stays, upon what the files have now, or theirs becomes a revision.

    ``seen`` is what the conflict said (None: whatever it is). Raises CannotSettleError.
    """
    made = plan(session, bank=bank)
    step = next((each for each in made.conflicts if (each.record, each.key) == (record, key)), None)
    if step is None:
        raise CannotSettleError(gettext("There is no conflict about %(key)s any more.", key=key))
    found = _conflict(session, made, step)
    if seen is not None and seen != found.seen:
        raise CannotSettleError(gettext("It has changed since you saw it. Look at it again."))
    if found.is_taken:
        raise CannotSettleError(
            gettext("%(key)s: another bank of this site has this name. Give it another one in the files.", key=key)
        )
    if not found.is_own:
        raise CannotSettleError(gettext("%(key)s: %(reason)s. Settle that one first.", key=key, reason=step.reason))
    contents = _contents(made, record)
    stored = contents.stored[key]
    base = stored.content_hash if side is Side.FILES else contents.wanted.get(key)
    model = _MODELS[record]
    session.execute(update(model).where(model.id == stored.id).values(loaded_hash=base))
    if side is Side.FILES:
        _take(session, bank, record, key, now)
    note_event(session, action="conflict settled", user_id=user_id, now=now, record=record, key=key, side=side.value)


def _take(session: Session, bank: Bank, record: str, key: str, now: datetime) -> None:
    """Load this one record as the files have it."""
    again = plan(session, bank=bank)
    step = _contents(again, record).steps.get(key)
    if step is None or step.change is Change.CONFLICT:
        raise CannotSettleError(
            gettext("%(key)s: %(reason)s.", key=key, reason=step.reason)
            if step
            else gettext("%(key)s is settled already.", key=key)
        )
    only: dict[str, Any] = {
        part: replace(contents, steps={key: step} if part == PARTS[record] else {})
        for part in PARTS.values()
        if isinstance(contents := getattr(again, part), Contents)
    }
    load(session, plan=replace(again, **only), now=now)


def _contents(made: Plan, record: str) -> Contents:
    contents: Contents = getattr(made, PARTS[record])
    return contents


def _conflict(session: Session, made: Plan, step: Step) -> Conflict:
    contents = _contents(made, step.record)
    wanted, stored = contents.wanted.get(step.key), contents.stored.get(step.key)
    theirs = getattr(made.bank, PARTS[step.record]).get(step.key)
    ours = _stored_content(session, step.record, step.key) if stored is not None else {}
    digests = (stored.content_hash if stored else b"", wanted or b"")
    return Conflict(
        step=step,
        changes=tuple(changed_fields(ours, theirs.to_json() if theirs is not None else {})),
        seen="-".join(bytes(digest).hex()[:16] for digest in digests),
        is_gone=wanted is None,
        is_own=compare(wanted, stored) is Change.CONFLICT,
        is_taken=step.reason == TAKEN,
    )


def _stored_content(session: Session, record: str, key: str) -> dict[str, Any]:
    """What the application has of a record."""
    bank = bank_row(session)
    bank_id = bank.id if bank else 0
    if record == "article":
        return stored_articles(session, bank_id=bank_id)[key].record.to_json()
    if record == "claim":
        return _revision(session, Claim, ClaimRevision, ClaimRevision.claim_id, bank_id, key)
    if record == "question":
        return _revision(session, Question, QuestionRevision, QuestionRevision.question_id, bank_id, key)
    model: Any = _MODELS[record]
    rows = [each.to_json() for each in plain_records(session, model, bank_id=bank_id)]
    return next((row for row in rows if key in (row.get("id"), row.get("topic"))), {})


def _revision(session: Session, model: Any, revision: Any, of: Any, bank_id: int, key: str) -> dict[str, Any]:
    content: dict[str, Any] = session.scalars(
        select(revision.content)
        .join(model, (of == model.id) & (revision.number == model.revision))
        .where(model.bank_id == bank_id, model.key == key)
    ).one()
    return content
