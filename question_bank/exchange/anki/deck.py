"""What an Anki package holds, as far as it can go in either direction: notes, their cards, and every review."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from typing import NamedTuple


class ReviewKind(IntEnum):
    """What a review was (``revlog.type``). Rows of other types were not made by answering."""

    LEARN = 0
    REVIEW = 1
    RELEARN = 2
    FILTERED = 3  # out of turn; with factor 0 it left the schedule alone


class Review(NamedTuple):
    """An answer at ``at_ms`` since 1970, rated 1 to 4. ``counts``: it changed the schedule."""

    at_ms: int
    rating: int
    duration_ms: int
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCard:
    """A card of a note; ``ordinal`` counts its templates or gaps from 0. ``changed_s`` is in seconds since 1970."""

    ordinal: int
    suspended: bool
    buried: bool
    changed_s: int
    reviews: tuple[Review, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNote:
    """A note, known everywhere by its ``guid``."""

    guid: str
    cards: tuple[ReadCard, ...]


def note_guid(bank: str, question: str) -> str:
    """The guid of the note of a question: the same in every export, so that Anki updates the note it has."""
    return sha256(f"tumen\0{bank}\0{question}".encode()).hexdigest()[:20]
