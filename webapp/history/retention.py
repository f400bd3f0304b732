"""True retention: how much of what was due was still known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from .reviewed import ReviewedDay

DAYS = 30
WEEKS = 12
MONTHS = 12


class Period(StrEnum):
    """What true retention is counted by."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Reviews and those of them that were passed. ``share`` is None while there were none."""

    reviews: int = 0
    passed: int = 0

    @property
    def share(self) -> float | None:
        return self.passed / self.reviews if self.reviews else None

    def __add__(self, other: Kept) -> Kept:
        return Kept(reviews=self.reviews + other.reviews, passed=self.passed + other.passed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """First reviews of the day from ``first`` to ``last``, both included, of young and of mature cards."""

    first: date
    last: date
    young: Kept
    mature: Kept

    @property
    def all(self) -> Kept:
        return self.young + self.mature


def spans(period: Period, *, today: date) -> list[tuple[date, date]]:
    """The first and last days of 30 days, 12 spans of seven days or 12 calendar months; the last one ends today."""
    if period is Period.MONTH:
        return _months(today)
    length, number = (1, DAYS) if period is Period.DAY else (7, WEEKS)
    ends = [today - timedelta(days=length * back) for back in reversed(range(number))]
    return [(end - timedelta(days=length - 1), end) for end in ends]


def retention_by(days: Sequence[ReviewedDay], *, spans: Iterable[tuple[date, date]]) -> list[Retention]:
    """True retention of each span."""
    return [retention(days, first=first, last=last) for first, last in spans]


def retention(days: Iterable[ReviewedDay], *, first: date, last: date) -> Retention:
    """True retention from ``first`` to ``last``, both included."""
    inside = [day for day in days if first <= day.study_day <= last]
    return Retention(
        first=first,
        last=last,
        young=_kept(day for day in inside if not day.is_mature),
        mature=_kept(day for day in inside if day.is_mature),
    )


def _kept(days: Iterable[ReviewedDay]) -> Kept:
    return sum((Kept(reviews=day.reviews, passed=day.passed) for day in days), Kept())


def _months(today: date) -> list[tuple[date, date]]:
    months = []
    first, last = today.replace(day=1), today
    for _ in range(MONTHS):
        months.append((first, last))
        last = first - timedelta(days=1)
        first = last.replace(day=1)
    return months[::-1]
