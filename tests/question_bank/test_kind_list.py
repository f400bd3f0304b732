"""Lists: any order, every variant, each item once, and the assignment that is best for the student."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.grading import BadResponse, Outcome
from question_bank.kinds import KINDS, kind
from question_bank.kinds.list_grading import best_assignment
from question_bank.problems import BankError

from .examples import LIST, grade
from .strategies import CONTENTS, words

WRONG_WAY = ("The historian gave most of it.", "The town gave the land.")


@pytest.mark.parametrize(
    ("items", "score", "parts", "feedback"),
    [
        (["Tomas Veld", "Greta Holm", "Millbrook"], 1, "right right right", ()),
        (["the town of Millbrook", "VELD", "Frau Holm"], 1, "right right right", ()),
        (
            ["Milbrook", "Thomas Veld", "Holm"],
            1,
            "right right right",
            ("A small slip of spelling: **Millbrook**.", "A small slip of spelling: **Tomas Veld**."),
        ),
        (["Veld", "Holm"], 2 / 3, "right right wrong", ("The town gave the land.",)),
        (["Veld", "", "Holm"], 2 / 3, "right wrong right", ("The town gave the land.",)),
        (
            ["Veld", "Tomas Veld", "Holm"],
            2 / 3,
            "right wrong right",
            ("Named twice, counted once: **Tomas Veld**.", "The town gave the land."),
        ),
        (["board", "!"], 0, "wrong wrong wrong", ("The board gave nothing.", *WRONG_WAY)),
        (["the king", "the queen"], 0, "wrong wrong wrong", WRONG_WAY),
        ([], 0, "wrong wrong wrong", ("Nothing was answered.",)),
        (["", " ", "?"], 0, "wrong wrong wrong", ("Nothing was answered.",)),
    ],
)
def test_entries(items: list[str], score: float, parts: str, feedback: tuple[str, ...]) -> None:
    graded = grade("list", LIST, {"items": items})
    assert graded.score == pytest.approx(score)
    assert graded.feedback == feedback
    assert graded.parts == {str(place): Outcome(part) for place, part in enumerate(parts.split())}


def test_some_of_the_items_are_enough_where_no_more_are_asked_for() -> None:
    data = LIST | {"least": 2}
    graded = grade("list", data, {"items": ["Holm", "Millbrook"]})
    assert (graded.outcome, graded.score, graded.feedback) == (Outcome.RIGHT, 1, ())
    assert grade("list", data, {"items": ["Veld"]}).score == 0.5
    assert grade("list", data, {"items": ["Veld"]}).feedback == ()
    assert kind("list").solution(kind("list").from_json(data)).text == (
        "2 of: Tomas Veld; Greta Holm; the town of Millbrook"
    )


SHARED = {
    "stem": "Name two presidents.",
    "items": [{"accept": ["Lee Myung-bak", "Lee"]}, {"accept": ["Lee Jae-myung", "Lee", "the lawyer"]}],
}


@pytest.mark.parametrize(
    ("items", "score"),
    [
        (["Lee", "Lee Myung-bak"], 1),  # first come would give "Lee" to him
        (["Lee Myung-bak", "Lee"], 1),
        (["Lee", "the lawyer"], 1),
        (["Lee", "Lee"], 0.5),
        (["Lee", "LEE!"], 0.5),
    ],
)
def test_an_entry_that_fits_two_items_goes_where_it_is_needed(items: list[str], score: float) -> None:
    assert grade("list", SHARED, {"items": items}).score == score


def test_a_slip_counts_for_the_item_it_comes_nearest_to() -> None:
    data = {"stem": "Name both.", "items": [{"accept": ["Andreyev"]}, {"accept": ["Andreev"]}]}
    assert grade("list", data, {"items": ["Andreev", "Andreyev"]}).score == 1
    assert grade("list", data, {"items": ["Andreev", "Andreevv"]}).score == 0.5


def test_a_figure_without_its_scale_counts_half() -> None:
    data = {"stem": "Name both sums.", "items": [{"accept": ["11 billion dollars"]}, {"accept": ["50 tonnes"]}]}
    graded = grade("list", data, {"items": ["50 t", "11"]})
    assert graded.score == 0.75
    assert graded.parts == {"0": Outcome.RIGHT, "1": Outcome.PARTLY}


@given(CONTENTS["list"], st.data())
def test_the_order_of_the_entries_does_not_matter(content: Any, data: st.DataObject) -> None:
    known = [answer for item in content.items for answer in item.accept]
    entry = st.sampled_from(known) | st.sampled_from(known).map(lambda answer: answer + "s") | words | st.just("")
    entries = data.draw(st.lists(entry, max_size=content.asked))
    turned = data.draw(st.permutations(entries))
    scores = [KINDS["list"].grade(content, {"items": items}).score for items in (entries, turned)]
    assert scores[0] == pytest.approx(scores[1])


@given(CONTENTS["list"], st.data())
def test_any_variants_of_as_many_items_as_are_asked_for_are_right(content: Any, data: st.DataObject) -> None:
    some = data.draw(st.permutations(content.items))[: content.asked]
    entries = [data.draw(st.sampled_from(item.accept)) for item in some]
    assert KINDS["list"].grade(content, {"items": entries}).outcome is Outcome.RIGHT


@given(CONTENTS["list"], st.data())
def test_one_item_counts_once_however_often_it_is_named(content: Any, data: st.DataObject) -> None:
    item = data.draw(st.sampled_from(content.items))
    entries = data.draw(st.lists(st.sampled_from([item.accept[0], item.accept[0].upper()]), min_size=1, max_size=2))
    graded = KINDS["list"].grade(content, {"items": entries})
    assert graded.score == pytest.approx(1 / content.asked)
    assert list(graded.parts.values()).count(Outcome.RIGHT) == 1


@given(st.lists(st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=3, max_size=3), max_size=4))
def test_the_assignment_is_the_best_there_is(scores: list[list[float]]) -> None:
    given_columns = best_assignment(scores)
    taken = [column for column in given_columns if column is not None]
    assert len(set(taken)) == len(taken)
    total = sum(scores[row][column] for row, column in enumerate(given_columns) if column is not None)
    padded = [row + [0.0] * len(scores) for row in scores]
    best = max(
        sum(row[column] for row, column in zip(padded, columns, strict=True))
        for columns in permutations(range(3 + len(scores)), len(scores))
    )
    assert total == best


def test_what_is_shown() -> None:
    content = kind("list").from_json(LIST)
    assert kind("list").solution(content).text == "Tomas Veld; Greta Holm; the town of Millbrook"


@pytest.mark.parametrize(
    ("response", "message"),
    [
        ({"items": "Veld"}, "a list of at most 3 texts"),
        ({"items": ["Veld", "Holm", "Millbrook", "the board"]}, "a list of at most 3 texts"),
        ({"items": {"0": "Veld"}}, "a list of at most 3 texts"),
        ({"items": [5]}, "is a text"),
        ({"items": ["a\x00"]}, "cannot be stored"),
        ({"text": "Veld"}, 'one key "items"'),
    ],
)
def test_responses_of_another_shape(response: Any, message: str) -> None:
    with pytest.raises(BadResponse, match=message):
        grade("list", LIST, response)


ITEMS: list[dict[str, Any]] = LIST["items"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"items": ITEMS[:1]}, "a list has 2 to 7 items, not 1"),
        ({"least": 4}, "'least' lies between 2 and the 3 items, not at 4"),
        ({"least": 1}, "'least' lies between 2 and the 3 items, not at 1"),
        ({"items": [*ITEMS, {"accept": ["a Tomas Veld"]}]}, "two items show the same answer: 'tomas veld'"),
        ({"items": [*ITEMS, {"accept": ["?"]}]}, "item '?': the accepted answer '?' has neither letters nor digits"),
        ({"items": [*ITEMS, {"accept": ["Board"]}]}, "item 'Board': 'the board' is accepted and wrong at once"),
    ],
)
def test_what_the_check_finds(changes: dict[str, Any], message: str) -> None:
    kind_of_list = kind("list")
    assert message in list(kind_of_list.check(kind_of_list.from_json(LIST | changes)))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"items": [{"accept": []}]}, "'accept' needs at least 1 of them"),
        ({"items": [{"text": "Veld"}]}, "'accept' is missing"),
        ({"least": "two"}, "'least' holds whole numbers"),
        ({"wrong": [{"accept": ["x"]}]}, "'feedback' is missing"),
    ],
)
def test_contents_that_cannot_be_read(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(BankError, match=message):
        kind("list").from_json(LIST | changes)
