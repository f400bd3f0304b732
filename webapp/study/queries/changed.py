"""Questions whose answer has changed since somebody learned them: what that person knows, and why it changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session, aliased

from webapp.models import QuestionRevision, ReviewLog
from webapp.scheduling.fold import EventKind, Mode

from .prepared import IsAmong, Prepared

SHOWING_CHANGES = frozenset({Mode.STUDY, Mode.AHEAD, Mode.CRAM})
"""Modes in which a card says that its answer has changed: who answered it in one of them was told."""

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
_REASONS = Prepared(
    select(QuestionRevision.question_id, QuestionRevision.number, QuestionRevision.why)
    .where(IsAmong(QuestionRevision.question_id, "questions"), QuestionRevision.changes_answer)
    .order_by(QuestionRevision.question_id, QuestionRevision.number)
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


def reasons(session: Session, *, question_ids: Collection[int]) -> dict[int, list[tuple[int, str]]]:
    """Why the answer of each question was changed, as its authors say: revision and words, the oldest first."""
    found: dict[int, list[tuple[int, str]]] = {}
    for question_id, number, why in _REASONS.rows(session, {"questions": list(question_ids)}):
        found.setdefault(question_id, []).append((number, why))
    return found
