"""Texts in which the words are marked that claims rest on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.claims import Span
from webapp.cards.pieces import pieces

SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)).filter(lambda span: span[0] < span[1]), max_size=5)


def written(text: str, spans: list[Span]) -> str:
    return "".join(f"[{piece.text}]" if piece.is_marked else piece.text for piece in pieces(text, spans))


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], "One two three."), ([(0, 5)], "[One] two three."), ([(6, 9), (2, 5)], "[One] [two] three."),
        ([(2, 6), (5, 9)], "[One two] three."), ([(10, 99)], "One two [three.]"), ([(90, 99)], "One two three."),
        ([(2, 5), (5, 6)], "[One ]two three."), ([(2, 16), (6, 9)], "[One two three.]"),
    ],
)  # fmt: skip
def test_what_lies_in_a_span_is_marked(spans: list[Span], expected: str) -> None:
    assert written("  One two three. \n", spans) == expected


@given(st.text(max_size=30), SPANS)
def test_the_pieces_are_the_text(text: str, spans: list[Span]) -> None:
    assert "".join(piece.text for piece in pieces(text, spans)) == text.strip()
