"""A timeline: full credit within the tolerance, less with every year beyond it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.grading import BadResponse
from question_bank.kinds import KINDS, kind
from question_bank.problems import BankError

from .examples import TIMELINE, grade
from .strategies import CONTENTS

TOLERANT = TIMELINE | {"tolerance": 2}


@pytest.mark.parametrize(
    ("data", "year", "score", "feedback"),
    [
        (TIMELINE, 1931, 1, ()),
        (TIMELINE, 1930, 20 / 21, ("1 year too early.",)),
        (TIMELINE, 1941, 11 / 21, ("10 years too late.",)),
        (TIMELINE, 1911, 1 / 21, ("20 years too early.",)),
        (TIMELINE, 1910, 0, ("21 years too early.",)),
        (TIMELINE, 2031, 0, ("100 years too late.",)),
        (TOLERANT, 1933, 1, ("Close enough: the year is 1931.",)),
        (TOLERANT, 1934, 20 / 21, ("3 years too late.",)),
        (TOLERANT, 1909, 1 / 21, ("22 years too early.",)),
        (TOLERANT, 1908, 0, ("23 years too early.",)),
    ],
)
def test_years(data: dict[str, Any], year: int, score: float, feedback: tuple[str, ...]) -> None:
    graded = grade("timeline", data, {"year": year})
    assert graded.score == pytest.approx(score)
    assert graded.feedback == feedback


@pytest.mark.parametrize("text", ["1931", " 1931 ", "in 1931", "May 1931", "1931-05-06"])
def test_a_typed_year_is_read_as_dates_are(text: str) -> None:
    assert grade("timeline", TIMELINE, {"year": text}).score == 1


@pytest.mark.parametrize("text", ["soon", "1930s", "19311", "5 May", "-1931x"])
def test_a_text_without_a_year_is_told_so(text: str) -> None:
    graded = grade("timeline", TIMELINE, {"year": text})
    assert (graded.score, graded.feedback) == (0, ("This could not be read as a year. Write it like 1990.",))


def test_nothing_typed() -> None:
    assert grade("timeline", TIMELINE, {"year": " "}).feedback == ("Nothing was answered.",)


@given(CONTENTS["timeline"], st.integers(1, 9999), st.integers(1, 9999))
def test_nearer_is_never_worse(content: Any, one: int, other: int) -> None:
    nearer, farther = sorted((one, other), key=lambda year: abs(year - content.answer))
    scores = [KINDS["timeline"].grade(content, {"year": year}).score for year in (nearer, farther)]
    assert scores[0] >= scores[1]


def test_what_is_shown() -> None:
    timeline = kind("timeline")
    content = timeline.from_json(TIMELINE)
    assert timeline.solution(content).year == 1931
    assert timeline.solution(content).text == "1931"


@pytest.mark.parametrize(
    ("response", "message"),
    [
        ({"year": 1931.0}, "a whole number from 1 to 9999"),
        ({"year": True}, "a whole number from 1 to 9999"),
        ({"year": 0}, "a whole number from 1 to 9999"),
        ({"year": 10**5000}, "a whole number from 1 to 9999"),
        ({"year": None}, "a whole number from 1 to 9999"),
        ({"year": "1" * 501}, "at most 500 characters"),
        ({"text": "1931"}, 'one key "year"'),
    ],
)
def test_responses_of_another_shape(response: Any, message: str) -> None:
    with pytest.raises(BadResponse, match=message):
        grade("timeline", TIMELINE, response)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"from": 2030, "to": 1870}, "a line of years is at least 8 years long: 'from' 2030 'to' 1870 is not"),
        ({"from": 1925, "to": 1932}, "a line of years is at least 8 years long: 'from' 1925 'to' 1932 is not"),
        ({"answer": 1869}, "the answer 1869 does not lie between 1870 and 2030"),
        ({"answer": 2031}, "the answer 2031 does not lie between 1870 and 2030"),
        ({"tolerance": 21}, "a tolerance of 21 years is more than an eighth of the line"),
        ({"from": 50}, "the years of a line lie between 100 and 9999"),
        ({"to": 10000}, "the years of a line lie between 100 and 9999"),
    ],
)
def test_what_the_check_finds(changes: dict[str, int], message: str) -> None:
    timeline = kind("timeline")
    assert message in list(timeline.check(timeline.from_json(TIMELINE | changes)))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"answer": "1931-05-06"}, "'answer' holds whole numbers"),
        ({"from": "-5"}, "'from' holds whole numbers"),
        ({"tolerance": "few"}, "'tolerance' holds whole numbers"),
        ({"unit": "years"}, "unknown key 'unit'; known here: answer, from, stem, to, tolerance"),
    ],
)
def test_contents_that_cannot_be_read(changes: dict[str, str], message: str) -> None:
    with pytest.raises(BankError, match=message):
        kind("timeline").from_json(TIMELINE | changes)
