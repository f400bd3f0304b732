"""Finding words in a text by where they stand: offsets in code points, the end excluded."""

from __future__ import annotations

import re

from .claims import Span

_PLACES = re.compile(r"(\d{1,9})\s*[-\u2013]\s*(\d{1,9})", re.ASCII)


def find_span(text: str, words: str) -> Span | None:
    """Where the words stand first in the text, however they are broken into lines; None where they do not."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    found = re.search(pattern, text) if pattern else None
    return found.span() if found else None


def read_places(written: str) -> Span | None:
    """The span in ``12-40``; None where that is not what is written."""
    match = _PLACES.fullmatch(written.strip())
    return (int(match[1]), int(match[2])) if match else None


def written_places(span: Span) -> str:
    """``12-40``, as ``read_places`` reads it."""
    return f"{span[0]}-{span[1]}"
