"""What the forgetting curve expected of a student's latest reviews, and what came."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Integer, Select, Subquery, and_, bindparam, case, or_, select, type_coerce
from sqlalchemy.orm import Session, aliased

from webapp.models import ReviewLog, SchedulingPolicy
from webapp.models.base import to_day_number
from webapp.scheduling.fold import EventKind
from webapp.scheduling.forgetting import curve
from webapp.scheduling.memory import Rating, State
from webapp.scheduling.policy import Policy

from .reviewed import changes_memory


class Prediction(NamedTuple):
    """How likely a review was to be passed (0 to 1), and whether it was."""

    expected: float
    passed: bool


def predictions(session: Session, *, user_id: int, first: date, most: int) -> list[Prediction]:
    """What was expected of the reviews among the newest ``most`` rows of the log since ``first``, and what came.

    The expectation is that of the forgetting curve from the stability that the log kept, the study days since the
    answer before, and the weights that were in force.
    """
    rows = session.connection().execute(  # no entities are read: the ORM would look at each row for nothing
        _newest_answers(), {"user_id": user_id, "first": to_day_number(first), "most": most}
    )
    recall_by = _curves(session)
    return [
        Prediction(recall_by(policy_id)(stability, day - day_before), rating != Rating.AGAIN)
        for day, day_before, stability, policy_id, rating in _first_of_each_day(rows.all())
        if day_before is not None and day_before != day and policy_id is not None
    ]


_Review: TypeAlias = tuple[int, int | None, float, int | None, int]
"""Study day, that of the card's answer before (None where this was no review), stability before, policy, rating."""


def _first_of_each_day(rows: Sequence[Any]) -> Iterator[_Review]:
    """Of the answers that were not taken back, the first one of each card on each study day."""
    undone = {row[0] for row in rows if row[0] is not None}
    first: dict[tuple[int, int], tuple[tuple[int, bytes], _Review]] = {}
    for undoes, name, question_id, answered_at, day, day_before, stability, policy_id, rating in rows:
        if undoes is None and name not in undone:
            place, key = (answered_at, name), (day, question_id)
            if key not in first or place < first[key][0]:
                first[key] = (place, (day, day_before, stability, policy_id, rating))
    return (review for _place, review in first.values())


@cache
def _newest_answers() -> Select[Any]:
    """The newest ``most`` answers and undos of ``user_id`` since the day ``first``, instants and days as numbers, where
    an answer was a review with the day of the card's answer before. Built once: that costs about as much as reading.
    """
    answers = and_(ReviewLog.kind == EventKind.ANSWER, changes_memory(ReviewLog))
    columns: tuple[Any, ...] = (
        ReviewLog.user_id,
        ReviewLog.undoes,
        ReviewLog.id,
        ReviewLog.question_id,
        ReviewLog.answered_at,
        ReviewLog.study_day,
        ReviewLog.state_before,
        ReviewLog.stability_before,
        ReviewLog.policy_id,
        ReviewLog.rating,
    )
    newest = (
        select(*columns)
        .where(
            ReviewLog.user_id == bindparam("user_id"),
            ReviewLog.study_day >= bindparam("first", type_=Integer),
            or_(answers, ReviewLog.kind == EventKind.UNDO),
        )
        .order_by(ReviewLog.study_day.desc(), ReviewLog.id.desc())
        .limit(bindparam("most"))
        .subquery()
    )
    is_review = and_(newest.c.state_before == State.REVIEW, newest.c.stability_before > 0)
    return select(
        newest.c.undoes,
        newest.c.id,
        newest.c.question_id,
        type_coerce(newest.c.answered_at, Integer),
        type_coerce(newest.c.study_day, Integer),
        case((is_review, type_coerce(_study_day_before(newest), Integer))),
        newest.c.stability_before,
        newest.c.policy_id,
        newest.c.rating,
    )


def _study_day_before(reviews: Subquery) -> Any:
    """The study day of the card's answer before each review: a few steps along the card's own index."""
    before, undo = aliased(ReviewLog), aliased(ReviewLog)
    taken_back = (
        select(undo.id)
        .where(
            undo.user_id == before.user_id,
            undo.undoes == before.id,
            undo.answered_at <= reviews.c.answered_at,
        )
        .correlate(before, reviews)
        .exists()
    )
    return (
        select(before.study_day)
        .where(
            before.user_id == reviews.c.user_id,
            before.question_id == reviews.c.question_id,
            before.answered_at < reviews.c.answered_at,
            before.kind == EventKind.ANSWER,
            changes_memory(before),
            ~taken_back,
        )
        .order_by(before.answered_at.desc())
        .limit(1)
        .correlate(reviews)
        .scalar_subquery()
    )


def _curves(session: Session) -> Callable[[int], Callable[[float, int], float]]:
    """The forgetting curve of a scheduling policy by its id, each looked up once."""

    @cache
    def curve_of(policy_id: int) -> Callable[[float, int], float]:
        return curve(Policy.from_json(session.get_one(SchedulingPolicy, policy_id).content).weights)

    return curve_of
