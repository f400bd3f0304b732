"""Matching: each item that was given its own option counts the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.grading import BadResponse, Outcome
from question_bank.kinds import KINDS, kind
from question_bank.problems import BankError

from .examples import MATCHING, grade
from .strategies import CONTENTS

RIGHT = {"rope": "y1874", "motor": "y1931", "count": "y2012"}


@pytest.mark.parametrize(
    ("pairs", "score", "parts", "feedback"),
    [
        (RIGHT, 1, "right right right", ()),
        (RIGHT | {"motor": "y1902"}, 2 / 3, "right wrong right", ()),
        (RIGHT | {"rope": "y1931", "motor": "y1874"}, 1 / 3, "wrong wrong right", ("The rope came first.",)),
        (dict.fromkeys(RIGHT, "y1931"), 1 / 3, "wrong right wrong", ("The rope came first.", "Nobody counted before.")),
        ({"motor": "y1931"}, 1 / 3, "wrong right wrong", ()),
        ({"motor": "y1931", "rope": ""}, 1 / 3, "wrong right wrong", ()),
        ({}, 0, "wrong wrong wrong", ("Nothing was answered.",)),
        (dict.fromkeys(RIGHT, ""), 0, "wrong wrong wrong", ("Nothing was answered.",)),
    ],
)
def test_pairs(pairs: dict[str, str], score: float, parts: str, feedback: tuple[str, ...]) -> None:
    graded = grade("matching", MATCHING, {"pairs": pairs})
    assert graded.score == pytest.approx(score)
    assert graded.feedback == feedback
    assert graded.parts == dict(zip(RIGHT, map(Outcome, parts.split()), strict=True))


@given(CONTENTS["matching"], st.data())
def test_the_score_is_the_share_of_items_matched_rightly(content: Any, data: st.DataObject) -> None:
    missed = data.draw(st.sets(st.sampled_from([item.key for item in content.items])))
    pairs = {item.key: item.answer for item in content.items if item.key not in missed}
    assert KINDS["matching"].grade(content, {"pairs": pairs}).score == pytest.approx(len(pairs) / len(content.items))


def test_the_solution_gives_each_item_its_option() -> None:
    solution = kind("matching").solution(kind("matching").from_json(MATCHING))
    assert solution.items == {"rope": "1874", "motor": "1931", "count": "2012"}
    assert solution.text == "The rope is hung: **1874**; A motor is built in: **1931**; Closures are counted: **2012**"


@pytest.mark.parametrize(
    ("response", "message"),
    [
        ({"pairs": ["y1874"]}, "under the key of each item"),
        ({"pairs": {"y1874": "rope"}}, "The items of this question are rope, motor, count"),
        ({"pairs": {"rope": "y1900"}}, "one of this question's options"),
        ({"pairs": {"rope": ["y1874"]}}, "one of this question's options"),
        ({"pairs": {"rope": None}}, "one of this question's options"),
        ({"chosen": []}, 'one key "pairs"'),
    ],
)
def test_responses_of_another_shape(response: Any, message: str) -> None:
    with pytest.raises(BadResponse, match=message):
        grade("matching", MATCHING, response)


def changed(**changes: Any) -> dict[str, Any]:
    return MATCHING | changes


ITEMS: list[dict[str, Any]] = MATCHING["items"]
OPTIONS: list[dict[str, Any]] = MATCHING["options"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (changed(items=ITEMS[:1]), "a matching has 2 to 6 items, not 1"),
        (changed(options=OPTIONS[1:]), "a matching has more options than items and at most 8, not 3"),
        (
            changed(options=OPTIONS + [{"key": k, "text": k} for k in "abcde"]),
            "a matching has more options than items and at most 8, not 9",
        ),
        (changed(items=[*ITEMS, ITEMS[0]]), "the item key 'rope' stands twice"),
        (changed(options=[*OPTIONS, OPTIONS[0]]), "the option key 'y1874' stands twice"),
        (changed(options=[*OPTIONS, {"key": "x", "text": "1874."}]), "two options say the same: '1874'"),
        (
            changed(items=[*ITEMS, {"key": "x", "text": "Rope is hung", "answer": "y1902"}]),
            "two items say the same: 'rope is hung'",
        ),
        (
            changed(items=[*ITEMS[:2], {"key": "x", "text": "X", "answer": "y1874"}]),
            "two items have the answer 'y1874'",
        ),
        (
            changed(items=[*ITEMS[:2], {"key": "x", "text": "X", "answer": "y1900"}]),
            "the answer 'y1900' of the item 'x' is no option's key",
        ),
    ],
)
def test_what_the_check_finds(data: dict[str, Any], message: str) -> None:
    matching = kind("matching")
    assert message in list(matching.check(matching.from_json(data)))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (changed(items=[{"key": "rope", "text": "The rope"}]), "'answer' is missing"),
        (changed(options=[{"key": "a", "text": "A", "right": True}]), "unknown key 'right'"),
        (changed(items="rope"), "'items' is a list"),
    ],
)
def test_contents_that_cannot_be_read(data: dict[str, Any], message: str) -> None:
    with pytest.raises(BankError, match=message):
        kind("matching").from_json(data)
