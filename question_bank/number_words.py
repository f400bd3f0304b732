"""Numbers in English words: "ninety", "twenty-five", "two hundred and fifty thousand"."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}  # power of ten of each

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

UNITS = {word: number for number, word in enumerate(_ONES)} | {"dozen": 12, "fourty": 40}
TENS = {word: 10 * number for number, word in enumerate(_TENS, 2)} | {"fourty": 40}
WORDS = UNITS | TENS


def read_words(words: Sequence[str]) -> tuple[Decimal, int]:
    """The number that the words begin with and how many of them it takes (0: none). A scale word at the end is left to
    the caller, unless others stand before it ("five million two hundred thousand").
    """
    total = Decimal(0)
    taken = 0
    while True:
        value, used = _below_thousand(words[taken:])
        if not used:
            break
        end = taken + used
        if end == len(words) or words[end] not in SCALES:
            return total + value, end
        goes_on = _goes_on(words[end + 1 :])
        if not goes_on and not total:
            return value, end
        total += value.scaleb(SCALES[words[end]])
        taken = end + 1 + (goes_on and words[end + 1] == "and")
    return total, taken


def _goes_on(words: Sequence[str]) -> bool:
    rest = words[1:] if words[:1] == ["and"] else words
    return bool(rest) and rest[0] in WORDS


def _below_thousand(words: Sequence[str]) -> tuple[Decimal, int]:
    """Up to 999, also "a hundred" and "a" before a scale; tens and ones stand in this order ("twenty five")."""
    if words[:1] and words[0] in {"a", "an"} and words[1:2] and words[1] in {"hundred", "dozen", *SCALES}:
        if words[1] == "dozen":
            return Decimal(12), 2
        return _after_hundred(words, Decimal(1), 1)
    value, used = _below_hundred(words)
    return _after_hundred(words, value, used) if used else (value, used)


def _after_hundred(words: Sequence[str], value: Decimal, used: int) -> tuple[Decimal, int]:
    if words[used : used + 1] != ["hundred"]:
        return value, used
    value, used = value * 100, used + 1
    skip = used + (list(words[used : used + 1]) == ["and"])
    more, extra = _below_hundred(words[skip:])
    return (value + more, skip + extra) if extra else (value, used)


def _below_hundred(words: Sequence[str]) -> tuple[Decimal, int]:
    if not words:
        return Decimal(0), 0
    if words[0] in TENS:
        ones = UNITS.get(words[1], 0) if len(words) > 1 else 0
        return (Decimal(TENS[words[0]] + ones), 2) if 0 < ones < 10 else (Decimal(TENS[words[0]]), 1)
    return (Decimal(UNITS[words[0]]), 1) if words[0] in UNITS else (Decimal(0), 0)
