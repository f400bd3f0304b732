"""Positions: claims that state what somebody holds on an issue."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from webapp.history.shown import is_shown
from webapp.models import Claim, ClaimIssue, ClaimRevision, Issue

from .claims import PRESENT

_IS_HELD = exists().where(ClaimIssue.issue_id == Issue.id, Claim.id == ClaimIssue.claim_id, is_shown()).correlate(Issue)


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


def count_issues(session: Session) -> int:
    """On how many issues positions are held."""
    statement = select(func.count()).select_from(Issue).where(Issue.retired_at.is_(None), _IS_HELD)
    return session.scalar(statement) or 0


def issues(session: Session, *, offset: int, most: int) -> list[IssueRow]:
    """Issues on which positions are held, in the order of the bank."""
    rows = session.execute(
        select(Issue.id, Issue.key, Issue.question)
        .where(Issue.retired_at.is_(None), _IS_HELD)
        .order_by(Issue.id)
        .offset(offset)
        .limit(most)
    )
    return [IssueRow._make(row) for row in rows]


def positions(session: Session, *, issue_ids: Collection[int]) -> list[PositionRow]:
    """The positions that are held on the issues, oldest first."""
    rows = session.execute(
        select(ClaimIssue.issue_id, Claim.id, ClaimRevision.content)
        .join(Claim, Claim.id == ClaimIssue.claim_id)
        .join(ClaimRevision, PRESENT)
        .where(ClaimIssue.issue_id.in_(issue_ids), is_shown())
        .order_by(ClaimIssue.issue_id, Claim.id)
    )
    return [PositionRow._make(row) for row in rows]
