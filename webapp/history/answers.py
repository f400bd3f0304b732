"""The answers that made a person's memories, card by card."""

from __future__ import annotations

from itertools import groupby

from sqlalchemy import Integer, func, select, type_coerce
from sqlalchemy.orm import Session

from webapp.models import ReviewDay, ReviewLog
from webapp.scheduling.fold import SCHEDULING, EventKind

MODES = tuple(int(mode) for mode in SCHEDULING)


def memory_answers(session: Session, *, user_id: int) -> list[list[tuple[int, int]]]:
    """For each card its answers that changed the memory and were not undone, in order: rating and study day.

    The day is a number of days since 1970 (``models.base``).
    """
    undone = select(ReviewLog.undoes).where(ReviewLog.user_id == user_id, ReviewLog.kind == EventKind.UNDO)
    rows = session.execute(
        select(ReviewLog.question_id, ReviewLog.rating, type_coerce(ReviewLog.study_day, Integer))
        .where(
            ReviewLog.user_id == user_id,
            ReviewLog.kind == EventKind.ANSWER,
            ReviewLog.mode.in_(MODES),
            ReviewLog.id.not_in(undone),
        )
        .order_by(ReviewLog.question_id, ReviewLog.answered_at, ReviewLog.id)
    )
    return [
        [(rating, day) for _, rating, day in group if rating is not None]
        for _, group in groupby(rows.all(), key=lambda row: row[0])
    ]


def reviews_done(session: Session, *, user_id: int) -> int:
    """How many first reviews of the day there were, read from the days: about what weights can be fitted to."""
    return session.execute(
        select(func.coalesce(func.sum(ReviewDay.reviews), 0)).where(ReviewDay.user_id == user_id)
    ).scalar_one()
