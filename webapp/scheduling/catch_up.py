"""Catching up on a backlog: so many reviews a day until a day that was chosen, no new cards, the surest cards first.

The order is that of falling retrievability: what is still known is saved by one review, while what is forgotten already
costs a relearning whenever it comes. Due dates are left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil

from .queue import Remaining
from .settings import StudySettings

DAYS = (3, 5, 7, 10, 14, 21, 30)
"""The days that a backlog can be spread over."""
FEWEST_CARDS = 50  # due: fewer that a day takes are no backlog
DAYS_AWAY = 4


class CatchUp(StrEnum):
    """How a person stands to their backlog."""

    NONE = "none"
    FULL = "full"  # more is due than a day takes: it is offered
    BACK = "back"  # much is due after some days away: it is offered
    ON = "on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """New cards and reviews of a study day so far."""

    new: int = 0
    reviews: int = 0


def is_catching_up(settings: StudySettings, day: date) -> bool:
    """Whether ``day`` belongs to catching up."""
    return settings.catch_up_until is not None and day <= settings.catch_up_until


def remaining(settings: StudySettings, day: date, used: Used) -> Remaining:
    """What the study day still takes."""
    if is_catching_up(settings, day) and settings.catch_up_per_day is not None:
        return Remaining(new=0, reviews=max(0, settings.catch_up_per_day - used.reviews))
    return Remaining(
        new=max(0, settings.new_per_day - used.new), reviews=max(0, settings.reviews_per_day - used.reviews)
    )


def catch_up_of(settings: StudySettings, day: date, *, due: int, is_more_due: bool, away: timedelta) -> CatchUp:
    """Whether catching up is on, or to be offered: more is due than a day takes, or much after some days away.

    ``due`` are the reviews that today's queue has; ``is_more_due``: they leave some out. ``away`` is the time from the
    study day before this one to it.
    """
    if is_catching_up(settings, day):
        return CatchUp.ON
    if is_more_due and due:
        return CatchUp.FULL
    return CatchUp.BACK if away >= timedelta(days=DAYS_AWAY) and due >= FEWEST_CARDS else CatchUp.NONE


def is_backlog(due: int, left: Remaining) -> bool:
    """Whether ``due`` cards are so many that spreading them over days may help."""
    return due >= FEWEST_CARDS or due > left.reviews > 0


def reviews_a_day(due: int, *, falling_due: int, days: int) -> int:
    """The reviews a day with which ``due`` cards, and those that fall due meanwhile, are done in ``days`` days."""
    return max(1, ceil((due + falling_due) / days))
