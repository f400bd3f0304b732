"""GIFT as Moodle and people write it."""

from __future__ import annotations

import pytest

from .reading import data_of, only, option, read


def test_each_type_is_told_by_what_stands_in_the_braces() -> None:
    text = (
        "// a comment\n$CATEGORY: $course$/top/rivers\n\n"
        "::A:: Which? {=one#yes ~two#no ~three#never####Because.}\n\nTrue? {T#no#yes}\n\nHow many? {#11:0.5}\n\n"
        "Who? {=Grant =%0%Lee#His rival.}\n\nPair {=a -> b =c -> d = -> e}\n\nTell {####Like this.}\n\nBetween {#2..4}"
    )
    kinds = [data_of(item)["kind"] for item in read("gift", text)]
    assert kinds == ["choice", "choice", "number", "short", "matching", "card", "number"]


def test_a_choice_brings_its_feedback_and_the_general_one() -> None:
    data = data_of(only("gift", "Which? {=one#yes ~two#no ~three####Because.}"))
    assert data["options"] == [
        option("a", "one", right=True, feedback="yes"), option("b", "two", feedback="no"), option("c", "three")
    ]  # fmt: skip
    assert data["explanation"] == "Because."


def test_weights_make_several_answers_right() -> None:
    data = data_of(only("gift", "Which? {~%50%one ~%50%two ~%-100%three}"))
    assert [each.get("right", False) for each in data["options"]] == [True, True, False]


def test_a_part_of_the_credit_is_said_to_be_lost() -> None:
    item = only("gift", "Which? {=one ~%50%two ~three}")
    assert item.changed == ("what earned a part of the credit earns none here: two",)


def test_a_missing_word_leaves_a_line_where_it_was() -> None:
    assert data_of(only("gift", "The {=ferry} runs."))["stem"] == "The _____ runs."


def test_escaped_signs_and_line_breaks_are_what_they_stand_for() -> None:
    data = data_of(only("gift", r"[markdown]2 \= 2\nand \{so\}? {=a\~b ~c\:d ~e\#f}"))
    assert data["stem"] == "2 = 2\nand {so}?"
    assert [each["text"] for each in data["options"]] == ["a~b", "c:d", "e#f"]


def test_figures_may_be_given_as_a_range() -> None:
    data = data_of(only("gift", "Between {#2..4}"))
    assert data["answer"] == {"number": "3"}
    assert data["tolerance"] == {"absolute": "1"}


def test_a_question_is_known_by_its_id_and_keeps_its_tags() -> None:
    item = only(
        "gift", "// [id:q-7] [tag:claim:ferry-cost] [tag:importance:core] [tag:week 3] [tag:Rivers]\nWho? {=Grant}"
    )
    assert item.draft is not None
    assert item.draft.name == "q-7"
    assert data_of(item)["claims"] == ["ferry-cost"]
    assert data_of(item)["importance"] == "core"
    assert data_of(item)["tags"] == ["rivers"]
    assert item.changed == ("the tags are left out: week 3",)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Only words.", "a description asks nothing"),
        ("Essay {}", "says nothing of what would be right"),
        ("Open {=a", "braces do not match"),
        ("Sum {#{x}+1}", "braces do not match"),
        ("Sum {#2*x}", "formulas are not worked out here"),
        ("Which? {~one ~two ~three", "braces do not match"),
    ],
)
def test_what_is_no_question_here_is_refused_with_the_reason(text: str, why: str) -> None:
    assert why in only("gift", text).refused


def test_the_same_question_twice_comes_once() -> None:
    one, other = read("gift", "Who? {=Grant}\n\nWho? {=Lee}")
    assert one.draft is not None
    assert other.refused.startswith("it stands already as number 1 of the file: ")
