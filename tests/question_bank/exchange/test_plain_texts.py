"""Aiken, Quizlet's text, and our own JSON and YAML."""

from __future__ import annotations

import json

import pytest

from question_bank.exchange.drafts import ExchangeError
from question_bank.exchange.quizlet import read_with

from .reading import data_of, only, option, read

AIKEN = "Which river?\nA. Sorrel\nB) Tumen\nC. Yalu\nANSWER: B\n"


def test_aiken_is_a_line_options_and_the_letter_of_the_right_one() -> None:
    assert data_of(only("aiken", AIKEN)) == {
        "kind": "choice",
        "stem": "Which river?",
        "options": [option("a", "Sorrel"), option("b", "Tumen", right=True), option("c", "Yalu")],
    }


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
def test_a_byte_order_mark_is_no_part_of_the_question(mark: bytes) -> None:
    assert only("aiken", mark + AIKEN.encode()).title == "Which river?"
    assert only("aiken", AIKEN.encode("utf-16")).title == "Which river?"


def test_one_broken_question_leaves_the_others_whole() -> None:
    items = read("aiken", f"{AIKEN}\nWithout an answer\nA. one\nB. two\n\nWrong letter\nA. x\nB. y\nANSWER: D\n")
    assert [bool(item.refused) for item in items] == [False, True, True]
    assert "ANSWER:" in items[1].refused
    assert "not the letter" in items[2].refused


def test_quizlet_rows_are_cards() -> None:
    items = read("quizlet", "ferry\ta boat on a rope\nferryman\twho pulls it\nnothing\n")
    assert [data_of(item)["back"] for item in items[:2]] == ["a boat on a rope", "who pulls it"]
    assert "divides front and back" in items[2].refused


def test_signs_of_ones_own_let_definitions_have_line_breaks() -> None:
    (item,) = read_with("ferry ~ a boat\non a rope ***\n", between=" ~ ", behind=" ***")
    assert data_of(item)["back"] == "a boat\non a rope"


def test_our_json_knows_what_is_not_ours() -> None:
    for text in ("{", "[]", '{"format": "other"}', '{"format": "tumen-questions", "version": 2, "questions": []}'):
        with pytest.raises(ExchangeError):
            read("json", text)


def test_an_entry_that_is_no_question_is_refused_and_the_rest_is_read() -> None:
    card = {"id": "one", "kind": "card", "front": "a", "back": "b", "status": "published"}
    document = {"format": "tumen-questions", "version": 1, "questions": [card, 7, {"kind": "spell"}, {"id": [1]}]}
    items = read("json", json.dumps(document))
    assert [bool(item.draft) for item in items] == [True, False, False, False]
    assert "status" not in data_of(items[0])


def test_a_file_of_the_bank_can_be_read_as_yaml() -> None:
    item = only("yaml", "topic: x\nquestions:\n  - id: one\n    kind: card\n    front: 010\n    back: no\n")
    assert data_of(item) == {"kind": "card", "front": "010", "back": "no"}


@pytest.mark.parametrize(
    "text", ["questions: &a [*a]", "questions: !!python/object/apply:os.system [ls]", "- 1", "a: ["]
)
def test_yaml_makes_no_objects_and_follows_no_aliases(text: str) -> None:
    with pytest.raises(ExchangeError):
        read("yaml", text)
