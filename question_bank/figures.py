r"""Finding the figures and dates of a running text, so that a digest can be compared with its passage.

Written differently, the same figure is found the same: ``\$11bn`` and ``11 billion dollars``, ``ninety percent`` and
``90 %``, ``Nineteen Nineties`` and ``1990s``, ``twentieth`` and ``20th``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from .characters import plain
from .number_words import SCALES, TENS, UNITS, read_words
from .numbers import numeral_value, scale_name
from .partial_dates import MONTHS
from .units import PERCENT, known_unit

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*(?:st|nd|rd|th)?|[^\W\d_]+|%")
_DECADE = re.compile(r"\b(\d{2,3}0)'?s\b")
_MONTH_NAMES = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
_MONTH_NAMES |= {name[:3].lower(): number for name, number in zip(MONTHS, range(1, 13), strict=True) if name != "May"}
_DECADES = {f"{word[:-1]}ies": number for word, number in TENS.items()}
_ORDINALS = {f"{word}th": number for word, number in UNITS.items() if number > 3}
_ORDINALS |= {"third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12}
_ORDINALS |= {f"{word[:-1]}ieth": number for word, number in TENS.items()}


def figures(text: str) -> dict[str, str]:
    """Every figure and date of the text: its common form (``90 percent``, ``1990s``, ``May``) and how it is written.

    The words one, first and second count for nothing: they are seldom figures.
    """
    text = plain(text.replace("\\", "")).replace("\u2044", "/")
    found: dict[str, str] = {}
    for decade in _DECADE.finditer(text):
        found[_decade(int(decade[1]))] = decade[0]
    tokens = [match[0] for match in _TOKEN.finditer(_DECADE.sub(" ", text))]
    for form, written in _read(tokens):
        found.setdefault(form, written)
    return found


def _read(tokens: list[str]) -> Iterator[tuple[str, str]]:
    place = 0
    while place < len(tokens):
        form, used = _figure(tokens, place)
        if form is not None:
            yield form, " ".join(tokens[place : place + used])
        place += used


def _figure(tokens: list[str], place: int) -> tuple[str | None, int]:
    """The figure that begins at a place, if one does, and how many tokens to go on by."""
    words = [token.lower() for token in tokens[place : place + 12]]
    if words[0][0].isdigit():
        value = numeral_value(re.sub("[a-z]+$", "", words[0]))
        return _with_scale(value, words, 1) if value is not None else (words[0], 1)
    if _is_month(tokens, place):
        return MONTHS[_MONTH_NAMES[words[0]] - 1], 1
    return _in_words(words)


def _in_words(words: list[str]) -> tuple[str | None, int]:
    year, used = _spoken_year(words)
    if year:
        return year, used
    if words[0] in _DECADES:
        return _decade(_DECADES[words[0]]), 1
    if words[0] in _ORDINALS:
        return str(_ORDINALS[words[0]]), 1
    value, used = read_words(words)
    if not used or (used == 1 and value <= 1 and not SCALES.keys() & set(words[1:2])):
        return None, 1
    return _with_scale(value, words, used)


def _with_scale(value: Decimal, words: list[str], used: int) -> tuple[str, int]:
    """The figure with the scale and the percent sign behind it."""
    while used < len(words) and (scale := scale_name(words[used])):
        value, used = value.scaleb(SCALES[scale]), used + 1
    form = f"{value.normalize() + 0:f}"
    for length in (1, 2):
        if known_unit(" ".join(words[used : used + length])) == PERCENT:
            return f"{form} {PERCENT}", used + length
    return form, used


def _spoken_year(words: list[str]) -> tuple[str | None, int]:
    """``nineteen ninety-one`` and ``nineteen nineties``."""
    century = UNITS.get(words[0], TENS.get(words[0], 0))
    if not 15 <= century <= 20 or len(words) < 2:
        return None, 1
    if words[1] in _DECADES:
        return _decade(100 * century + _DECADES[words[1]]), 2
    if words[1] not in TENS and not 10 <= UNITS.get(words[1], 0) <= 19:
        return None, 1
    rest, used = read_words(words[1:3])
    return str(100 * century + int(rest)), 1 + used


def _is_month(tokens: list[str], place: int) -> bool:
    """A month has a capital; March and May also need a figure beside them."""
    token = tokens[place]
    if not token[0].isupper() or token.lower() not in _MONTH_NAMES:
        return False
    beside = tokens[max(0, place - 2) : place] + tokens[place + 1 : place + 2]
    return token not in {"March", "May", "Mar"} or any(other[0].isdigit() for other in beside)


def _decade(year: int) -> str:
    """``1990s``; the century of ``the nineties`` is the twentieth."""
    return f"{year if year >= 100 else 1900 + year}s"
