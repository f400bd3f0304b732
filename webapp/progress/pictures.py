"""Where the marks of the charts stand. Pure geometry: numbers in, frozen marks out; the templates draw them as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from webapp.history.days import StudyDay
from webapp.history.forecast import DueDay
from webapp.history.retention import Retention

WEEKS_SHOWN = 53
LEVELS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """A day of the heat map: its column (week) and row (Monday is 0), and how much was done, 0 to 4."""

    day: date
    column: int
    row: int
    level: int
    answers: int
    minutes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The name of a month and the column of the heat map that it begins in."""

    column: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    squares: tuple[Square, ...]
    months: tuple[Month, ...]
    columns: int


def heat_map(days: Sequence[StudyDay], *, today: date, weeks: int = WEEKS_SHOWN) -> HeatMap:
    """The last ``weeks`` calendar weeks, the current one included, a column each."""
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=weeks - 1)
    by_day = {day.day: day for day in days}
    most = max((day.answers for day in days if day.day >= first), default=0)
    squares = []
    for offset in range((today - first).days + 1):
        day = first + timedelta(days=offset)
        done = by_day.get(day)
        answers = done.answers if done else 0
        squares.append(
            Square(
                day=day,
                column=offset // 7,
                row=offset % 7,
                level=_level(answers, most),
                answers=answers,
                minutes=done.minutes if done else 0.0,
            )
        )
    return HeatMap(squares=tuple(squares), months=_months(squares), columns=weeks)


def _level(answers: int, most: int) -> int:
    """0 for nothing, else 1 to 4 in equal steps up to the busiest day."""
    return 0 if not answers else max(1, -(-LEVELS * answers // most))


def _months(squares: Sequence[Square]) -> tuple[Month, ...]:
    """A month is named over the column in which its first day stands, unless the next name would touch it."""
    starts = [Month(column=square.column, name=f"{square.day:%b}") for square in squares if square.day.day == 1]
    kept = [month for month, following in pairwise(starts) if following.column - month.column >= 3]
    return (*kept, *starts[-1:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar of a chart whose plot is 100 units high: its place in the row, its height, and its number."""

    index: int
    height: float
    value: int
    day: date
    named: bool


def forecast_bars(days: Sequence[DueDay]) -> tuple[Bar, ...]:
    """One bar a day; today and the same day of the next three weeks carry a name."""
    most = max((day.cards for day in days), default=0) or 1
    return tuple(
        Bar(index=index, height=100 * day.cards / most, value=day.cards, day=day.day, named=index in {0, 7, 14, 21})
        for index, day in enumerate(days)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A week of the retention chart: x in columns, y in units of a plot 100 high that begins at ``LOWEST``."""

    index: int
    y: float
    week: Retention


LOWEST = 0.5


def height_of(share: float) -> float:
    """The distance from the top, of 100, at which a share of 0.5 to 1 is drawn; lower ones lie on the floor."""
    return 100 * (1 - (max(share, LOWEST) - LOWEST) / (1 - LOWEST))


def retention_points(weeks: Sequence[Retention]) -> tuple[Point, ...]:
    """A point for each week in which something was reviewed."""
    return tuple(
        Point(index=index, y=height_of(week.share), week=week)
        for index, week in enumerate(weeks)
        if week.share is not None
    )
