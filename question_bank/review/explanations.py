"""Rules on what is said after the answer."""

from __future__ import annotations

from collections.abc import Iterator

from question_bank.words import ngettext

from .findings import Remark, Rule, Severity, of_question
from .material import Material
from .words import sentences

SHORTEST = 80  # characters
FEWEST_SENTENCES = 2


def short_explanation(material: Material) -> Iterator[Remark]:
    for question in material.questions:
        length, count = len(question.explanation), sentences(question.explanation)
        if length < SHORTEST or count < FEWEST_SENTENCES:
            message = ngettext(
                "the explanation has %(length)d characters and %(num)d sentence, wanted are %(shortest)d and two: add "
                "what puts the answer into its context",
                "the explanation has %(length)d characters and %(num)d sentences, wanted are %(shortest)d and two: add "
                "what puts the answer into its context",
                count, length=length, shortest=SHORTEST,
            )  # fmt: skip
            yield of_question(question.id, message, part="explanation")


RULES = (
    Rule(
        id="short-explanation",
        severity=Severity.WARNING,
        description=f"An explanation has at least two sentences and {SHORTEST} characters.",
        find=short_explanation,
    ),
)
