"""How long today's cards will take, from the student's own pace."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from webapp.study.queries.day import StudiedDay

RECENT_DAYS = 14
FEWEST_CARDS = 10  # with fewer than these the pace is not known yet
USUAL_SECONDS = 15.0


def seconds_a_card(days: Iterable[StudiedDay]) -> float:
    """Seconds that a card takes on a study day, repetitions in learning included; 15 until that is known."""
    cards = milliseconds = 0
    for day in days:
        cards += day.new_cards + day.reviews
        milliseconds += day.milliseconds
    if cards < FEWEST_CARDS or milliseconds <= 0:
        return USUAL_SECONDS
    return milliseconds / 1000 / cards


def minutes_for(cards: int, days: Iterable[StudiedDay]) -> int:
    """Whole minutes that ``cards`` will take at the pace of ``days``, rounded up."""
    return ceil(cards * seconds_a_card(days) / 60)
