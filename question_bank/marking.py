"""Finding in a text what a claim may be made of: dates, figures, names of actors, statements that somebody makes.

Marks do not overlap but for statements, which may hold others. What is found is read by the readers that grade answers,
so that a value which is marked here is the value that a claim gets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .actors import Actor
from .claim_values import UnreadableValueError, read_value
from .claims import ClaimKind, Span
from .partial_dates import MONTHS
from .units import known_unit

MOST_MARKS = 200  # of one passage


class MarkKind(StrEnum):
    DATE = "date"
    FIGURE = "figure"
    NAME = "name"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place of a text (code points, end excluded). ``value`` is a date or figure as it stands there.

    ``actor`` is the id of the actor who is named, or who makes the statement.
    """

    kind: MarkKind
    start: int
    end: int
    value: str | None = None
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text with the mark that it is, or None."""

    text: str
    mark: Mark | None


_MONTH = "(?:" + "|".join([*MONTHS, *(rf"{month[:3]}\." for month in MONTHS if month != "May")]) + ")"
_YEAR = r"(?:1[0-9]|20)\d\d"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_DATES = re.compile(
    rf"\b{_DAY}(?:st|nd|rd|th)? {_MONTH},? {_YEAR}\b"
    rf"|\b{_MONTH} {_DAY}(?:st|nd|rd|th)?, {_YEAR}\b"
    rf"|\b{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b"
    rf"|\b{_MONTH},? {_YEAR}\b"
    rf"|(?<![\d.,$€£-])\b{_YEAR}\b(?![\d%]|[.,]\d|s\b|['\u2019]s\b| ?(?:%|percent|per cent|million|billion))"
)
_SCALE = r"(?:thousand|million|billion|trillion|bn|mn|tn|m|k)\b"
_FIGURES = re.compile(
    r"(?:(?:US|U\.S\. ?)?[$€£¥₽₩] ?)?(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?(?!\w)"
    r"|(?:(?:US|U\.S\. ?)?[$€£¥₽₩] ?)?(?<![\w.,])\d{1,9}(?:\.\d{1,6})?(?![\d,.]*\d|['\u2019]?s\b)"
)
_AFTER = re.compile(rf" ?-?{_SCALE}", re.IGNORECASE)
_UNIT = re.compile(r"(?: ?(%)|[ -]([A-Za-z]+(?: [A-Za-z]+)?))")
_VERBS = re.compile(
    r"\b(?:says?|said|argues?|argued|claims?|claimed|believes?|believed|writes?|wrote|notes?|noted|warns?|warned"
    r"|states?|stated|insists?|insisted|expects?|expected|according to|maintains?|maintained|suggests?|suggested)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\S)[^.!?\n]*)*[.!?]*[\"'\u201d\u2019)]*")


def marks(text: str, actors: Iterable[Actor] = ()) -> list[Mark]:
    """What is found in the text, in its order; a statement before what stands in it."""
    found = _without_overlap([*_dates(text), *_figures(text)])
    names = list(_names(text, actors))
    found = _without_overlap([*found, *names])
    found += _statements(text, [mark for mark in found if mark.kind is MarkKind.NAME])
    return sorted(found, key=lambda mark: (mark.start, -mark.end))[:MOST_MARKS]


def pieces(text: str, found: Sequence[Mark]) -> list[Piece]:
    """The text in runs, marked or not, in its order. Statements are left out: they hold others."""
    runs: list[Piece] = []
    place = 0
    for mark in found:
        if mark.kind is not MarkKind.STATEMENT:
            runs += [Piece(text[place : mark.start], None), Piece(text[mark.start : mark.end], mark)]
            place = mark.end
    return [run for run in (*runs, Piece(text[place:], None)) if run.text]


def _without_overlap(candidates: Sequence[Mark]) -> list[Mark]:
    """The candidates that no earlier one of them covers in part."""
    kept: list[Mark] = []
    taken = bytearray(max((mark.end for mark in candidates), default=0))
    for mark in candidates:
        if not any(taken[mark.start : mark.end]):
            taken[mark.start : mark.end] = b"\1" * (mark.end - mark.start)
            kept.append(mark)
    return kept


def _dates(text: str) -> Iterator[Mark]:
    for match in _DATES.finditer(text):
        if _is_read(ClaimKind.DATE, match[0]):
            yield Mark(kind=MarkKind.DATE, start=match.start(), end=match.end(), value=match[0])


def _figures(text: str) -> Iterator[Mark]:
    for match in _FIGURES.finditer(text):
        start, end = _with_unit(text, match.span())
        if end > match.end() or not match[0].isdigit() or len(match[0]) > 2:
            value = text[start:end]
            if _is_read(ClaimKind.FIGURE, value):
                yield Mark(kind=MarkKind.FIGURE, start=start, end=end, value=value)


def _with_unit(text: str, span: Span) -> Span:
    """The figure with the scale and the unit behind it, as far as these are known."""
    start, end = span
    if scale := _AFTER.match(text, end):
        end = scale.end()
    unit = _UNIT.match(text, end)
    if unit is None:
        return start, end
    if unit[1]:
        return start, unit.end()
    words = unit[2]
    for known in (words, words.split()[0]):
        if known_unit(known):
            return start, unit.start(2) + len(known)
    return start, end


def _is_read(kind: ClaimKind, written: str) -> bool:
    try:
        read_value(kind, written)
    except UnreadableValueError:
        return False
    return True


def _names(text: str, actors: Iterable[Actor]) -> Iterator[Mark]:
    """Every name of an actor where it stands as words of its own, the longer names first."""
    by_name = {name: actor.id for actor in actors for name in actor.names if len(name) > 2}
    if not by_name:
        return
    longest_first = sorted(by_name, key=len, reverse=True)
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")
    for match in pattern.finditer(text):
        yield Mark(kind=MarkKind.NAME, start=match.start(), end=match.end(), actor=by_name[match[0]])


def _statements(text: str, names: list[Mark]) -> Iterator[Mark]:
    """Sentences in which an actor says, argues or expects something."""
    for sentence in _SENTENCE.finditer(text):
        start = sentence.start() + len(sentence[0]) - len(sentence[0].lstrip())
        who = next((mark.actor for mark in names if start <= mark.start < sentence.end()), None)
        if who is not None and _VERBS.search(text, start, sentence.end()):
            yield Mark(kind=MarkKind.STATEMENT, start=start, end=sentence.end(), actor=who)
