"""Where the marks of the charts stand. Pure geometry: numbers in, frozen marks out; the templates draw them as SVG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from math import sqrt
from typing import ClassVar

from flask_babel import ngettext

from webapp.history.days import StudyDay
from webapp.web.formats import long_date, month, weekday

WEEKS_SHOWN = 53
LEVELS = 4
NAME_HEIGHT = 18.0  # of a line's name, in units of a plot that is 100 high


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """A day of the heat map: its column (week) and row (Monday is 0), how much was done, 0 to 4, and that in words."""

    day: date
    column: int
    row: int
    level: int
    answers: int
    minutes: float
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The name of a month and the column of the heat map that it begins in."""

    column: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    drawn_by: ClassVar[str] = "heat_map"
    squares: tuple[Square, ...]
    months: tuple[Month, ...]
    weekdays: tuple[str, ...]
    columns: int


def heat_map(days: Sequence[StudyDay], *, today: date, weeks: int = WEEKS_SHOWN) -> HeatMap:
    """The last ``weeks`` calendar weeks, the current one included, a column each."""
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=weeks - 1)
    by_day = {day.day: day for day in days}
    most = max((day.answers for day in days if day.day >= first), default=0)
    in_words = cache(lambda number: ngettext("%(num)d answer", "%(num)d answers", number))
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
                said=f"{long_date(day)}: {in_words(answers)}",
            )
        )
    weekdays = tuple(weekday(monday + timedelta(days=row)) for row in range(7))
    return HeatMap(squares=tuple(squares), months=_months(squares), weekdays=weekdays, columns=weeks)


