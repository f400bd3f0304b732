"""What a person did on a study day: its numbers, and the questions that were missed or learned."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, aliased

from webapp.models import Card, ReviewDay, ReviewLog
from webapp.scheduling.fold import EventKind
from webapp.scheduling.memory import Rating, State

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
    often = func.count().label("often")
    rows = session.execute(
        select(ReviewLog.question_id, often)
        .where(*_answered(user_id, day), ReviewLog.rating == int(Rating.AGAIN))
        .group_by(ReviewLog.question_id)
        .order_by(often.desc(), ReviewLog.question_id)
    )
    return [question_id for question_id, _ in rows]


def learned_questions(session: Session, *, user_id: int, day: date) -> list[int]:
    """The ids of the questions that were new on the day and have left the steps of learning, first answered first."""
    first = func.min(ReviewLog.answered_at)
    rows = session.scalars(
        select(ReviewLog.question_id)
        .join(Card, (Card.user_id == user_id) & (Card.question_id == ReviewLog.question_id))
        .where(*_answered(user_id, day), ReviewLog.state_before == int(State.NEW), Card.state == int(State.REVIEW))
        .group_by(ReviewLog.question_id)
        .order_by(first, ReviewLog.question_id)
    )
    return list(rows)


def _answered(user_id: int, day: date) -> tuple[ColumnElement[bool], ...]:
    """Which rows of the log are answers of the day, given while studying and not taken back."""
    undo = aliased(ReviewLog)
    taken_back = exists().where(undo.user_id == user_id, undo.study_day == day, undo.undoes == ReviewLog.id)
    return (
        ReviewLog.user_id == user_id,
        ReviewLog.study_day == day,
        ReviewLog.kind == int(EventKind.ANSWER),
        ReviewLog.mode.not_in([int(mode) for mode in NOT_STUDIED]),
        ~taken_back,
    )
