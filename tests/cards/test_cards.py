"""Sources in one line, what the browser grades by, and what a plain form answered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from question_bank.grading import BadResponse
from question_bank.kinds import KINDS, kind
from tests.question_bank.responses import right_response
from webapp.cards import grading_for_browser, read_response
from webapp.cards.responses import entered_of

from .cards import SOURCE, example, of_kind, small_bank


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "Ada Wren and Tomas Veld, The Millbrook Courier, 2019"),
        ({"authors": ("Ada Wren",), "published_on": "2019"}, "Ada Wren, The Millbrook Courier, 2019"),
        ({"authors": ("A", "B", "C"), "publisher": None}, "A and others, 2019"),
        ({"authors": ()}, "“Crossing the Sorrel”, The Millbrook Courier, 2019"),
        ({"authors": (), "publisher": "publisher unknown"}, "“Crossing the Sorrel”, 2019"),
    ],
)
def test_the_source_in_one_line(changes: dict[str, Any], line: str) -> None:
    assert replace(SOURCE, **changes).line == line


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//x.example", None])
def test_only_web_addresses_become_links(address: str | None) -> None:
    assert SOURCE.link == "https://example.org/ferry"
    assert replace(SOURCE, address=address).link is None


def test_choices_are_graded_by_their_keys() -> None:
    question = small_bank().questions["ferry-closures-choice"]
    grading = grading_for_browser(question, question.solution())
    assert grading["by"] == "keys"
    assert sorted(grading["right"]) == ["bridge", "ride"]
    assert grading["feedback"]["motor"] == "The article has a motor but no complaint of hers."
    assert "bridge" not in grading["feedback"]


def test_positions_are_graded_by_their_keys_too_whichever_options_are_shown() -> None:
    card = example("position")
    grading = grading_for_browser(card.content, card.solution)
    assert (grading["by"], grading["right"]) == ("keys", ["veld-bridge"])
    assert set(grading["feedback"]) == {option.key for option in card.content.content.options} - {"veld-bridge"}


@pytest.mark.parametrize(
    ("kind", "by"),
    [("card", "self"), *((each, "check") for each in KINDS if each not in {"card", "choice", "position"})],
)
def test_other_kinds_are_graded_by_the_server_or_the_student(kind: str, by: str) -> None:
    card = of_kind(kind)
    assert grading_for_browser(card.content, card.solution) == {"by": by}


@pytest.mark.parametrize(
    ("kind", "fields", "response"),
    [
        ("card", [("text", "x")], None),
        ("choice", [], None),
        ("choice", [("chosen", "b"), ("chosen", "a"), ("seed", "1")], {"chosen": ["b", "a"]}),
        ("cloze", [("gap-year", " "), ("gap-town", "")], None),
        ("cloze", [("gap-year", "1874 "), ("gap-town", "")], {"gaps": {"year": "1874", "town": ""}}),
        ("short", [("text", "  ")], None),
        ("short", [], None),
        ("number", [("text", " 11 million ")], {"text": "11 million"}),
        ("date", [("text", "1874")], {"text": "1874"}),
        ("position", [("chosen", "holm")], {"chosen": ["holm"]}),
        ("matching", [("pair-a", ""), ("pair-b", "")], None),
        ("matching", [("pair-a", "x"), ("pair-b", "")], {"pairs": {"a": "x"}}),
        ("ordering", [("place-a", ""), ("place-b", "")], None),
        ("ordering", [("place-a", "2"), ("place-b", "3"), ("place-c", "1")], {"order": ["c", "a", "b"]}),
        ("list", [("entry-0", " "), ("entry-1", "")], None),
        ("list", [("entry-1", " hay "), ("entry-0", "")], {"items": ["", "hay"]}),
        ("timeline", [("year", " ")], None),
        ("timeline", [("year", "1994")], {"year": "1994"}),
    ],
)
def test_the_response_of_a_plain_form(
    kind: str, fields: list[tuple[str, str]], response: dict[str, Any] | None
) -> None:
    assert read_response(kind, MultiDict(fields)) == response


@pytest.mark.parametrize(
    ("places", "message"),
    [
        ({"a": "1", "b": "1", "c": "2"}, "Give each item a place of its own: 2 of them stand at place 1."),
        ({"a": "1", "b": "", "c": "2"}, "Give every item a place: 1 has none yet."),
        ({"a": "", "b": "", "c": "2"}, "Give every item a place: 2 have none yet."),
    ],
)
def test_places_that_make_no_order_are_asked_for_again(places: dict[str, str], message: str) -> None:
    with pytest.raises(BadResponse, match=message):
        read_response("ordering", MultiDict({f"place-{item}": place for item, place in places.items()}))


@pytest.mark.parametrize("name", [name for name in KINDS if name != "card"])
def test_what_a_form_answered_has_the_shape_that_the_kind_grades_and_can_be_shown_again(name: str) -> None:
    card = of_kind(name)
    response = right_response(kind(name), card.content.content)
    entered = MultiDict((field, value) for field, values in entered_of(response).items() for value in values)
    read = read_response(name, entered)
    assert read is not None
    assert card.content.grade(read).score == 1
    assert entered_of(read) == entered_of(response)
