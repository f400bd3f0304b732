"""What a claim may be made of is found in a text, where it stands, and read as an answer would be."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.actors import Actor
from question_bank.claim_values import read_value
from question_bank.claims import ClaimKind
from question_bank.marking import MOST_MARKS, MarkKind, marks, pieces

ACTORS = (
    Actor(id="holm", name="Greta Holm", aliases=("Holm",), line="Ferrywoman."),
    Actor(id="board", name="the Navigation Board", aliases=("the Board",), line="It licenses."),
)


def found(text: str) -> list[tuple[str, str]]:
    return [(mark.kind.value, text[mark.start : mark.end]) for mark in marks(text, ACTORS)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It began on 5 May 1874.", [("date", "5 May 1874")]),
        ("On May 5, 1874 it began.", [("date", "May 5, 1874")]),
        ("By 1874-05-05 it ran.", [("date", "1874-05-05")]),
        ("In May 1874, or 1875.", [("date", "May 1874"), ("date", "1875")]),
        ("They may 3 times.", []),
        ("In the 1990s a motor came.", []),
        ("It cost $11 million.", [("figure", "$11 million")]),
        ("It cost 11 million dollars, they say.", [("figure", "11 million dollars")]),
        ("Some 90% ride, or 90 percent.", [("figure", "90%"), ("figure", "90 percent")]),
        ("It carries 28,500 people.", [("figure", "28,500 people")]),
        ("It carries 2,000 goats a year.", [("figure", "2,000")]),
        ("Chapter 7.", []),
        ("Greta Holm rows; Holm sings.", [("name", "Greta Holm"), ("name", "Holm")]),
        ("Holmes rows.", []),
        ("In 2,014 boats.", [("figure", "2,014")]),
    ],
)
def test_dates_figures_and_names_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_a_sentence_in_which_somebody_says_something_is_a_statement_of_theirs() -> None:
    text = "The rope is old. Greta Holm says that 90 percent come for the ride. The Board rests."
    statement = next(mark for mark in marks(text, ACTORS) if mark.kind is MarkKind.STATEMENT)
    assert (text[statement.start : statement.end], statement.actor) == (
        "Greta Holm says that 90 percent come for the ride.",
        "holm",
    )
    assert [kind for kind, _ in found("They say that Veld rows.")] == []


@given(st.text(alphabet="15 ,.$%May203\nGreta Holm says", max_size=120))
def test_marks_lie_in_the_text_do_not_overlap_and_are_read(text: str) -> None:
    plain = [mark for mark in marks(text, ACTORS) if mark.kind is not MarkKind.STATEMENT]
    for mark, following in pairwise(plain):
        assert mark.end <= following.start
    for mark in plain:
        assert 0 <= mark.start < mark.end <= len(text)
        if mark.value is not None:
            kind = ClaimKind.DATE if mark.kind is MarkKind.DATE else ClaimKind.FIGURE
            assert mark.value == text[mark.start : mark.end]
            assert read_value(kind, mark.value)
    assert "".join(piece.text for piece in pieces(text, marks(text, ACTORS))) == text


@pytest.mark.parametrize("piece", ["5", "1,", "a. ", "$", "90 ", "May ", "5 May ", "Holm says "])
def test_hostile_texts_cost_little(piece: str) -> None:
    began = time.process_time()
    assert len(marks(piece * (60_000 // len(piece)), ACTORS)) <= MOST_MARKS
    assert time.process_time() - began < 1.5
