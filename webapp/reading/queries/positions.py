"""Positions: claims that state what somebody holds on an issue."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, exists, func, literal, select, union_all
from sqlalchemy.orm import Session

from webapp.history.shown import is_shown
from webapp.models import Actor, Claim, ClaimActor, ClaimIssue, ClaimRevision, Issue, Topic

from .claims import PRESENT, Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which positions are wanted, by the keys of an actor, an issue and a topic; None: whichever."""

    actor: str | None = None
    issue: str | None = None
    topic: str | None = None


class PositionChoices(NamedTuple):
    """What positions can be filtered by."""

    actors: list[Choice]
    issues: list[Choice]
    topics: list[Choice]


class IssueRow(NamedTuple):
    """A question on which positions are held."""

    id: int
    key: str
    question: str


class PositionRow(NamedTuple):
    """A claim that states a position, with its present content."""

    issue_id: int
    claim_id: int
    content: dict[str, Any]


def count_issues(session: Session, *, wanted: Wanted) -> int:
    """On how many issues wanted positions are held."""
    return session.scalar(select(func.count()).select_from(Issue).where(*_issues(wanted))) or 0


def issues(session: Session, *, wanted: Wanted, offset: int, most: int) -> list[IssueRow]:
    """Issues on which wanted positions are held, in the order of the bank."""
    rows = session.execute(
        select(Issue.id, Issue.key, Issue.question)
        .where(*_issues(wanted))
        .order_by(Issue.id)
        .offset(offset)
        .limit(most)
    )
    return [IssueRow._make(row) for row in rows]


def positions(session: Session, *, wanted: Wanted, issue_ids: Collection[int]) -> list[PositionRow]:
    """The wanted positions that are held on the issues, oldest first."""
    rows = session.execute(
        select(ClaimIssue.issue_id, Claim.id, ClaimRevision.content)
        .join(Claim, Claim.id == ClaimIssue.claim_id)
        .join(ClaimRevision, PRESENT)
        .where(ClaimIssue.issue_id.in_(issue_ids), *_claims(wanted))
        .order_by(ClaimIssue.issue_id, Claim.id)
    )
    return [PositionRow._make(row) for row in rows]


def position_choices(session: Session) -> PositionChoices:
    """The actors, issues and topics that positions have, each in the order of the bank."""
    held = select(Claim.id).join(ClaimIssue, ClaimIssue.claim_id == Claim.id).where(is_shown())
    parts = (
        select(literal(0).label("place"), Actor.key, Actor.name.label("name"), Actor.id)
        .where(Actor.retired_at.is_(None),
               Actor.id.in_(select(ClaimActor.actor_id).where(ClaimActor.claim_id.in_(held)))),
        select(literal(1), Issue.key, Issue.question, Issue.id).where(*_issues(Wanted())),
        select(literal(2), Topic.key, Topic.title, Topic.id)
        .where(Topic.retired_at.is_(None), Topic.id.in_(select(Claim.topic_id).where(Claim.id.in_(held)))),
    )  # fmt: skip
    found = PositionChoices([], [], [])
    for place, key, name, _ in session.execute(union_all(*parts).order_by("place", "id")):
        found[place].append(Choice(key, name))
    return found


def _issues(wanted: Wanted) -> list[ColumnElement[bool]]:
    held = exists().where(ClaimIssue.issue_id == Issue.id, Claim.id == ClaimIssue.claim_id, *_claims(wanted))
    conditions = [Issue.retired_at.is_(None), held.correlate(Issue)]
    return conditions if wanted.issue is None else [*conditions, Issue.key == wanted.issue]


def _claims(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [is_shown()]
    if wanted.actor is not None:
        holds = select(ClaimActor.claim_id).join(Actor, Actor.id == ClaimActor.actor_id)
        conditions.append(Claim.id.in_(holds.where(Actor.key == wanted.actor)))
    if wanted.topic is not None:
        conditions.append(Claim.topic_id.in_(select(Topic.id).where(Topic.key == wanted.topic)))
    return conditions
