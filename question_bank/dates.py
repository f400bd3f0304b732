"""Reading dates as people write them: ``5 May 2014``, ``May 5, 2014``, ``2014-05-05``, ``05.05.2014``, ``May 2014``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .characters import plain
from .partial_dates import MONTHS, PartialDate, is_date
from .spelling import word_slip

LONGEST_DATE = 100  # characters that are read; a longer text is no date

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_IGNORED = frozenset(
    {"the", "of", "on", "in", "it", "was", "is", "about", "around", "circa", "ca", "c", "year", "day", "ad", "ce"}
    | set(_WEEKDAYS)
    | {day[:3] for day in _WEEKDAYS}
    | {"tues", "thur", "thurs"}
    | {"since", "from", "during", "already", "early", "mid", "late"}
)
_NUMERIC = re.compile(r"(\d{1,4})([-/. ])(\d{1,2})(?:\2(\d{1,4}))?")
_MONTH_AND_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_ALLOWED = re.compile(r"[\w\s.,'()-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDate:
    """A date that was read. ``alternatives`` are other readings (05/06/2014 is 5 June here and 6 May there);
    ``slip`` tells that the month was misspelt.
    """

    date: PartialDate
    alternatives: tuple[PartialDate, ...] = ()
    slip: bool = False

    @property
    def readings(self) -> tuple[PartialDate, ...]:
        return (self.date, *self.alternatives)


def parse_date(text: str) -> ReadDate | None:
    """The date that the text says, or None. Two-digit years lie between 1950 and 2049; the day comes first in doubt."""
    if len(text) > LONGEST_DATE:
        return None
    text = plain(text).lower().strip(" .,;()")
    if match := _COMPACT.fullmatch(text):
        return _first_possible([_numbers(match[1], match[2], match[3])])
    if match := _MONTH_AND_YEAR.fullmatch(text):
        return _first_possible([_numbers(match[2], match[1])])
    if match := _NUMERIC.fullmatch(text):
        return _numeric(match[1], match[3], match[4], match[2])
    return _in_words(text) if _ALLOWED.fullmatch(text) else None


def _numeric(first: str, second: str, third: str | None, sign: str) -> ReadDate | None:
    if third is None:
        return _first_possible([_numbers(first, second)]) if len(first) == 4 and sign != " " else None
    if len(first) >= 3:
        return _first_possible([_numbers(first, second, third)]) if len(third) <= 2 else None
    year = _year(third)
    readings = [(year, int(second), int(first)), (year, int(first), int(second))]
    return _first_possible(readings[:1] if sign == "." and is_date(*readings[0]) else readings)


def _in_words(text: str) -> ReadDate | None:
    """Day, month by name and year in any order; or a year alone."""
    short_year = re.search(r"'(\d\d)\b", text)
    tokens = [token for token in _TOKEN.findall(_ORDINAL.sub("", text)) if token not in _IGNORED]
    names = [token for token in tokens if not token.isdigit()]
    figures = [token for token in tokens if token.isdigit()]
    if not names and len(figures) == 1 and len(figures[0]) in {3, 4} and "-" not in text:
        return _first_possible([_numbers(figures[0])])
    month, slip = _month(names[0]) if len(names) == 1 else (None, False)
    if month is None or not 1 <= len(figures) <= 2:
        return None
    found = _first_possible(_with_month(figures, month, short_year[1] if short_year else None))
    return ReadDate(date=found.date, slip=slip) if found else None


def _with_month(figures: Sequence[str], month: int, short_year: str | None) -> list[tuple[int | None, int, int | None]]:
    if len(figures) == 1:
        figure = figures[0]
        if len(figure) >= 3:
            return [(int(figure), month, None)]
        return [(_year(figure), month, None) if figure == short_year else (None, month, int(figure))]
    days = [figure for figure in figures if len(figure) <= 2]
    years = [figure for figure in figures if len(figure) >= 3]
    if len(days) == len(years) == 1:
        return [(int(years[0]), month, int(days[0]))]
    return [(_year(figures[1]), month, int(figures[0]))] if len(days) == 2 else []


def _month(word: str) -> tuple[int | None, bool]:
    """The month that a word names, also shortened to three letters or more, and whether it is misspelt."""
    names = [name.lower() for name in MONTHS]
    for number, name in enumerate(names, 1):
        if len(word) >= 3 and name.startswith(word):
            return number, False
    near = [number for number, name in enumerate(names, 1) if word_slip(word, name)]
    return (near[0], True) if len(near) == 1 else (None, False)


def _year(digits: str) -> int:
    if len(digits) > 2:
        return int(digits)
    return int(digits) + (2000 if int(digits) < 50 else 1900)


def _numbers(year: str, month: str | None = None, day: str | None = None) -> tuple[int, int | None, int | None]:
    return int(year), int(month) if month else None, int(day) if day else None


def _first_possible(readings: Iterable[tuple[int | None, int | None, int | None]]) -> ReadDate | None:
    """The readings that are dates, each once."""
    possible = list(dict.fromkeys(PartialDate(*reading) for reading in readings if is_date(*reading)))
    return ReadDate(date=possible[0], alternatives=tuple(possible[1:])) if possible else None
