"""Questions that are proposed on a claim are sound, ask about it, and take wrong answers from claims like it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from question_bank.bank import Bank, default_folders, load_bank
from question_bank.positions import check_position
from question_bank.proposals import proposals
from question_bank.questions import Question, check_question


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_bank(*default_folders())


def of(bank: Bank, key: str) -> dict[str, dict[str, Any]]:
    claim = bank.claims[key]
    like = [other for other in bank.claims.values() if other.kind is claim.kind]
    return {each["kind"]: each for each in proposals(claim, like=like, actors=bank.actors, issues=bank.issues)}


def test_every_proposal_on_the_shipped_bank_is_sound_but_for_the_front_that_a_person_writes(bank: Bank) -> None:
    kinds: Counter[str] = Counter()
    for key in bank.claims:
        for kind, proposal in of(bank, key).items():
            kinds[kind] += 1
            if kind == "card":
                assert proposal["back"] == bank.claims[key].statement
                continue
            question = Question.from_json(proposal)
            assert list(check_question(question)) == []
            assert question.claims == (key,)
            if kind == "position":
                assert list(check_position(question.content, key, bank)) == []
    assert set(kinds) == {"card", "choice", "cloze", "date", "number", "position", "short", "timeline"}


def test_the_value_does_not_stand_in_what_is_asked(bank: Bank) -> None:
    for key, claim in bank.claims.items():
        for kind, proposal in of(bank, key).items():
            if kind == "number":
                assert str(claim.value) not in proposal["stem"]


def test_wrong_answers_are_values_of_other_claims_and_say_what_they_are_true_of(bank: Bank) -> None:
    statements = {claim.statement for claim in bank.claims.values()}
    for key in bank.claims:
        for option in of(bank, key).get("choice", {}).get("options", []):
            assert option.get("right") or option["feedback"] in statements


def test_a_rival_is_no_wrong_answer(bank: Bank) -> None:
    for key, claim in bank.claims.items():
        rivals = {bank.claims[other].statement for other in claim.conflicts_with}
        options = of(bank, key).get("choice", {}).get("options", [])
        assert rivals.isdisjoint({option.get("feedback") for option in options})


def test_with_too_few_claims_like_it_no_choice_is_proposed(bank: Bank) -> None:
    claim = next(each for each in bank.claims.values() if each.kind == "figure")
    kinds = {each["kind"] for each in proposals(claim, like=[claim], actors={}, issues={})}
    assert "choice" not in kinds
    assert "number" in kinds
