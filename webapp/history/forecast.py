"""How much falls due when."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.models import Card, Question

from .collections import followed_ids, is_within


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDay:
    """Cards that fall due on a study day; on the first day of a forecast with all that is overdue."""

    day: date
    cards: int


def due_by_day(
    session: Session, *, user_id: int, today: date, days: int, start_of: Callable[[date], datetime]
) -> list[DueDay]:
    """The cards of what the user follows that fall due on each of ``days`` study days from ``today`` on.

    ``start_of`` gives the instant at which a study day begins for this user.
    """
    horizon = [today + timedelta(days=ahead) for ahead in range(days)]
    ends = [start_of(day + timedelta(days=1)) for day in horizon]
    counts = [0] * days
    due = session.execute(  # cards in review are due at the beginning of a day: few instants for however many
        select(Card.due_at, func.count())
        .join(Question, Question.id == Card.question_id)
        .where(
            Card.user_id == user_id,
            Card.suspended.is_(False),
            Card.due_at < ends[-1],
            Question.status == "published",
            is_within(Card.question_id, followed_ids(session, user_id=user_id)),
        )
        .group_by(Card.due_at)
    )
    for due_at, cards in due:
        if due_at is not None:
            counts[bisect_right(ends, due_at)] += cards
    return [DueDay(day=day, cards=count) for day, count in zip(horizon, counts, strict=True)]
