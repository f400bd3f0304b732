"""When cards are due after other weights have told their memories anew: as before, as the weights say, or spread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

WEEK = 7


class DueDates(StrEnum):
    """What becomes of the due dates."""

    KEEP = "keep"  # each card comes when it would have come
    FOLLOW = "follow"  # each card comes when the new weights say
    SPREAD = "spread"  # likewise, but those that would come earlier fill the days up to the day's limit, no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A card in review: the study days on which it is due, and would be due by the new weights."""

    kept: date
    followed: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """How many cards in review are due today, and by the end of the seventh day from today, today included."""

    today: int
    week: int


def moved(moves: Sequence[Move], due: DueDates, *, today: date, a_day: int) -> list[date]:
    """The day on which each card is due. What is due already stays so; ``a_day`` is the most reviews a day takes."""
    if due is DueDates.KEEP:
        return [move.kept for move in moves]
    followed = [move.kept if move.kept <= today else max(move.followed, today) for move in moves]
    return followed if due is DueDates.FOLLOW else _spread(moves, followed, a_day)


def outlook(days: Iterable[date], *, today: date) -> Outlook:
    """What the due days make of the days to come."""
    known = list(days)
    last = today + timedelta(days=WEEK - 1)
    return Outlook(today=sum(day <= today for day in known), week=sum(day <= last for day in known))


def advised(moves: Sequence[Move], *, today: date, a_day: int) -> DueDates:
    """Follow the new weights, unless more would be due today than the day takes and than is due as it is."""
    kept = outlook(moved(moves, DueDates.KEEP, today=today, a_day=a_day), today=today)
    followed = outlook(moved(moves, DueDates.FOLLOW, today=today, a_day=a_day), today=today)
    return DueDates.KEEP if followed.today > max(a_day, kept.today) else DueDates.FOLLOW


def _spread(moves: Sequence[Move], followed: list[date], a_day: int) -> list[date]:
    """Cards that come earlier take the first day with room, the most urgent first, and at the latest their old day."""
    spread = list(followed)
    earlier = [index for index, move in enumerate(moves) if followed[index] < move.kept]
    load = Counter(followed) - Counter(followed[index] for index in earlier)
    for index in sorted(earlier, key=lambda index: (moves[index].followed, index)):
        day = followed[index]
        while day < moves[index].kept and load[day] >= a_day:
            day += timedelta(days=1)
        load[day] += 1
        spread[index] = day
    return spread
