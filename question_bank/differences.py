"""A typed answer beside the one that was wanted: which letters or words are missing, too many or others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

from .spelling import LONGEST_COMPARED, normalise

MOST_DIFFERENT = 0.4  # share of the letters: beyond it two texts are two answers, not a slip of one

_WORDS = re.compile(r"\s+|\S+")
_ARTICLE = re.compile(r"\b(?:the|a|an)\s+(?=\S)", re.IGNORECASE)


class Change(StrEnum):
    """What became of a piece of the answer that was wanted. ``EXTRA``: it stands in the given one alone."""

    SAME = "same"
    MISSING = "missing"
    EXTRA = "extra"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of letters or words as it was given and as it was wanted; one of them is empty where it is missing."""

    change: Change
    given: str
    wanted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """An answer beside the wanted one, in pieces that follow one another.

    ``gap`` is the number of the gap that was filled, from 1, where there are several. ``is_read``: what is compared is
    how the answer was read, not how it was typed.
    """

    pieces: tuple[Piece, ...]
    gap: int | None = None
    is_read: bool = False

    @property
    def changes(self) -> tuple[Piece, ...]:
        """The pieces that differ."""
        return tuple(piece for piece in self.pieces if piece.change is not Change.SAME)


def nearest(text: str, accept: Sequence[str]) -> str:
    """The accepted answer that has most letters in common with the text; the first of equals."""
    given = normalise(text)
    return max(accept, key=lambda answer: SequenceMatcher(None, given, normalise(answer), autojunk=False).quick_ratio())


def compare_letters(given: str, wanted: str) -> Comparison | None:
    """Letter by letter, whatever does not count left alone: case, accents, punctuation, articles.

    None where nothing that counts differs, and where so much does that there is nothing to compare.
    """
    given, wanted = _ARTICLE.sub("", given.strip()), _ARTICLE.sub("", wanted)
    if max(len(given), len(wanted)) > LONGEST_COMPARED:
        return None
    pieces = _pieces(given, wanted, _folded)
    differing = _differing(pieces)
    if not differing or differing > MOST_DIFFERENT * len(wanted):
        return None
    return Comparison(pieces=pieces)


def compare_with_nearest(given: str, forms: Iterable[str]) -> Comparison | None:
    """Letter by letter with the one of several ways to write an answer that fits best what was typed; None as above."""
    found = [one for form in dict.fromkeys(forms) if (one := compare_letters(given, form)) is not None]
    return min(found, key=lambda one: _differing(one.pieces), default=None)


def compare_words(read: str, wanted: str) -> Comparison | None:
    """Word by word how an answer was read; None where it is the wanted one, or has nothing in common with it."""
    pieces = _pieces(_WORDS.findall(read), _WORDS.findall(wanted), str)
    if len(pieces) == 1 or not any(piece.change is Change.SAME and piece.wanted.strip() for piece in pieces):
        return None
    return Comparison(pieces=pieces, is_read=True)


def _differing(pieces: Iterable[Piece]) -> int:
    """How many letters differ."""
    return sum(max(len(piece.given), len(piece.wanted)) for piece in pieces if piece.change is not Change.SAME)


def _folded(letter: str) -> str:
    """A letter as it counts: all that is no letter or digit is the same to a reader of answers."""
    return normalise(letter) if letter.isalnum() else " "


def _pieces(given: Sequence[str], wanted: Sequence[str], key: Callable[[str], str]) -> tuple[Piece, ...]:
    """The pieces of two sequences; parts with the same ``key`` are alike."""
    steps = _steps(given, wanted, list(map(key, given)), list(map(key, wanted)))
    runs = [list(run) for _, run in groupby(steps, key=lambda step: step.change is Change.SAME)]
    return tuple(_joined(run) for run in runs)


def _joined(run: Sequence[Piece]) -> Piece:
    given, wanted = "".join(step.given for step in run), "".join(step.wanted for step in run)
    if run[0].change is Change.SAME or not (_counts(given) or _counts(wanted)):
        return Piece(Change.SAME, given, wanted)
    return Piece(Change.MISSING if not given else Change.EXTRA if not wanted else Change.CHANGED, given, wanted)


def _counts(text: str) -> bool:
    """Whether a text has a letter or a digit."""
    return any(map(str.isalnum, text))


def _steps(given: Sequence[str], wanted: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> Iterator[Piece]:
    """The cheapest way from one to the other, found from its end; ``ours`` and ``theirs`` tell what is alike."""
    costs = _costs(ours, theirs)
    row, column = len(given), len(wanted)
    steps = []
    while row or column:
        same = bool(row and column) and ours[row - 1] == theirs[column - 1]
        if row and column and costs[row][column] == costs[row - 1][column - 1] + (not same):
            row, column = row - 1, column - 1
            steps.append(Piece(Change.SAME if same else Change.CHANGED, given[row], wanted[column]))
        elif column and costs[row][column] == costs[row][column - 1] + 1:
            column -= 1
            steps.append(Piece(Change.MISSING, "", wanted[column]))
        else:
            row -= 1
            steps.append(Piece(Change.EXTRA, given[row], ""))
    return reversed(steps)


def _costs(ours: Sequence[str], theirs: Sequence[str]) -> list[list[int]]:
    """Edits from the first ``row`` of the one to the first ``column`` of the other, in a table."""
    costs = [list(range(len(theirs) + 1))]
    for row, one in enumerate(ours, start=1):
        above, here = costs[-1], [row]
        for column, other in enumerate(theirs, start=1):
            here.append(min(above[column - 1] + (one != other), above[column] + 1, here[-1] + 1))
        costs.append(here)
    return costs
