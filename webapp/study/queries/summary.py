"""What a person did on a study day: its numbers, and the questions that were missed."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from webapp.models import ReviewDay, ReviewLog
from webapp.scheduling.fold import EventKind
from webapp.scheduling.memory import Rating

from .log import NOT_STUDIED


class DayNumbers(NamedTuple):
    """A study day in numbers; ``passed`` of the ``reviews`` were known at first."""

    answers: int
    milliseconds: int
    new_cards: int
    reviews: int
    passed: int


NOTHING = DayNumbers(0, 0, 0, 0, 0)


def day_numbers(session: Session, *, user_id: int, day: date) -> DayNumbers:
    """The numbers of the day."""
    row = session.execute(
        select(
            ReviewDay.answers, ReviewDay.milliseconds, ReviewDay.new_cards, ReviewDay.reviews, ReviewDay.passed
        ).where(ReviewDay.user_id == user_id, ReviewDay.study_day == day)
    ).one_or_none()
    return NOTHING if row is None else DayNumbers._make(row)


def missed_questions(session: Session, *, user_id: int, day: date) -> list[int]:
    """The ids of the questions that were answered with Again on the day, those that were missed most often first."""
    undo = aliased(ReviewLog)
    taken_back = exists().where(undo.user_id == user_id, undo.study_day == day, undo.undoes == ReviewLog.id)
    often = func.count().label("often")
    rows = session.execute(
        select(ReviewLog.question_id, often)
        .where(
            ReviewLog.user_id == user_id,
            ReviewLog.study_day == day,
            ReviewLog.kind == int(EventKind.ANSWER),
            ReviewLog.rating == int(Rating.AGAIN),
            ReviewLog.mode.not_in([int(mode) for mode in NOT_STUDIED]),
            ~taken_back,
        )
        .group_by(ReviewLog.question_id)
        .order_by(often.desc(), ReviewLog.question_id)
    )
    return [question_id for question_id, _ in rows]
