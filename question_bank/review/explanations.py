"""Rules on what is said after the answer."""

from __future__ import annotations

from collections.abc import Iterator

from .findings import Remark, Rule, Severity, of_question
from .material import Material
from .words import sentences

SHORTEST = 80  # characters
FEWEST_SENTENCES = 2


def short_explanation(material: Material) -> Iterator[Remark]:
    for question in material.questions:
        length, count = len(question.explanation), sentences(question.explanation)
        if length < SHORTEST or count < FEWEST_SENTENCES:
            message = (
                f"the explanation has {length} characters and {count} sentence{'s' * (count != 1)}, wanted are "
                f"{SHORTEST} and two: add what puts the answer into its context"
            )
            yield of_question(question.id, message)


RULES = (
    Rule(
        id="short-explanation",
        severity=Severity.WARNING,
        description=f"An explanation has at least two sentences and {SHORTEST} characters.",
        find=short_explanation,
    ),
)