def _level(answers: int, most: int) -> int:
    """0 for nothing, else 1 to 4 in equal steps up to the busiest day."""
    return 0 if not answers else max(1, -(-LEVELS * answers // most))


def _months(squares: Sequence[Square]) -> tuple[Month, ...]:
    """A month is named over the column in which its first day stands, unless the next name would touch it."""
    starts = [Month(column=square.column, name=month(square.day)) for square in squares if square.day.day == 1]
    kept = [month for month, following in pairwise(starts) if following.column - month.column >= 3]
    return (*kept, *starts[-1:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar of a chart whose plot is 100 units high: its place in the row and its height.

    ``said`` is its full text, ``name`` stands under it where there is room, ``figure`` above it where it matters.
    """

    index: int
    height: float
    said: str
    name: str
    figure: str
    is_first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    drawn_by: ClassVar[str] = "bars"
    bars: tuple[Bar, ...]
    stressed: bool  # the first bar is what is to be done now


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A number to be drawn as a bar, in words, with its name under the axis (or none)."""

    value: float
    said: str
    name: str = ""
    figure: str = ""


ROOM_OF_A_FIGURE = 1 / 6
"""How much of a picture's width a figure above a bar takes on a telephone, with what keeps it from the next one."""


def bars(columns: Sequence[Column], *, stressed: bool = False) -> Bars:
    """One bar a column; the highest and, where it is stressed and there is room beside that one's, the first carry
    their figures.
    """
    most = max((column.value for column in columns), default=0) or 1
    peak = next((index for index, column in enumerate(columns) if column.value == most), None)
    first_has_room = stressed and not (peak and peak < ROOM_OF_A_FIGURE * len(columns))
    return Bars(
        stressed=stressed,
        bars=tuple(
            Bar(
                index=index,
                height=100 * column.value / most,
                said=column.said,
                name=column.name,
                figure=column.figure if column.value and (index == peak or (first_has_room and index == 0)) else "",
                is_first=index == 0,
            )
            for index, column in enumerate(columns)
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A mark on a plot 100 high: ``x`` in percent of its width, ``y`` from the top, ``radius`` in pixels."""

    x: float
    y: float
    said: str
    radius: float = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Points that belong together; ``style`` is that of the marks, ``name`` says what they are."""

    name: str
    style: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """The height of a plot of shares, from ``floor`` to 1."""

    floor: float

    @property
    def named(self) -> tuple[float, float, float]:
        """The shares that are written beside it, from the top."""
        return 1.0, (1 + self.floor) / 2, self.floor

    def height_of(self, share: float) -> float:
        """The distance from the top, of 100, at which the share is drawn."""
        return 100 * (1 - share) / (1 - self.floor)


FLOORS = (0.5, 0.2, 0.0)
"""Nearly all of what is remembered lies above the first. The middle between each and 1 is a round number."""


def scale_of(shares: Iterable[float]) -> Scale:
    """The narrowest scale on which each of the shares has its place."""
    lowest = min(shares, default=1.0)
    return Scale(next(floor for floor in FLOORS if floor <= lowest))


@dataclass(frozen=True, slots=True, kw_only=True)
class LineName:
    """The name of a line, beside its end; ``y`` from the top."""

    name: str
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Lines over time. ``wanted`` is the height at which the aim is drawn, ``names`` stand at the right."""

    drawn_by: ClassVar[str] = "lines"
    lines: tuple[Line, ...]
    wanted: float
    names: tuple[LineName, ...]
    scale: Scale
    first: str
    last: str


def named_lines(lines: Sequence[Line], *, wanted: float, aim: str, scale: Scale, first: str, last: str) -> Lines:
    """The lines with their names and that of the ``aim``, of which none stands over another.

    A line without points is not there, and has no name.
    """
    ends = [LineName(name=line.name, y=line.points[-1].y) for line in lines if line.points]
    ends = sorted([*ends, LineName(name=aim, y=wanted)], key=lambda each: each.y)
    lowest = 100.0 - NAME_HEIGHT * (len(ends) - 1)
    names: list[LineName] = []
    for each in ends:
        above = names[-1].y + NAME_HEIGHT if names else 0.0
        names.append(replace(each, y=min(max(each.y, above), lowest)))
        lowest += NAME_HEIGHT
    return Lines(lines=tuple(lines), wanted=wanted, names=tuple(names), scale=scale, first=first, last=last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scatter:
    """Points of what was expected (to the right) against what came (up), on one scale."""

    drawn_by: ClassVar[str] = "scatter"
    points: tuple[Point, ...]
    scale: Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """What follows from a choice (to the right); ``chosen`` marks the choice that stands, ``figure`` is its value.

    ``first`` and ``last`` name the ends of the line below.
    """

    drawn_by: ClassVar[str] = "curve"
    points: tuple[Point, ...]
    chosen: Point
    figure: str
    first: str
    last: str


def curve(values: Sequence[tuple[float, float, str]], *, chosen: int, figure: str, first: str, last: str) -> Curve:
    """The curve through ``values``, each with its place to the right, its height and its words, in order."""
    left, right = values[0][0], values[-1][0]
    most = max(height for _, height, _ in values) or 1
    points = tuple(
        Point(x=100 * (place - left) / ((right - left) or 1), y=100 * (1 - height / most), said=said)
        for place, height, said in values
    )
    return Curve(points=points, chosen=points[chosen], figure=figure, first=first, last=last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A bar below its name: two parts in percent of its width, the full one inside the lighter.

    ``is_markdown``: so are its name and what is said. ``actor`` and ``mark``: key and letters of whoever it is about.
    """

    name: str
    is_markdown: bool
    said: str
    full: float
    light: float
    actor: str | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    drawn_by: ClassVar[str] = "rows"
    rows: tuple[Row, ...]


Picture = HeatMap | Bars | Lines | Scatter | Curve | Rows

LARGEST_RADIUS = 14.0
SMALLEST_RADIUS = 4.0


def middle_of(index: int, number: int) -> float:
    """The middle of the column ``index`` of ``number``, in percent of the plot's width."""
    return 100 * (index + 0.5) / number


def radius_of(reviews: int, most: int) -> float:
    """A mark whose area grows with the number it stands for."""
    return max(SMALLEST_RADIUS, LARGEST_RADIUS * sqrt(reviews / most))
