"""True retention: how much of what was due was still known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .days import StudyDay


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Passed first reviews of the day, of cards in review, over a period. ``share`` is None while there were none."""

    first: date
    last: date
    reviews: int
    passed: int

    @property
    def share(self) -> float | None:
        return self.passed / self.reviews if self.reviews else None


def retention(days: Iterable[StudyDay], *, first: date, last: date) -> Retention:
    """True retention from ``first`` to ``last``, both included."""
    inside = [day for day in days if first <= day.day <= last]
    return Retention(
        first=first, last=last, reviews=sum(day.reviews for day in inside), passed=sum(day.passed for day in inside)
    )


def weekly_retention(days: list[StudyDay], *, today: date, weeks: int) -> list[Retention]:
    """True retention of each of the last ``weeks`` spans of seven days, oldest first; the last one ends today."""
    ends = [today - timedelta(days=7 * back) for back in reversed(range(weeks))]
    return [retention(days, first=end - timedelta(days=6), last=end) for end in ends]
