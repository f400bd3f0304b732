"""Questions whose answer has changed since somebody learned them: what that person knows, and why it changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session, aliased

from webapp.models import ClaimRevision, QuestionRevision, ReviewLog
from webapp.scheduling.fold import EventKind, Mode

from .prepared import IsAmong, Prepared

SHOWING_CHANGES = frozenset({Mode.STUDY, Mode.AHEAD, Mode.CRAM})
"""Modes in which a card says that its answer has changed: who answered it in one of them was told."""


class Change(NamedTuple):
    """A revision that changed the answer: its number, when it was made, and why, as its author says."""

    number: int
    at: datetime
    why: str


_UNDO = aliased(ReviewLog)
_ANSWERED = Prepared(
    select(ReviewLog.question_id, ReviewLog.revision, ReviewLog.mode)
    .where(
        ReviewLog.user_id == bindparam("user"),
        IsAmong(ReviewLog.question_id, "questions"),
        ReviewLog.kind == int(EventKind.ANSWER),
        ~exists().where(
            _UNDO.user_id == ReviewLog.user_id,
            _UNDO.question_id == ReviewLog.question_id,
            _UNDO.kind == int(EventKind.UNDO),
            _UNDO.undoes == ReviewLog.id,
        ),
    )
    .distinct()
)
_CHANGES = Prepared(
    select(QuestionRevision.question_id, QuestionRevision.number, QuestionRevision.created_at, QuestionRevision.why)
    .where(IsAmong(QuestionRevision.question_id, "questions"), QuestionRevision.changes_answer)
    .order_by(QuestionRevision.question_id, QuestionRevision.number)
)
_CLAIM_CHANGES = Prepared(
    select(ClaimRevision.claim_id, ClaimRevision.number, ClaimRevision.created_at, ClaimRevision.why)
    .where(IsAmong(ClaimRevision.claim_id, "claims"), ClaimRevision.changes_answer)
    .order_by(ClaimRevision.claim_id, ClaimRevision.number)
)


def known_revisions(session: Session, *, user_id: int, changed_in: Mapping[int, int]) -> dict[int, int]:
    """The revision that the person knows of each question that changed since; questions of which they know no former
    answer, or have been told, are left out.

    ``changed_in`` has by question id the latest revision that changed the answer.
    """
    known: dict[int, int] = {}
    told: set[int] = set()
    rows = _ANSWERED.rows(session, {"user": user_id, "questions": list(changed_in)})
    for question_id, revision, mode in rows:
        if revision < changed_in[question_id]:
            known[question_id] = max(revision, known.get(question_id, revision))
        elif Mode(mode) in SHOWING_CHANGES:
            told.add(question_id)
    return {question_id: revision for question_id, revision in known.items() if question_id not in told}


def answer_changes(session: Session, *, question_ids: Collection[int]) -> dict[int, list[Change]]:
    """The revisions of each question that changed its answer, the oldest first."""
    return _by_id(session, _CHANGES, questions=question_ids)


def claim_changes(session: Session, *, claim_ids: Collection[int]) -> dict[int, list[Change]]:
    """The revisions of each claim that changed the answers of the questions on it, the oldest first."""
    return _by_id(session, _CLAIM_CHANGES, claims=claim_ids)


def _by_id(session: Session, statement: Prepared, **ids: Collection[int]) -> dict[int, list[Change]]:
    found: dict[int, list[Change]] = {}
    for changed_id, *change in statement.rows(session, {name: list(values) for name, values in ids.items()}):
        found.setdefault(changed_id, []).append(Change._make(change))
    return found
