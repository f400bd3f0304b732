"""The answers that made a person's memories, card by card."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from sqlalchemy import Integer, Row, func, select, type_coerce
from sqlalchemy.orm import Session

from webapp.models import ReviewDay, ReviewLog
from webapp.scheduling.fold import SCHEDULING, EventKind, Mode, changes_memory
from webapp.scheduling.memory import State

MODES = tuple(int(mode) for mode in SCHEDULING)
BEGINNING = (*MODES, int(Mode.READ))
"""Modes of answers that can be the first of a memory."""


def memory_answers(session: Session, *, user_id: int) -> list[list[tuple[int, int]]]:
    """For each card its answers that changed the memory and were not undone, in order: rating and study day.

    The day is a number of days since 1970 (``models.base``).
    """
    undone = select(ReviewLog.undoes).where(ReviewLog.user_id == user_id, ReviewLog.undoes.is_not(None))
    rows = session.execute(
        select(ReviewLog.question_id, ReviewLog.mode, ReviewLog.rating, type_coerce(ReviewLog.study_day, Integer))
        .where(
            ReviewLog.user_id == user_id,
            ReviewLog.kind == EventKind.ANSWER,
            ReviewLog.mode.in_(BEGINNING),
            ReviewLog.id.not_in(undone),
        )
        .order_by(ReviewLog.question_id, ReviewLog.answered_at, ReviewLog.id)
    )
    cards = (_that_count(group) for _, group in groupby(rows.all(), key=lambda row: row[0]))
    return [answers for answers in cards if answers]


def _that_count(answers: Iterable[Row[int, int, int | None, int]]) -> list[tuple[int, int]]:
    """A card's answers without those that came in reading when its memory had begun."""
    counted: list[tuple[int, int]] = []
    for _, mode, rating, day in answers:
        if rating is not None and changes_memory(Mode(mode), State.REVIEW if counted else State.NEW):
            counted.append((rating, day))
    return counted


def reviews_done(session: Session, *, user_id: int) -> int:
    """How many first reviews of the day there were, read from the days: about what weights can be fitted to."""
    return session.execute(
        select(func.coalesce(func.sum(ReviewDay.reviews), 0)).where(ReviewDay.user_id == user_id)
    ).scalar_one()
