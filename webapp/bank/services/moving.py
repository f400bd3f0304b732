"""Many claims moved to another topic at once, with their questions: seen before, done to all or none, and undone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from question_bank.claims import Claim as ClaimRecord
from question_bank.words import gettext
from webapp.bank.queries.claims import StoredClaim, claim_revisions
from webapp.models import BulkChange, Claim, ClaimRevision, Question, Topic
from webapp.web import reasons

from .bulk import BulkRefusedError, Problem, Refusal
from .claim_editing import ClaimConflictError, ClaimEdit, NoSuchClaimError, unchanged_claim, write_revisions


class Move(NamedTuple):
    """A claim that would be moved: ``topic`` is the title of its present one, ``questions`` go along with it."""

    key: str
    revision: int
    statement: str
    topic: str
    questions: int


def plan_move(
    session: Session, *, claims: Collection[str] = (), questions: Collection[str] = (), topic: str
) -> tuple[list[Move], int]:
    """What moving these claims, and those that these questions ask about first of all, to ``topic`` would do.

    With how many of them have that topic already. Nothing is written.
    """
    asked = select(Question.primary_claim_id).where(Question.key.in_(questions))
    number = (
        select(func.count())
        .where(Question.primary_claim_id == Claim.id, Question.status != "retired")
        .scalar_subquery()
    )
    rows = session.execute(
        select(Claim.key, Claim.revision, ClaimRevision.content, Topic.key.label("topic"), Topic.title, number)
        .join(ClaimRevision, (ClaimRevision.claim_id == Claim.id) & (ClaimRevision.number == Claim.revision))
        .join(Topic, Topic.id == Claim.topic_id)
        .where(Claim.retired_at.is_(None), or_(Claim.key.in_(claims), Claim.id.in_(asked)))
        .order_by(Claim.key)
    ).all()
    moves = [
        Move(key, revision, content["statement"], title, along)
        for key, revision, content, now_in, title, along in rows
        if now_in != topic
    ]
    return moves, len(rows) - len(moves)


def move_claims(session: Session, *, bases: Mapping[str, int], topic: str, person_id: int, now: datetime) -> BulkChange:
    """Move claims, each as it was at its revision in ``bases``; the record by which it is undone.

    Raises BulkRefusedError where somebody else has saved one of them since; then the caller has to roll back.
    """
    stored = _unchanged(session, bases)
    why = reasons.MOVED.filled(topic=topic)
    moved = [replace(ClaimRecord.from_json(each.content), topic=topic) for each in stored]
    _write(session, stored, moved, ClaimEdit(data={}, author_id=person_id, why=why), now)
    steps = {each.key: {"before": each.revision, "after": each.revision + 1} for each in stored}
    change = BulkChange(user_id=person_id, at=now, what=why, questions={}, claims=steps)
    session.add(change)
    session.flush()
    return change


def undo_move(session: Session, *, change: BulkChange, person_id: int, now: datetime) -> int:
    """Give every claim the topic that it had before, as a new revision; how many they were.

    Raises BulkRefusedError where somebody has gone on with one of them, or where its topic has gone; then the caller
    has to roll back.
    """
    stored = _unchanged(session, {key: step["after"] for key, step in change.claims.items()})
    back, problems = [], []
    topics = set(session.scalars(select(Topic.key).where(Topic.retired_at.is_(None))))
    for each in stored:
        former = {row.number: row.content for row in claim_revisions(session, claim_id=each.id)}
        record = ClaimRecord.from_json(former[change.claims[each.key]["before"]])
        back.append(record)
        if record.topic not in topics:
            problems.append(
                _problem(each.key, Refusal.BAD, gettext("there is no topic '%(topic)s'", topic=record.topic))
            )
    if problems:
        raise BulkRefusedError(problems)
    edit = ClaimEdit(data={}, author_id=person_id, why=reasons.UNDONE.filled(what=change.what))
    _write(session, stored, back, edit, now)
    change.undone_at = now
    session.flush()
    return len(stored)


def _unchanged(session: Session, bases: Mapping[str, int]) -> list[StoredClaim]:
    """The claims as they were at their revisions, always in one order, so that two who move do not wait in a ring."""
    found, problems = [], []
    for key in sorted(bases):
        try:
            found.append(unchanged_claim(session, key, bases[key]))
        except NoSuchClaimError:
            problems.append(_problem(key, Refusal.GONE))
        except ClaimConflictError:
            problems.append(_problem(key, Refusal.CHANGED))
    problems += [_problem(each.key, Refusal.GONE) for each in found if each.retired_at is not None]
    if problems:
        raise BulkRefusedError(problems)
    return found


def _write(
    session: Session, stored: list[StoredClaim], changed: list[ClaimRecord], edit: ClaimEdit, now: datetime
) -> None:
    for bank_id in {each.bank_id for each in stored}:
        of_bank = [record for each, record in zip(stored, changed, strict=True) if each.bank_id == bank_id]
        write_revisions(session, bank_id=bank_id, changed=of_bank, edit=edit, now=now, why_others=edit.why)


def _problem(key: str, refusal: Refusal, message: str = "") -> Problem:
    return Problem(key=key, refusal=refusal, message=message, is_claim=True)
