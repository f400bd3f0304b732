"""What the days ahead bring to somebody who studies on each of them, as things stand: by the rules of the queue.

Of questions on one claim, one comes a day; what is held back so, or by a day's limit, counts for the next day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .queue import Remaining


class Coming(NamedTuple):
    """A card that comes on a day, counted from today: 0 also for what is overdue. ``is_todays``: answered today."""

    claim_id: int
    day: int = 0
    is_todays: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """The cards that come, each kind in the order in which it is shown. ``claims_of_today`` were answered today."""

    learning: Iterable[Coming] = ()
    reviews: Iterable[Coming] = ()
    new: Iterable[Coming] = ()
    claims_of_today: Collection[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayAhead:
    """What comes on a day."""

    learning: int
    reviews: int
    new: int


def days_ahead(awaited: Awaited, rooms: Sequence[Remaining]) -> list[DayAhead]:
    """What comes on each of the days whose limits are ``rooms``, today first.

    What comes back of the cards that are shown is not in it.
    """
    days = len(rooms)
    learning, reviews, new = (_by_day(cards, days) for cards in (awaited.learning, awaited.reviews, awaited.new))
    found = []
    in_steps: list[Coming] = []
    due: list[Coming] = []
    unseen: list[Coming] = []
    for day, room in enumerate(rooms):
        taken = set(awaited.claims_of_today) if day == 0 else set()
        in_steps += learning[day]
        todays = [card for card in in_steps if card.is_todays]
        taken |= {card.claim_id for card in todays}
        shown, in_steps = _apart([card for card in in_steps if not card.is_todays], len(in_steps), taken)
        reviewed, due = _apart(due + reviews[day], room.reviews, taken)
        begun, unseen = _apart(unseen + new[day], room.new, taken)
        found.append(DayAhead(learning=len(todays) + shown, reviews=reviewed, new=begun))
    return found


def _by_day(cards: Iterable[Coming], days: int) -> list[list[Coming]]:
    found: list[list[Coming]] = [[] for _ in range(days)]
    for card in cards:
        if card.day < days:
            found[card.day].append(card)
    return found


def _apart(waiting: list[Coming], most: int, taken: set[int]) -> tuple[int, list[Coming]]:
    """How many of the cards come, at most so many and none whose claim is ``taken``; and those that wait still."""
    left: list[Coming] = []
    done = 0
    for place, card in enumerate(waiting):
        if done >= most:
            return done, left + waiting[place:]
        if card.claim_id in taken:
            left.append(card)
        else:
            taken.add(card.claim_id)
            done += 1
    return done, left
