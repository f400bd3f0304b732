"""What a simulation begins with: a person's memories, what is left to learn, and how the person answers."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from webapp.models import Card, Question, ReviewLog
from webapp.scheduling.fold import EventKind
from webapp.scheduling.memory import Rating, State
from webapp.scheduling.simulation import Habits, KnownCard
from webapp.scheduling.study_day import StudyCalendar

from .answers import MODES
from .days import study_days
from .pace import FEWEST_CARDS, USUAL_SECONDS

RECENT = timedelta(days=30)
MOST_ROWS = 5_000
FEWEST_ANSWERS = 50
"""With fewer answers than these, shares are those that are usual."""


def known_cards(
    session: Session, *, user_id: int, today: date, calendar: StudyCalendar, within: ColumnElement[bool]
) -> list[KnownCard]:
    """The memories of published questions whose cards are not suspended. What is in its steps is due today."""
    rows = session.execute(
        select(Card.stability, Card.difficulty, Card.study_day, Card.due_at)
        .join(Question, Question.id == Card.question_id)
        .where(
            Card.user_id == user_id,
            Card.suspended.is_(False),
            Card.stability.is_not(None),
            Question.status == "published",
            within,
        )
        .order_by(Card.question_id)
    )
    return [
        KnownCard(
            stability=stability,
            difficulty=difficulty or 5.0,
            answered=min(0, (answered - today).days) if answered else 0,
            due=(_day_of(due_at, calendar, today) - today).days,
        )
        for stability, difficulty, answered, due_at in rows
        if stability is not None
    ]


def _day_of(due_at: datetime | None, calendar: StudyCalendar, today: date) -> date:
    return today if due_at is None else calendar.day_of(due_at)


def habits(session: Session, *, user_id: int, today: date) -> Habits:
    """How the person answers, by the newest rows of the log and the last days; the usual where too little is known."""
    newest = (
        select(ReviewLog.state_before, ReviewLog.rating, ReviewLog.mode, ReviewLog.kind)
        .where(ReviewLog.user_id == user_id)
        .order_by(ReviewLog.study_day.desc(), ReviewLog.id.desc())
        .limit(MOST_ROWS)
        .subquery()
    )
    rows = session.execute(
        select(newest.c.state_before, newest.c.rating, func.count())
        .where(newest.c.kind == EventKind.ANSWER, newest.c.mode.in_(MODES))
        .group_by(newest.c.state_before, newest.c.rating)
    )
    counts = {(state, rating): number for state, rating, number in rows}
    usual = Habits()
    first = [counts.get((State.NEW, rating), 0) for rating in Rating]
    passed = [counts.get((State.REVIEW, rating), 0) for rating in Rating if rating != Rating.AGAIN]
    again, hard, good, easy = _shares(first, usual.first)
    hard_passed, good_passed, easy_passed = _shares(passed, usual.passed)
    return Habits(
        first=(again, hard, good, easy),
        passed=(hard_passed, good_passed, easy_passed),
        seconds=_seconds(session, user_id=user_id, today=today),
    )


def _shares(counts: list[int], usual: tuple[float, ...]) -> tuple[float, ...]:
    total = sum(counts)
    return usual if total < FEWEST_ANSWERS else tuple(number / total for number in counts)


def _seconds(session: Session, *, user_id: int, today: date) -> float:
    days = study_days(session, user_id=user_id, first=today - RECENT, last=today)
    cards = sum(day.new_cards + day.reviews for day in days)
    spent = sum(day.milliseconds for day in days) / 1000
    return spent / cards if cards >= FEWEST_CARDS and spent > 0 else USUAL_SECONDS
