"""A student's study days in numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import ReviewDay
from webapp.scheduling.catch_up import Used


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyDay:
    """What was done on one study day. ``reviews`` counts the first answers of the day of cards in review."""

    day: date
    answers: int
    milliseconds: int
    new_cards: int
    reviews: int
    passed: int

    @property
    def minutes(self) -> float:
        return self.milliseconds / 60_000


def used_on(days: Iterable[StudyDay], today: date) -> Used:
    """What of a study day's limits was used, by what was done on it."""
    done = next((day for day in days if day.day == today), None)
    return Used() if done is None else Used(new=done.new_cards, reviews=done.reviews)


def study_days(session: Session, *, user_id: int, first: date, last: date) -> list[StudyDay]:
    """The days from ``first`` to ``last``, both included, on which something was answered, oldest first."""
    rows = session.execute(
        select(
            ReviewDay.study_day,
            ReviewDay.answers,
            ReviewDay.milliseconds,
            ReviewDay.new_cards,
            ReviewDay.reviews,
            ReviewDay.passed,
        )
        .where(ReviewDay.user_id == user_id, ReviewDay.study_day.between(first, last), ReviewDay.answers > 0)
        .order_by(ReviewDay.study_day)
    )
    return [
        StudyDay(day=day, answers=answers, milliseconds=spent, new_cards=new, reviews=reviews, passed=passed)
        for day, answers, spent, new, reviews, passed in rows
    ]


def streak(days: list[StudyDay], *, today: date) -> int:
    """How many study days in a row, up to today or yesterday, something was answered on."""
    studied = {day.day for day in days}
    last = today if today in studied else today - timedelta(days=1)
    length = 0
    while last - timedelta(days=length) in studied:
        length += 1
    return length
