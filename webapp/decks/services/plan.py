"""What of a package can be brought here: found out before anything is written, and kept until its owner says so."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from question_bank.exchange.anki.deck import ReadCard, ReadNote, Review

OUR_ORDINAL = 0  # the only card that a note of ours has
OLDEST = datetime(2006, 10, 5, tzinfo=UTC)  # the day of Anki's first release: nothing was answered in it before


@dataclass(frozen=True, slots=True, kw_only=True)
class CardHistory:
    """What was done with a card of ours. Flags have the second, since 1970, at which the card was changed last."""

    guid: str
    reviews: Sequence[Review] = ()
    suspended_s: int | None = None
    buried_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What was found in a package: histories by question id, and in numbers what is there and what stays out."""

    notes: int = 0
    cards: int = 0
    reviews: int = 0
    foreign: int = 0  # notes that are not of this site
    added: int = 0  # cards that somebody added to a note of ours
    impossible: int = 0  # reviews in the future, or older than Anki
    histories: Mapping[int, CardHistory] = field(default_factory=dict)

    @property
    def own_cards(self) -> int:
        """Cards of ours that have a history."""
        return len(self.histories)

    @property
    def own_reviews(self) -> int:
        return sum(len(history.reviews) for history in self.histories.values())

    def to_bytes(self) -> bytes:
        """The plan packed, to be kept."""
        return zlib.compress(json.dumps(asdict(self), separators=(",", ":")).encode())

    @classmethod
    def from_bytes(cls, content: bytes) -> Plan:
        """The plan that ``to_bytes`` packed."""
        parts: dict[str, Any] = json.loads(zlib.decompress(content))
        histories = {int(number): _history(history) for number, history in parts.pop("histories").items()}
        return cls(**parts, histories=histories)


def _history(parts: dict[str, Any]) -> CardHistory:
    return CardHistory(**{**parts, "reviews": tuple(Review(*review) for review in parts["reviews"])})


def make_plan(notes: Iterable[ReadNote], *, questions: Mapping[str, int], now: datetime) -> Plan:
    """What of ``notes`` belongs to a question of ours; ``questions`` has their ids by the guids of their notes."""
    counts = dict.fromkeys(("notes", "cards", "reviews", "foreign", "added", "impossible"), 0)
    histories: dict[int, CardHistory] = {}
    for note in notes:
        counts["notes"] += 1
        counts["cards"] += len(note.cards)
        counts["reviews"] += sum(len(card.reviews) for card in note.cards)
        question_id = questions.get(note.guid)
        if question_id is None:
            counts["foreign"] += 1
            continue
        counts["added"] += sum(card.ordinal != OUR_ORDINAL for card in note.cards)
        for card in note.cards:
            if card.ordinal == OUR_ORDINAL:
                possible = tuple(review for review in card.reviews if _is_possible(review, now))
                counts["impossible"] += len(card.reviews) - len(possible)
                histories[question_id] = _history_of(note.guid, card, possible)
    kept = {number: each for number, each in histories.items() if each != CardHistory(guid=each.guid)}
    return Plan(**counts, histories=kept)


def _history_of(guid: str, card: ReadCard, reviews: tuple[Review, ...]) -> CardHistory:
    return CardHistory(
        guid=guid,
        reviews=reviews,
        suspended_s=card.changed_s if card.suspended else None,
        buried_s=card.changed_s if card.buried else None,
    )


def _is_possible(review: Review, now: datetime) -> bool:
    return OLDEST.timestamp() * 1000 <= review.at_ms <= now.timestamp() * 1000
