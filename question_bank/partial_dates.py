"""Dates as exact as they are known: a day, a month or a year."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from enum import StrEnum

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

FIRST_YEAR = 100  # two figures are a short form of another year

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date of the Gregorian calendar; a part that is not known is None (the year only where somebody left it out)."""

    year: int | None
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not is_date(self.year, self.month, self.day):
            raise ValueError(f"there is no such date: {self.year}, {self.month}, {self.day}")

    @property
    def precision(self) -> Precision:
        return Precision.DAY if self.day else Precision.MONTH if self.month else Precision.YEAR

    def covers(self, other: PartialDate) -> bool:
        """Whether the other is the same date or lies within this one."""
        return all(
            mine is None or mine == theirs
            for mine, theirs in ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        )

    def iso(self) -> str:
        """``2014-05-05``, ``2014-05`` or ``2014``."""
        parts = [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part]
        return "-".join(parts)

    def __str__(self) -> str:
        """As it is shown: ``5 May 2014``, ``May 2014``, ``2014``."""
        month = MONTHS[self.month - 1] if self.month else None
        return " ".join(str(part) for part in (self.day, month, self.year) if part)


def is_date(year: int | None, month: int | None, day: int | None) -> bool:
    """Whether the parts make a date: no day without a month, and the day exists (29 February in an unknown year)."""
    if year is None and day is None:
        return False
    if (year is not None and not FIRST_YEAR <= year <= 9999) or (month is not None and not 1 <= month <= 12):
        return False
    if day is None:
        return True
    return month is not None and 1 <= day <= (calendar.monthrange(year, month)[1] if year else (31, 29)[month == 2])


def from_iso(text: str) -> PartialDate | None:
    """The date written as YYYY-MM-DD, YYYY-MM or YYYY, as the bank's files do; None if it is not one."""
    match = _WRITTEN.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    return PartialDate(year, month, day) if is_date(year, month, day) else None
