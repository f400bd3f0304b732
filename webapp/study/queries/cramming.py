"""Cards that are asked beside the schedule."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from webapp.history.collections import is_within
from webapp.models import Card, Question, ReviewLog
from webapp.scheduling.fold import EventKind, Mode
from webapp.scheduling.memory import Rating


def last_ratings(session: Session, *, user_id: int, since: datetime, day: date) -> dict[int, bool]:
    """Whether each question that was crammed since an instant was known at last; in the order of these answers.

    ``day`` is the study day of the instant.
    """
    rows = session.execute(
        select(ReviewLog.id, ReviewLog.kind, ReviewLog.question_id, ReviewLog.rating, ReviewLog.undoes)
        .where(
            ReviewLog.user_id == user_id,
            ReviewLog.study_day >= day,
            ReviewLog.answered_at >= since,
            or_(ReviewLog.mode == int(Mode.CRAM), ReviewLog.kind == int(EventKind.UNDO)),
        )
        .order_by(ReviewLog.answered_at, ReviewLog.id)
    ).all()
    undone = {row.undoes for row in rows if row.undoes is not None}
    known: dict[int, bool] = {}
    for row in rows:
        if row.kind == EventKind.ANSWER and row.id not in undone:
            known.pop(row.question_id, None)
            known[row.question_id] = row.rating != Rating.AGAIN
    return known


def open_within(
    session: Session, *, user_id: int, collection_ids: Collection[int], is_weak: bool, most: int
) -> list[int]:
    """Published questions in the collections that the person has not suspended, in the order of the bank.

    ``is_weak``: those in memory alone, the least stable first.
    """
    wanted = (
        select(Question.id)
        .outerjoin(Card, (Card.question_id == Question.id) & (Card.user_id == user_id))
        .where(*_is_open(collection_ids))
        .limit(most)
    )
    if is_weak:
        wanted = wanted.where(Card.stability.is_not(None)).order_by(Card.stability, Question.id)
    else:
        wanted = wanted.order_by(Question.position, Question.id)
    return list(session.scalars(wanted))


def open_among(
    session: Session, *, user_id: int, collection_ids: Collection[int], question_ids: Sequence[int]
) -> list[int]:
    """Those of the questions that are in the collections and not suspended, in their order."""
    wanted = (
        select(Question.id)
        .outerjoin(Card, (Card.question_id == Question.id) & (Card.user_id == user_id))
        .where(*_is_open(collection_ids), Question.id.in_(question_ids))
    )
    found = set(session.scalars(wanted))
    return [question_id for question_id in question_ids if question_id in found]


def _is_open(collection_ids: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    is_awake = or_(Card.suspended.is_(None), Card.suspended.is_(False))
    return Question.status == "published", is_awake, is_within(Question.id, collection_ids)
