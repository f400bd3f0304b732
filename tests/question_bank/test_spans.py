"""Words are found where they stand, however the text breaks its lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.spans import find_span, read_places, written_places

TEXT = "The rope\nwas hung in 1874,\u00a0they say."


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("The rope was hung", "The rope\nwas hung"),
        ("1874, they  say.", "1874,\u00a0they say."),
        ("rope", "rope"),
        ("a.c", None),
        ("  ", None),
        ("the bridge", None),
    ],
)
def test_words_are_found_where_they_stand(words: str, found: str | None) -> None:
    span = find_span(TEXT, words)
    assert (TEXT[slice(*span)] if span else None) == found


@given(st.text(alphabet="ab \n.*[", max_size=30), st.data())
def test_any_part_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    words = text[start : data.draw(st.integers(start, len(text)))]
    span = find_span(text, words)
    assert (span is None) == (not words.split())
    assert span is None or text[slice(*span)].split() == words.split()


@given(st.integers(0, 10**8), st.integers(0, 10**8))
def test_places_are_read_as_they_are_written(start: int, end: int) -> None:
    assert read_places(written_places((start, end))) == (start, end)


def test_words_are_no_places() -> None:
    assert read_places("12 of 40") is None
