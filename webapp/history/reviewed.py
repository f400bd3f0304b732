"""First reviews of the day: the answers by which memory is judged, read from the log.

Only answers that change the schedule count, of cards in review, once a study day, and none that was undone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

from sqlalchemy import CTE, ColumnElement, Engine, Subquery, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session

from webapp.models import ReviewLog
from webapp.scheduling.fold import SCHEDULING, EventKind, Mode
from webapp.scheduling.memory import Rating, State
from webapp.scheduling.settings import MATURE_STABILITY

MODES = tuple(int(mode) for mode in SCHEDULING)
MOST_REMEMBERED = 50_000  # days of people, of some hundred bytes each


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedDay:
    """First reviews on a study day, of mature cards or of young ones, and how many of them were passed."""

    study_day: date
    is_mature: bool
    reviews: int
    passed: int


_Counted: TypeAlias = dict[tuple[int, date, int], tuple[ReviewedDay, ...]]
_COUNTED: WeakKeyDictionary[Engine, _Counted] = WeakKeyDictionary()
"""By database: a person's study days by how many rows of the log they have."""


def reviewed_days(session: Session, *, user_id: int, first: date, last: date) -> list[ReviewedDay]:
    """The study days from ``first`` to ``last``, both included, with a row for young and one for mature cards.

    A day is counted anew when rows of it have come to the log since; else what this process remembers of it holds, as
    no row of the log changes, and what takes an answer back is of the same day. The session must not have written.
    """
    rows = session.execute(
        select(ReviewLog.study_day, func.count())
        .where(ReviewLog.user_id == user_id, ReviewLog.study_day.between(first, last))
        .group_by(ReviewLog.study_day)
    )
    logged: dict[date, int] = {day: number for day, number in rows}  # noqa: C416  # rows of two
    remembered = _COUNTED.setdefault(session.get_bind().engine, {})
    wanted = [day for day, number in logged.items() if (user_id, day, number) not in remembered]
    if wanted:
        counted = _counted_days(session, user_id, min(wanted), max(wanted))
        if len(remembered) + len(wanted) > MOST_REMEMBERED:
            remembered.clear()  # rarer than a restart; cheaper than keeping count of use
        remembered |= {(user_id, day, logged[day]): counted.get(day, ()) for day in wanted}
    return [each for day in sorted(logged) for each in remembered[user_id, day, logged[day]]]


def _counted_days(session: Session, user_id: int, first: date, last: date) -> dict[date, tuple[ReviewedDay, ...]]:
    reviews = _first_reviews(ReviewLog.user_id == user_id, first)
    is_mature = (reviews.c.stability_before >= MATURE_STABILITY).label("is_mature")
    passed = func.count().filter(reviews.c.rating != Rating.AGAIN)
    rows = session.execute(
        select(reviews.c.study_day, is_mature, func.count(), passed)
        .where(reviews.c.study_day <= last)
        .group_by(reviews.c.study_day, is_mature)
        .order_by(reviews.c.study_day)
    )
    found: dict[date, tuple[ReviewedDay, ...]] = {}
    for day, mature, number, kept in rows:
        counts = ReviewedDay(study_day=day, is_mature=mature, reviews=number, passed=kept)
        found[day] = (*found.get(day, ()), counts)
    return found


def _rows_since(whose: ColumnElement[bool], first: date) -> Subquery:
    """Answers that changed the schedule since ``first``, and what took answers back, which always came later."""
    answers = and_(ReviewLog.kind == EventKind.ANSWER, changes_memory(ReviewLog))
    columns: tuple[Any, ...] = (
        ReviewLog.user_id,
        ReviewLog.id,
        ReviewLog.kind,
        ReviewLog.question_id,
        ReviewLog.answered_at,
        ReviewLog.study_day,
        ReviewLog.state_before,
        ReviewLog.stability_before,
        ReviewLog.rating,
        ReviewLog.undoes,
    )
    return (
        select(*columns)
        .where(whose, ReviewLog.study_day >= first, or_(answers, ReviewLog.kind == EventKind.UNDO))
        .subquery()
    )


def standing_answers(whose: ColumnElement[bool], first: date) -> CTE:
    """Of those rows the answers that were not taken back, each with its ``place`` among those that its card had on its
    day, from 1. ``whose`` is a condition on whose rows of the log are read.

    The rows are named twice rather than shared, and the day comes first: so they are read in the order of their index.
    """
    rows, undos = _rows_since(whose, first), _rows_since(whose, first)
    undone = select(undos.c.user_id, undos.c.undoes).where(undos.c.kind == EventKind.UNDO)
    place = func.row_number().over(
        partition_by=(rows.c.study_day, rows.c.question_id, rows.c.user_id), order_by=(rows.c.answered_at, rows.c.id)
    )
    return (
        select(rows, place.label("place"))
        .where(rows.c.kind == EventKind.ANSWER, tuple_(rows.c.user_id, rows.c.id).not_in(undone))
        .cte("answers")
    )


def is_first_review(answers: CTE) -> ColumnElement[bool]:
    """Whether an answer of ``standing_answers`` is the first of its card on its day, of a card in review."""
    return and_(answers.c.place == 1, answers.c.state_before == State.REVIEW, answers.c.stability_before > 0)


def _first_reviews(whose: ColumnElement[bool], first: date) -> CTE:
    answers = standing_answers(whose, first)
    return select(answers).where(is_first_review(answers)).cte("reviews")


def changes_memory(log: type[ReviewLog]) -> ColumnElement[bool]:
    """``fold.changes_memory``, of rows of the log."""
    return or_(log.mode.in_(MODES), and_(log.mode == Mode.READ, log.state_before == State.NEW))
