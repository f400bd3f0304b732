"""How much falls due when."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from webapp.models import Card, Question
from webapp.scheduling.catch_up import Used, remaining
from webapp.scheduling.memory import State
from webapp.scheduling.settings import StudySettings

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
    within = is_within(Question.id, followed_ids(session, user_id=user_id))
    return _due_by_day(session, user_id, today, days, start_of, within)


def _due_by_day(
    session: Session,
    user_id: int,
    today: date,
    days: int,
    start_of: Callable[[date], datetime],
    within: ColumnElement[bool],
) -> list[DueDay]:
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
            within,
        )
        .group_by(Card.due_at)
    )
    for due_at, cards in due:
        if due_at is not None:
            counts[bisect_right(ends, due_at)] += cards
    return [DueDay(day=day, cards=count) for day, count in zip(horizon, counts, strict=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDay:
    """What a study day is expected to bring, within the limits that hold on it."""

    day: date
    reviews: int
    new: int

    @property
    def cards(self) -> int:
        return self.reviews + self.new


def work_by_day(
    session: Session, *, user_id: int, settings: StudySettings, today: date, days: int, used: Used
) -> list[WorkDay]:
    """The reviews and new cards of each of ``days`` study days from ``today`` on, if the person studies every day.

    Counted is what falls due as things stand; what the day's limit leaves waits for the next one. ``used`` was done
    today. What comes back of reviews and new cards that are still to be done is not in it.
    """
    within = is_within(Question.id, followed_ids(session, user_id=user_id))
    due = _due_by_day(session, user_id, today, days, settings.policy.calendar.start_of, within)
    unseen = unseen_count(session, user_id=user_id, within=within)
    found, waiting = [], 0
    for each in due:
        room = remaining(settings, each.day, used if each.day == today else Used())
        waiting += each.cards
        done = WorkDay(day=each.day, reviews=min(waiting, room.reviews), new=min(unseen, room.new))
        waiting, unseen = waiting - done.reviews, unseen - done.new
        found.append(done)
    return found


def unseen_count(session: Session, *, user_id: int, within: ColumnElement[bool]) -> int:
    """How many published questions the person has never answered; suspended ones do not count."""
    seen = (
        select(Card.question_id)
        .where(
            Card.user_id == user_id,
            Card.question_id == Question.id,
            (Card.state != int(State.NEW)) | Card.suspended.is_(True),
        )
        .exists()
    )
    return session.execute(
        select(func.count()).select_from(Question).where(Question.status == "published", ~seen, within)
    ).scalar_one()
