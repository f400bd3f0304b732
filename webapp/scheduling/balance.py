"""Load balancing: of the days that fuzz allows, one is chosen on which less is due, and no sibling.

As in Anki, days are drawn with weights and intervals of more than 90 days are left to the seed alone: that far ahead
nothing is full yet. The weight of a day falls with the square of what is due on it, measured by what it is to take,
and with the square of its distance: days further away are always emptier, and without that intervals would grow (with
it they are what the memory wants within a percent, and days differ half as much as without balancing).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate

from .easy_days import EasyDays
from .fuzz import Span, drawn, seeded_fraction

LONGEST_BALANCED = 90
HORIZON = 100  # days: what fuzz makes of 90, and a day more


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysAhead:
    """The study days after ``today``: ``loads[n]`` cards are due in ``n`` days, up to the horizon.

    ``weights[n]`` is how likely the day is chosen. Both change with ``add`` alone.
    """

    today: date
    loads: list[int]
    easy: EasyDays
    is_easy: bool = field(init=False)
    weights: list[float] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "is_easy", self.easy.any)
        weights = [_weight(load, self.share(days), max(1, days)) for days, load in enumerate(self.loads)]
        object.__setattr__(self, "weights", weights)

    def share(self, days: int) -> float:
        """How much the study day in ``days`` days is to take."""
        return self.easy.share(self.today + timedelta(days=days)) if self.is_easy else 1.0

    def add(self, days: int, cards: int = 1) -> None:
        """So many more cards are due in ``days`` days."""
        if days < len(self.loads):
            self.loads[days] += cards
            self.weights[days] = _weight(self.loads[days], self.share(days), max(1, days))


def no_loads() -> list[int]:
    """Days ahead on which nothing is due."""
    return [0] * HORIZON


def balanced(span: Span, ahead: DaysAhead, *, siblings: Collection[int], seed: int) -> int:
    """The interval in days that is chosen from ``span``; in ``siblings`` days a question on the same claim is due.

    A day that is to take nothing, or has a sibling, is chosen only where there is no other; the first of the two
    counts more.
    """
    if span.wanted > LONGEST_BALANCED:
        return _off_the_days_off(span, ahead, seed)
    if span.shortest == span.longest:
        return span.shortest
    place = seeded_fraction(seed)
    if not (siblings or ahead.is_easy):  # nothing is left out
        limits = list(accumulate(ahead.weights[span.shortest : span.longest + 1]))
        return span.shortest + min(bisect_right(limits, place * limits[-1]), len(limits) - 1)
    days: Sequence[int] = range(span.shortest, span.longest + 1)
    if ahead.is_easy:
        days = [day for day in days if ahead.share(day) > 0] or days
    if siblings:
        days = [day for day in days if day not in siblings] or days
    limits = list(accumulate([ahead.weights[day] for day in days]))
    return days[min(bisect_right(limits, place * limits[-1]), len(days) - 1)]


def _weight(load: int, share: float, day: int) -> float:
    """How likely a day is chosen; a day of half the share counts what is due on it twice."""
    share = share or 1.0  # where nothing else is in range, a day off is a day like others
    return share / ((1 + load / share) * day) ** 2


def _off_the_days_off(span: Span, ahead: DaysAhead, seed: int) -> int:
    """The day that the seed draws, or the nearest to it that takes anything."""
    day = drawn(span, seed=seed)
    if not ahead.is_easy:
        return day
    by_distance = sorted(range(span.shortest, span.longest + 1), key=lambda other: abs(other - day))
    return next((other for other in by_distance if ahead.share(other) > 0), day)
