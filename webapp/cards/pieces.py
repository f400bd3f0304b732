"""A text in pieces: those that something rests on, and what stands between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from question_bank.claims import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a text; with ``is_marked`` something rests on them."""

    text: str
    is_marked: bool


def pieces(text: str, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """The text without white space around it, marked where any of ``spans`` (code points of ``text``) lies.

    Spans may overlap; what lies outside the text is left out.
    """
    first = len(text) - len(text.lstrip())
    found = _pieces(text[: len(text.rstrip())], first, sorted(spans))
    return tuple(piece for piece in found if piece.text)


def _pieces(text: str, at: int, spans: Iterable[Span]) -> Iterator[Piece]:
    marked_to = at
    for start, end in _joined(spans):
        begins, ends = max(start, marked_to), min(end, len(text))
        if begins < ends:
            yield Piece(text[marked_to:begins], is_marked=False)
            yield Piece(text[begins:ends], is_marked=True)
            marked_to = ends
    yield Piece(text[marked_to:], is_marked=False)


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Ordered spans, those as one that touch or overlap."""
    last: Span | None = None
    for span in spans:
        if last is not None and span[0] <= last[1]:
            last = (last[0], max(last[1], span[1]))
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last
