"""How fast a student goes."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from typing import Protocol

FEWEST_CARDS = 10  # with fewer than these the pace is not known yet
USUAL_SECONDS = 15.0


class Studied(Protocol):
    """A study day in numbers, whichever floor has read it."""

    @property
    def new_cards(self) -> int: ...
    @property
    def reviews(self) -> int: ...
    @property
    def milliseconds(self) -> int: ...


def minutes_for(cards: int, days: Iterable[Studied]) -> int:
    """Whole minutes that ``cards`` take at the pace of ``days``, repetitions included, rounded up.

    A card is taken to need 15 seconds until more is known.
    """
    known = list(days)
    done = sum(day.new_cards + day.reviews for day in known)
    seconds = sum(day.milliseconds for day in known) / 1000
    pace = seconds / done if done >= FEWEST_CARDS and seconds > 0 else USUAL_SECONDS
    return ceil(cards * pace / 60)
