"""The letters that stand for actors: short, each for one alone, and kept when others are added."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.history.actor_marks import marks_of


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("Russia", "Ru"),
        ("North Korea", "NK"),
        ("the United States", "US"),
        ("Vladimir Putin", "VP"),
        ("Russian policymakers", "RP"),
        ("the author of A Brotherly Bond", "AB"),
        ("the author of the short note", "AS"),
        ("the board", "Bo"),
        ("X", "X"),
        ("—", "?"),
    ],
)
def test_a_mark_is_taken_from_the_name(name: str, mark: str) -> None:
    assert marks_of((("key", name),)) == {"key": mark}


def test_names_that_begin_alike_have_marks_of_their_own() -> None:
    names = (
        "Russia",
        "the Russian foreign ministry",
        "Russian policymakers",
        "Russian employers",
        "Russian police",
        "Ru",
    )
    marks = [*marks_of(tuple((name, name) for name in names)).values()]
    assert marks == ["Ru", "RF", "RP", "RE", "Rs", "R2"]


@given(st.lists(st.tuples(st.text(min_size=1, max_size=3), st.text(max_size=12)), unique_by=lambda pair: pair[0]))
def test_no_two_marks_are_alike_and_those_of_the_first_stay(actors: list[tuple[str, str]]) -> None:
    marks = marks_of(tuple(actors))
    assert len({mark.casefold() for mark in marks.values()}) == len(actors)
    before = marks_of(tuple(actors[:-1]))
    assert {key: marks[key] for key in before} == before
