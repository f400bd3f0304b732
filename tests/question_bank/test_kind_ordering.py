"""Ordering: credit by the pairs in the right order, and nothing for an order at random."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.grading import BadResponse, Outcome
from question_bank.kinds import KINDS, kind
from question_bank.problems import BankError

from .examples import ORDERING, grade
from .strategies import CONTENTS

KEYS = ["rope", "motor", "count", "bridge"]


@pytest.mark.parametrize(
    ("order", "score", "parts", "feedback"),
    [
        ("rope motor count bridge", 1, "right right right right", ()),
        (
            "motor rope count bridge",
            2 / 3,
            "wrong wrong right right",
            ("Nearly: two neighbours are the wrong way round.",),
        ),
        (
            "motor rope bridge count",
            1 / 3,
            "wrong wrong wrong wrong",
            ("4 of the 6 pairs are in the right order.",),
        ),
        ("bridge rope motor count", 0, "wrong wrong wrong wrong", ("3 of the 6 pairs are in the right order.",)),
        ("bridge motor count rope", 0, "wrong right right wrong", ("1 of the 6 pairs is in the right order.",)),
        ("bridge count motor rope", 0, "wrong wrong wrong wrong", ("This is the right order turned round.",)),
        ("", 0, "wrong wrong wrong wrong", ("Nothing was answered.",)),
    ],
)
def test_orders(order: str, score: float, parts: str, feedback: tuple[str, ...]) -> None:
    graded = grade("ordering", ORDERING, {"order": order.split()})
    assert graded.score == pytest.approx(score)
    assert graded.feedback == feedback
    assert graded.parts == dict(zip(KEYS, map(Outcome, parts.split()), strict=True))


@given(CONTENTS["ordering"], st.data())
def test_another_pair_put_right_never_lowers_the_score(content: Any, data: st.DataObject) -> None:
    places = {item.key: place for place, item in enumerate(content.items)}
    order = data.draw(st.permutations(list(places)))
    inverted = [place for place in range(len(order) - 1) if places[order[place]] > places[order[place + 1]]]
    before = KINDS["ordering"].grade(content, {"order": order}).score
    for place in inverted[:1]:
        order[place], order[place + 1] = order[place + 1], order[place]
    assert KINDS["ordering"].grade(content, {"order": order}).score >= before


def test_half_of_all_orders_earn_nothing() -> None:
    scores = [grade("ordering", ORDERING, {"order": list(order)}).score for order in permutations(KEYS)]
    assert sum(score == 0 for score in scores) >= len(scores) / 2
    assert sum(score == 1 for score in scores) == 1


def test_the_solution_gives_the_order_and_the_dates() -> None:
    solution = kind("ordering").solution(kind("ordering").from_json(ORDERING))
    assert solution.order == tuple(KEYS)
    assert solution.items == {"rope": "1874", "motor": "spring 1931", "bridge": "2020"}
    assert solution.text.startswith("The rope is hung (1874); A motor is built in (spring 1931); Closures are counted;")


@pytest.mark.parametrize(
    ("response", "message"),
    [
        ({"order": "rope"}, "keys of all items"),
        ({"order": KEYS[:3]}, "keys of all items"),
        ({"order": ["rope", "rope", "motor", "count"]}, "each item of this question once"),
        ({"order": ["rope", "motor", "count", "sail"]}, "each item of this question once"),
        ({"order": [["rope"], "motor", "count", "bridge"]}, "each item of this question once"),
        ({"items": KEYS}, 'one key "order"'),
    ],
)
def test_responses_of_another_shape(response: Any, message: str) -> None:
    with pytest.raises(BadResponse, match=message):
        grade("ordering", ORDERING, response)


ITEMS: list[dict[str, Any]] = ORDERING["items"]


@pytest.mark.parametrize(
    ("items", "message"),
    [
        (ITEMS[:2], "an ordering has 3 to 7 items, not 2"),
        ([*ITEMS, ITEMS[0]], "the item key 'rope' stands twice"),
        ([*ITEMS, {"key": "x", "text": "The bridge opens."}], "two items say the same: 'bridge opens'"),
    ],
)
def test_what_the_check_finds(items: list[dict[str, Any]], message: str) -> None:
    ordering = kind("ordering")
    assert message in list(ordering.check(ordering.from_json(ORDERING | {"items": items})))


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ({"text": "The rope"}, "'key' is missing"),
        ({"key": "rope", "text": "The rope", "year": "1874"}, "unknown key 'year'"),
        ({"key": "rope", "text": "The rope", "when": "x" * 301}, "'when' has 301 characters"),
    ],
)
def test_contents_that_cannot_be_read(item: dict[str, Any], message: str) -> None:
    with pytest.raises(BankError, match=message):
        kind("ordering").from_json(ORDERING | {"items": [*ITEMS, item]})
