"""Sources in one line, what the browser grades by, and what a plain form answered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from question_bank.kinds import KINDS
from webapp.cards import grading_for_browser, read_response

from .cards import SOURCE, of_kind, shown, small_bank


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
    grading = grading_for_browser(shown(question))
    assert grading["by"] == "keys"
    assert sorted(grading["right"]) == ["bridge", "ride"]
    assert grading["feedback"]["motor"] == "The article has a motor but no complaint of hers."
    assert "bridge" not in grading["feedback"]


@pytest.mark.parametrize(
    ("kind", "by"), [("card", "self"), ("cloze", "check"), ("short", "check"), ("number", "check"), ("date", "check")]
)
def test_other_kinds_are_graded_by_the_server_or_the_student(kind: str, by: str) -> None:
    assert grading_for_browser(of_kind(kind)) == {"by": by}


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
    ],
)
def test_the_response_of_a_plain_form(
    kind: str, fields: list[tuple[str, str]], response: dict[str, Any] | None
) -> None:
    assert read_response(kind, MultiDict(fields)) == response


@pytest.mark.parametrize("kind", [name for name in KINDS if name != "card"])
def test_what_a_form_answered_has_the_shape_that_the_kind_grades(kind: str) -> None:
    card = of_kind(kind)
    fields = {
        "chosen": card.prompt.options[0][0] if card.prompt.options else "",
        "text": "1874",
        **{f"gap-{name}": "1874" for name, _ in card.prompt.gaps},
    }
    response = read_response(kind, MultiDict(fields))
    assert response is not None
    assert 0 <= card.content.grade(response).score <= 1
