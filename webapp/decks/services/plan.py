"""What of a package can be brought here: found out before anything is written, and kept until its owner says so."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from question_bank.exchange.anki.deck import ReadCard, ReadNote, Review
from question_bank.exchange.anki.own import readable
from question_bank.exchange.drafts import Item
from question_bank.pictures import digests_in

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
class OwnNote:
    """A note that is not of this site, as the draft of a question, and what was done with its first card."""

    data: Mapping[str, Any]
    history: CardHistory


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What was found in a package: histories by question id, and in numbers what is there and what stays out.

    ``own`` are notes that can come as a deck of the person's own, which the file calls ``title``.
    """

    notes: int = 0
    cards: int = 0
    reviews: int = 0
    foreign: int = 0  # notes that are not of this site and cannot be a question here
    added: int = 0  # cards that somebody added to a note of ours
    impossible: int = 0  # reviews in the future, or older than Anki
    lessened: int = 0  # own notes of which something is left out: a picture that is not shown, fields behind the second
    pictures: int = 0  # that the own notes show here
    sounds: int = 0  # of the own notes, in whose place words stand
    title: str = ""
    histories: Mapping[int, CardHistory] = field(default_factory=dict)
    own: Sequence[OwnNote] = ()

    @property
    def own_cards(self) -> int:
        """Cards of ours that have a history."""
        return len(self.histories)

    @property
    def own_reviews(self) -> int:
        return sum(len(history.reviews) for history in self.histories.values())

    @property
    def brought_reviews(self) -> int:
        """Reviews of the notes that can come as a deck of one's own."""
        return sum(len(note.history.reviews) for note in self.own)

    def pictures_named(self) -> set[str]:
        """The digests of the pictures that the own notes show."""
        texts = (value for note in self.own for value in note.data.values() if isinstance(value, str))
        return {digest for text in texts for digest in digests_in(text)}

    def to_bytes(self) -> bytes:
        """The plan packed, to be kept."""
        return zlib.compress(json.dumps(asdict(self), separators=(",", ":")).encode())

    @classmethod
    def from_bytes(cls, content: bytes) -> Plan:
        """The plan that ``to_bytes`` packed."""
        parts: dict[str, Any] = json.loads(zlib.decompress(content))
        histories = {int(number): _history(history) for number, history in parts.pop("histories").items()}
        own = [OwnNote(data=note["data"], history=_history(note["history"])) for note in parts.pop("own")]
        return cls(**parts, histories=histories, own=own)


def _history(parts: dict[str, Any]) -> CardHistory:
    return CardHistory(**{**parts, "reviews": tuple(Review(*review) for review in parts["reviews"])})


def make_plan(
    notes: Iterable[ReadNote],
    *,
    questions: Mapping[str, int],
    now: datetime,
    drafts: Mapping[str, Item] | None = None,
    sounds: Mapping[str, int] | None = None,
    title: str = "",
) -> Plan:
    """What of ``notes`` can come here: ``questions`` has the ids of ours by the guids of their notes, ``drafts`` what
    the others are here, ``sounds`` how many they have.
    """
    counts = dict.fromkeys(("notes", "cards", "reviews", "foreign", "added", "impossible", "lessened", "sounds"), 0)
    histories: dict[int, CardHistory] = {}
    own: list[OwnNote] = []
    for note in notes:
        counts["notes"] += 1
        counts["cards"] += len(note.cards)
        counts["reviews"] += sum(len(card.reviews) for card in note.cards)
        question_id, item = questions.get(note.guid), (drafts or {}).get(note.guid)
        if question_id is None and (item is None or item.draft is None or not readable(item.draft.data)):
            counts["foreign"] += 1
            continue
        history = _first_card(note, counts, now)
        if question_id is not None:
            histories[question_id] = history
        elif item is not None and item.draft is not None:
            own.append(OwnNote(data=item.draft.data, history=history))
            counts["lessened"] += bool(item.changed)
            counts["sounds"] += (sounds or {}).get(note.guid, 0)
    kept = {number: each for number, each in histories.items() if each != CardHistory(guid=each.guid)}
    return Plan(**counts, title=title, histories=kept, own=own)


def _first_card(note: ReadNote, counts: dict[str, int], now: datetime) -> CardHistory:
    """The history of the card that a note has here; the others are counted."""
    counts["added"] += sum(card.ordinal != OUR_ORDINAL for card in note.cards)
    history = CardHistory(guid=note.guid)
    for card in note.cards:
        if card.ordinal == OUR_ORDINAL:
            possible = tuple(review for review in card.reviews if _is_possible(review, now))
            counts["impossible"] += len(card.reviews) - len(possible)
            history = _history_of(note.guid, card, possible)
    return history


def _history_of(guid: str, card: ReadCard, reviews: tuple[Review, ...]) -> CardHistory:
    return CardHistory(
        guid=guid,
        reviews=reviews,
        suspended_s=card.changed_s if card.suspended else None,
        buried_s=card.changed_s if card.buried else None,
    )


def _is_possible(review: Review, now: datetime) -> bool:
    return OLDEST.timestamp() * 1000 <= review.at_ms <= now.timestamp() * 1000
