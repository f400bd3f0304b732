"""Intervals in words, as they stand on the buttons."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import TypeAlias

from question_bank.words import Message, gettext, ngettext

from .study_day import StudyCalendar

DAYS_A_MONTH = 365.25 / 12
DAYS_A_YEAR = 365.25


Interval: TypeAlias = int | timedelta
"""Study days, or a time that is not counted in them."""


def interval_text(now: datetime, due_at: datetime, calendar: StudyCalendar) -> Message:
    """How long from ``now`` until ``due_at``: "10 min", "1 day", "3 mo"."""
    return text_of(interval_between(now, due_at, calendar))


def interval_between(now: datetime, due_at: datetime, calendar: StudyCalendar) -> Interval:
    """From ``now`` until ``due_at``.

    Cards in review are due at the start of a study day: these are counted in study days, so that a card answered at
    22:00 and due next morning says "1 day".
    """
    today, day = calendar.day_of(now), calendar.day_of(due_at)
    if day > today and due_at == calendar.start_of(day):
        return (day - today).days
    return due_at - now


def text_of(interval: Interval) -> Message:
    """The interval in words."""
    return days_text(interval) if isinstance(interval, int) else duration_text(interval)


def days_text(days: int) -> Message:
    """``days`` in days, months or years, whichever is the largest unit of which it is at least one."""
    if days < 31:
        return ngettext("%(num)d day", "%(num)d days", days)
    if days < DAYS_A_YEAR:
        return gettext("%(number)s mo", number=_short(days / DAYS_A_MONTH))
    years = _short(days / DAYS_A_YEAR)
    return ngettext("%(number)s year", "%(number)s years", _form(years), number=years)


def duration_text(duration: timedelta) -> Message:
    """``duration`` in minutes, hours or days; anything below a minute, the past included, is "<1 min"."""
    minutes = round(duration / timedelta(minutes=1), 1)
    if minutes < 1:
        return gettext("<1 min")
    if minutes < 60:
        return gettext("%(number)s min", number=_short(minutes))
    if minutes < 24 * 60:
        return gettext("%(number)s h", number=_short(minutes / 60))
    return days_text(round(minutes / (24 * 60)))


def _form(number: str) -> int:
    """The whole number whose form of the plural stands with a number: of one with a decimal the next greater one's."""
    return math.ceil(float(number))


def _short(number: float) -> str:
    """``number`` with one decimal below 10, and without it where it is zero."""
    return f"{number:.1f}".removesuffix(".0") if number < 10 else f"{number:.0f}"
