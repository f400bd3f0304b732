"""Today's queue, assembled from candidates in named steps: due first, then new, siblings apart, within the limits.

The database brings the candidates, each list in the order in which it wants them shown; which of them come is decided
here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from typing import NamedTuple

from .memory import State
from .settings import LEARN_AHEAD


class Candidate(NamedTuple):
    """A card that may be shown; ``claim_id`` is its question's primary claim, which it shares with its siblings."""

    question_id: int
    claim_id: int
    state: State
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Cards in their steps (any due time), cards in review that are due today, and questions never answered.

    ``reviews`` and ``new`` are read only as far as they are needed, so that they may come from the database in pages.
    """

    learning: Collection[Candidate]
    reviews: Iterable[Candidate]
    new: Iterable[Candidate]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remaining:
    """How many new cards and reviews the day still takes."""

    new: int
    reviews: int


def assemble(
    candidates: Candidates, *, now: datetime, remaining: Remaining, claims_of_today: Collection[int] = (), limit: int
) -> list[Candidate]:
    """At most ``limit`` cards in the order of showing.

    First steps that are due, then reviews, then new cards; steps that come due within the learn-ahead time are last.
    ``claims_of_today`` are the claims of cards that were answered today: their siblings wait for another day. Cards in
    their steps are today's already and do not wait for siblings.
    """
    started = [card for card in candidates.learning if _due(card, now)]
    ahead = [card for card in candidates.learning if not _due(card, now) and _due(card, now + LEARN_AHEAD)]
    taken = {card.claim_id for card in candidates.learning} | set(claims_of_today)
    reviews = islice(_apart(candidates.reviews, taken), max(0, remaining.reviews))
    new = islice(_apart(candidates.new, taken), max(0, remaining.new))
    return list(islice(chain(_by_due(started), reviews, new, _by_due(ahead)), limit))


def _due(card: Candidate, now: datetime) -> bool:
    return card.due_at is not None and card.due_at <= now


def _by_due(cards: Iterable[Candidate]) -> list[Candidate]:
    return sorted(cards, key=lambda card: (card.due_at is None, card.due_at, card.question_id))


def _apart(cards: Iterable[Candidate], taken: set[int]) -> Iterator[Candidate]:
    """``cards`` without those whose claim is in ``taken``, to which each one's own claim is added."""
    for card in cards:
        if card.claim_id not in taken:
            taken.add(card.claim_id)
            yield card
