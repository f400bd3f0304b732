"""Seeded fuzz: cards learned together do not stay together, and the button still tells the truth.

The ranges are Anki's: none below 2.5 days; else one day, plus 15 % of the days from 2.5 to 7, 10 % of those from 7 to
20 and 5 % of the rest, to either side.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

WORD = 2**64 - 1


@lru_cache(maxsize=4096)  # a card asks for it as it is balanced, as it is shown, and with its answer
def card_seed(user_id: int, question_id: int, repetitions: int) -> int:
    """A number from 0 to 2**32 - 1 that belongs to one showing of one card: the same whenever it is asked for."""
    return _mix(_card_part(user_id, question_id) ^ repetitions) >> 32


@lru_cache(maxsize=16_384)  # a card that is folded anew asks for each of its answers
def _card_part(user_id: int, question_id: int) -> int:
    return _mix(_mix(user_id) ^ question_id)


def _mix(number: int) -> int:
    """The next output of the generator splitmix64 (Steele, Lea and Flood 2014) from the state ``number``."""
    number = (number + 0x9E3779B97F4A7C15) & WORD
    number = ((number ^ (number >> 30)) * 0xBF58476D1CE4E5B9) & WORD
    number = ((number ^ (number >> 27)) * 0x94D049BB133111EB) & WORD
    return number ^ (number >> 31)


@lru_cache(maxsize=16_384)
def fuzz_range(days: int, *, maximum: int) -> tuple[int, int]:
    """The shortest and the longest interval, in days, that fuzz may make of ``days``."""
    if days < 2.5:
        return days, days
    delta = 1.0 + 0.15 * (min(days, 7) - 2.5) + 0.1 * max(0, min(days, 20) - 7) + 0.05 * max(0, days - 20)
    longest = min(round(days + delta), maximum)
    return min(max(2, round(days - delta)), longest), longest


class Span(NamedTuple):
    """The intervals, in days, that an answer may lead to: ``wanted`` by the memory, and what fuzz may make of it."""

    wanted: int
    shortest: int
    longest: int


def span_of(days: int, *, minimum: int, maximum: int) -> Span:
    """What fuzz may make of ``days``: at least ``minimum`` and at most ``maximum`` (which wins)."""
    shortest, longest = fuzz_range(days, maximum=maximum)
    shortest = max(shortest, minimum)
    if shortest >= longest:
        shortest = longest = min(shortest, maximum)
    return Span(days, shortest, longest)


def drawn(span: Span, *, seed: int) -> int:
    """The interval of ``span`` that ``seed`` decides on; all are as likely."""
    if span.shortest == span.longest:
        return span.shortest
    return span.shortest + _mix(seed) * (span.longest - span.shortest + 1) // (WORD + 1)


@lru_cache(maxsize=64)  # each rating of a card asks for it in turn
def seeded_fraction(seed: int) -> float:
    """A number from 0 to less than 1 that ``seed`` decides on."""
    return (_mix(seed) >> 11) / 2**53
