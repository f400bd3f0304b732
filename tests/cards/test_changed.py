"""What a card says of a change: the words that read otherwise, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from question_bank.changes import Part
from question_bank.questions import Question
from webapp.cards.changed import changed

from .cards import small_bank

QUESTION = small_bank().questions["ferry-cost-number"]
KINDS = {question.kind: question for question in small_bank().questions.values()}


def reworded(question: Question, **changes: Any) -> Question:
    return replace(question, **changes)


def test_a_changed_answer_stands_beside_the_former_one() -> None:
    content = QUESTION.content
    after = reworded(
        QUESTION,
        content=replace(content, answer=replace(content.answer, number=content.answer.number + 1)),
        explanation="Another explanation.",
    )
    found = changed(QUESTION, after, reasons=["Counted anew.", "", "Counted anew."])
    assert found.reasons == ("Counted anew.",)
    (part,) = found.parts
    assert part.name == "answer"
    assert [run.part for run in part.runs if run.part is not Part.KEPT] == [Part.TAKEN_OUT, Part.PUT_IN]


def test_an_explanation_is_compared_where_nothing_else_reads_otherwise() -> None:
    found = changed(QUESTION, reworded(QUESTION, explanation="Another *explanation*."), reasons=[])
    assert [part.name for part in found.parts] == ["explanation"]
    assert "*" not in "".join(run.text for run in found.parts[0].runs if run.part is Part.PUT_IN)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_compared(kind: str) -> None:
    question = KINDS[kind]
    assert changed(question, question, reasons=[]).parts == ()
    assert changed(question, reworded(question, explanation="Other words."), reasons=[]).parts


def test_a_claim_that_says_otherwise_is_told_from_an_answer_that_does() -> None:
    claim = small_bank().claims["ferry-cost-veld"]
    claims = [(claim, replace(claim, statement="The ferry cost nothing."))]
    found = changed(QUESTION, reworded(QUESTION, explanation="Other words."), claims=claims, reasons=[])
    assert ([part.name for part in found.parts], found.is_claim) == (["claim"], True)
    content = QUESTION.content
    other = reworded(
        QUESTION, content=replace(content, answer=replace(content.answer, number=content.answer.number + 1))
    )
    found = changed(QUESTION, other, claims=claims, reasons=[])
    assert ([part.name for part in found.parts], found.is_claim) == (["answer", "claim"], False)
    assert not changed(QUESTION, QUESTION, claims=[(claim, claim)], reasons=[]).is_claim
