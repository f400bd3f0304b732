"""How the parts of an answered card are marked: options, gaps, items and the entries of a list."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from question_bank.grading import Grade
from question_bank.prompts import Solution


class Mark(StrEnum):
    """What an answer made of a part. ``MISSED``: right, and not chosen or not named; ``EMPTY``: given no answer."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    MISSED = "missed"
    EMPTY = "empty"


def marks_of(solution: Solution, grade: Grade | None, response: Mapping[str, Any]) -> dict[str, Mark]:
    """Return the mark of each part of an answered card by its key: by the options where it has some, else as graded."""
    return option_marks(solution, response) if solution.options else part_marks(grade, response)


def option_marks(solution: Solution, response: Mapping[str, Any]) -> dict[str, Mark]:
    """Return a mark for every option that was right or was chosen; the others stay bare."""
    chosen = set(response.get("chosen", ()))
    marks = {}
    for key, (right, _) in solution.options.items():
        if right:
            marks[key] = Mark.RIGHT if key in chosen else Mark.MISSED
        elif key in chosen:
            marks[key] = Mark.WRONG
    return marks


def part_marks(grade: Grade | None, response: Mapping[str, Any]) -> dict[str, Mark]:
    """Return the mark of every part that the grade names. A row of a matching or a line of a list that was left empty
    counts as wrong, but nobody said anything wrong there.
    """
    if grade is None:
        return {}
    given = _rows_given(response)
    return {
        name: Mark.EMPTY if given is not None and name not in given else Mark(outcome.value)
        for name, outcome in grade.parts.items()
    }


def _rows_given(response: Mapping[str, Any]) -> set[str] | None:
    """The rows of a matching or a list that have an answer; None: it was answered otherwise."""
    if "pairs" in response:
        return {name for name, option in response["pairs"].items() if option}
    if "items" in response:
        return {str(place) for place, text in enumerate(response["items"]) if text.strip()}
    return None
