"""Study days: calendar days that begin at an hour of the student's own zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ONE_DAY = timedelta(days=1)


@lru_cache(maxsize=4096)
def days_long(days: int) -> timedelta:
    """So many days, made once: they are added to a day with every button of every card."""
    return timedelta(days=days)


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone called {name!r}; an example of a name is Europe/Berlin") from error


@lru_cache(maxsize=16_384)
def _start_of(zone: str, rollover_hour: int, day: date) -> datetime:
    return datetime.combine(day, time(rollover_hour), _zone(zone)).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class StudyCalendar:
    """The study days of ``zone`` (an IANA name), each beginning at ``rollover_hour`` o'clock there.

    Raises ValueError for an unknown zone or an hour outside 0 to 23.
    """

    zone: str
    rollover_hour: int

    def __post_init__(self) -> None:
        _zone(self.zone)
        if not 0 <= self.rollover_hour <= 23:
            raise ValueError(f"a study day begins at an hour from 0 to 23, not at {self.rollover_hour}")

    def start_of(self, day: date) -> datetime:
        """The UTC instant at which ``day`` begins.

        Where clocks skip the hour, the day begins at the jump; where they repeat it, at its first occurrence.
        """
        return _start_of(self.zone, self.rollover_hour, day)

    def day_of(self, instant: datetime) -> date:
        """The study day that ``instant`` lies in: the last one to have begun. Raises ValueError for a naive instant."""
        return _day_of(self.zone, self.rollover_hour, instant)


@lru_cache(maxsize=16_384)
def _day_of(zone: str, rollover_hour: int, instant: datetime) -> date:
    """Remembered: the instants that count are now, and the beginnings of the days on which cards are due."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a time zone lies in no study day")
    day = instant.date()  # of whichever zone: less than two days off, and the beginnings of days are remembered
    while instant < _start_of(zone, rollover_hour, day):
        day -= ONE_DAY
    while instant >= _start_of(zone, rollover_hour, day + ONE_DAY):
        day += ONE_DAY
    return day


@lru_cache(maxsize=4096)
def study_calendar(zone: str, rollover_hour: int) -> StudyCalendar:
    """The calendar of ``zone`` and ``rollover_hour``, made once."""
    return StudyCalendar(zone, rollover_hour)
