"""Questions for a position: one option is right, each rests on a claim, and the claim's id is its key."""

from __future__ import annotations

from typing import Any

import pytest

from question_bank.grading import BadResponse, Grade, Outcome
from question_bank.kinds import kind
from question_bank.problems import BankError

from .examples import POSITION, grade

OPTIONS: list[dict[str, Any]] = POSITION["options"]


def test_the_holder_is_named_by_the_claim() -> None:
    assert grade("position", POSITION, {"chosen": ["veld-bridge"]}) == Grade(
        outcome=Outcome.RIGHT, score=1, parts={"veld-bridge": Outcome.RIGHT}
    )


def test_a_wrong_holder_is_told_why() -> None:
    assert grade("position", POSITION, {"chosen": ["holm-bridge"]}) == Grade(
        outcome=Outcome.WRONG, score=0, feedback=("She fears for the boat.",), parts={"holm-bridge": Outcome.WRONG}
    )
    assert grade("position", POSITION, {"chosen": []}).feedback == ("Nothing was answered.",)


def test_the_solution_names_the_right_option_and_what_is_wrong_with_the_others() -> None:
    solution = kind("position").solution(kind("position").from_json(POSITION))
    assert solution.text == "Tomas Veld"
    assert solution.options["veld-bridge"] == (True, None)
    assert solution.options["town-bridge"] == (False, "It would have to pay.")


@pytest.mark.parametrize(
    ("response", "message"),
    [
        ({"chosen": "veld-bridge"}, "list of the keys"),
        ({"chosen": ["a"]}, "keys of this question"),
        ({"chosen": ["veld-bridge", "holm-bridge"]}, "Choose one option"),
        ({"text": "Veld"}, 'one key "chosen"'),
    ],
)
def test_responses_of_another_shape(response: Any, message: str) -> None:
    with pytest.raises(BadResponse, match=message):
        grade("position", POSITION, response)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (OPTIONS[:2], "a position has 3 to 8 options, not 2"),
        (OPTIONS[1:], "exactly one option has 'right: true', not 0"),
        ([*OPTIONS, {"claim": "x", "text": "X", "right": True}], "exactly one option has 'right: true', not 2"),
        ([*OPTIONS, OPTIONS[1] | {"text": "Holm"}], "two options rest on the claim 'holm-bridge'"),
        ([*OPTIONS, {"claim": "x", "text": "Miller", "feedback": "x"}], "two options say the same: 'miller'"),
        ([*OPTIONS, {"claim": "x", "text": "X"}], "the wrong option 'x' has no feedback that says why"),
    ],
)
def test_what_the_check_finds(options: list[dict[str, Any]], message: str) -> None:
    position = kind("position")
    assert message in list(position.check(position.from_json(POSITION | {"options": options})))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (POSITION | {"ask": "why"}, "'ask' is one of holder, stance"),
        ({"stem": "Who?", "options": OPTIONS}, "'ask' is missing"),
        (POSITION | {"options": [{"key": "a", "text": "A"}]}, "'claim' is missing"),
        (POSITION | {"options": [{"claim": "Veld Bridge", "text": "A"}]}, "'claim' is lower-case letters"),
    ],
)
def test_contents_that_cannot_be_read(data: dict[str, Any], message: str) -> None:
    with pytest.raises(BankError, match=message):
        kind("position").from_json(data)
