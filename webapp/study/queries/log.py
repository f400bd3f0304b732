"""What a person did today, as the plain pages need it to take the last of it back."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from webapp.models import Question, ReviewLog
from webapp.scheduling.fold import EventKind, Mode

NOT_STUDIED = (Mode.QUIZ, Mode.REVIEWED_QUIZ)
"""Modes of what was not done on the study page: nobody means that by undoing there."""
NOT_DONE_BY_HAND = (EventKind.RESCHEDULE, EventKind.REFOLD)


class DoneToday(NamedTuple):
    """A row of the log that has not been undone."""

    id: UUID
    kind: EventKind
    question_key: str


_TODAY = (
    select(ReviewLog.id, ReviewLog.kind, ReviewLog.undoes, Question.key)
    .join(Question, Question.id == ReviewLog.question_id)
    .where(
        ReviewLog.user_id == bindparam("user"),
        ReviewLog.study_day == bindparam("day"),
        ReviewLog.mode.not_in([int(mode) for mode in NOT_STUDIED]),
        ReviewLog.kind.not_in([int(kind) for kind in NOT_DONE_BY_HAND]),
    )
    .order_by(ReviewLog.answered_at.desc(), ReviewLog.id.desc())
)


def last_done(session: Session, *, user_id: int, day: date) -> DoneToday | None:
    """The latest of what a person did on a study day and has not taken back."""
    rows = session.execute(_TODAY, {"user": user_id, "day": day}).all()
    undone = {undoes for _, _, undoes, _ in rows if undoes is not None}
    for name, kind, _, key in rows:
        if kind != EventKind.UNDO and name not in undone:
            return DoneToday(UUID(bytes=bytes(name)), EventKind(kind), key)
    return None
