"""Days on which a person wants less to do than usual: weekdays, every week, and days off from one date to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DayLoad(StrEnum):
    """How much a weekday is to bring, measured by the others."""

    NORMAL = "normal"
    LIGHT = "light"
    NONE = "none"


SHARES: Mapping[DayLoad, float] = {DayLoad.NORMAL: 1.0, DayLoad.LIGHT: 0.5, DayLoad.NONE: 0.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysOff:
    """Study days without reviews, ``first`` and ``last`` included. Raises ValueError for the reverse order."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"days off end on {self.last}, before they begin on {self.first}")


@dataclass(frozen=True, slots=True, kw_only=True)
class EasyDays:
    """``weekdays`` from Monday to Sunday, and the days off."""

    weekdays: tuple[DayLoad, ...] = (DayLoad.NORMAL,) * 7
    days_off: tuple[DaysOff, ...] = ()

    @property
    def any(self) -> bool:
        """Whether any day is to bring less than another."""
        return bool(self.days_off) or any(load != DayLoad.NORMAL for load in self.weekdays)

    def share(self, day: date) -> float:
        """How much ``day`` is to take, from 1 (as much as any) to 0 (nothing)."""
        if any(off.first <= day <= off.last for off in self.days_off):
            return 0.0
        return SHARES[self.weekdays[day.weekday()]]


NO_EASY_DAYS = EasyDays()
