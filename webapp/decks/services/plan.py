"""What of a package can be brought here: found out before anything is written, and kept until its owner says so."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import Any

from question_bank.exchange.anki.cards import CardName
from question_bank.exchange.anki.deck import ReadCard, ReadNote, Review
from question_bank.exchange.anki.own import readable
from question_bank.exchange.drafts import Item
from question_bank.pictures import digests_in

OUR_ORDINAL = 0  # the only card that a note of ours has
OLDEST = datetime(2006, 10, 5, tzinfo=UTC)  # the day of Anki's first release: nothing was answered in it before

COUNTED = ("notes", "cards", "reviews", "foreign", "added", "unread", "impossible", "lessened", "sounds")


@dataclass(frozen=True, slots=True, kw_only=True)
class CardHistory:
    """What was done with a card. Flags have the second, since 1970, at which the card was changed last."""

    guid: str
    ordinal: int = OUR_ORDINAL
    reviews: Sequence[Review] = ()
    suspended_s: int | None = None
    buried_s: int | None = None

    @property
    def is_something(self) -> bool:
        """Whether anything was done with the card."""
        return bool(self.reviews) or self.suspended_s is not None or self.buried_s is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCard:
    """A card of a note that is not of this site, as the draft of a question, and what was done with it.

    ``is_first``: the claim of the note says what this card says; its others come after it.
    """

    data: Mapping[str, Any]
    history: CardHistory
    is_first: bool = True

    @property
    def name(self) -> CardName:
        return self.history.guid, self.history.ordinal


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What was found in a package: histories by question id, and in numbers what is there and what stays out.

    ``own`` are cards of notes that can come as a deck of the person's own, which the file calls ``title``.
    """

    notes: int = 0
    cards: int = 0
    reviews: int = 0
    foreign: int = 0  # notes that are not of this site and cannot be a question here
    added: int = 0  # cards that somebody added to a note of ours
    unread: int = 0  # cards of own notes of which something comes, that ask nothing here
    impossible: int = 0  # reviews in the future, or older than Anki
    lessened: int = 0  # own notes of which something is left out: a picture that is not shown, fields behind the second
    pictures: int = 0  # that the own notes show here
    sounds: int = 0  # of the own notes, in whose place words stand
    title: str = ""
    histories: Mapping[int, CardHistory] = field(default_factory=dict)
    own: Sequence[OwnCard] = ()

    @property
    def own_cards(self) -> int:
        """Cards of ours that have a history."""
        return len(self.histories)

    @property
    def own_reviews(self) -> int:
        return sum(len(history.reviews) for history in self.histories.values())

    @property
    def own_notes(self) -> int:
        """Notes that can come as a deck of one's own."""
        return sum(card.is_first for card in self.own)

    @property
    def brought_reviews(self) -> int:
        """Reviews of the notes that can come as a deck of one's own."""
        return sum(len(card.history.reviews) for card in self.own)

    def pictures_named(self) -> set[str]:
        """The digests of the pictures that the own notes show."""
        texts = (value for card in self.own for value in card.data.values() if isinstance(value, str))
        return {digest for text in texts for digest in digests_in(text)}

    def to_bytes(self) -> bytes:
        """The plan packed, to be kept."""
        return zlib.compress(json.dumps(_parts(self), separators=(",", ":"), default=_parts).encode())

    @classmethod
    def from_bytes(cls, content: bytes) -> Plan:
        """The plan that ``to_bytes`` packed."""
        parts: dict[str, Any] = json.loads(zlib.decompress(content))
        histories = {int(number): _history(history) for number, history in parts.pop("histories").items()}
        own = [OwnCard(**{**card, "history": _history(card["history"])}) for card in parts.pop("own")]
        return cls(**parts, histories=histories, own=own)


def _parts(of: Any) -> dict[str, Any]:
    """A record by the names of its fields: of thousands, ``asdict`` would copy each."""
    return {part.name: getattr(of, part.name) for part in fields(of)}


def _history(parts: dict[str, Any]) -> CardHistory:
    return CardHistory(**{**parts, "reviews": tuple(Review(*review) for review in parts["reviews"])})


def make_plan(
    notes: Iterable[ReadNote],
    *,
    questions: Mapping[str, int],
    now: datetime,
    drafts: Mapping[CardName, Item] | None = None,
    sounds: Mapping[str, int] | None = None,
    title: str = "",
) -> Plan:
    """What of ``notes`` can come here: ``questions`` has the ids of ours by the guids of their notes, ``drafts`` what
    the cards of the others are here, ``sounds`` how many the notes have.
    """
    counts = Counter(dict.fromkeys(COUNTED, 0))
    histories: dict[int, CardHistory] = {}
    own: list[OwnCard] = []
    for note in notes:
        counts["notes"] += 1
        counts["cards"] += len(note.cards)
        counts["reviews"] += sum(len(card.reviews) for card in note.cards)
        question_id = questions.get(note.guid)
        if question_id is not None:
            counts["added"] += sum(card.ordinal != OUR_ORDINAL for card in note.cards)
            histories[question_id] = _history_at(note, OUR_ORDINAL, counts, now)
            continue
        cards = list(_own_cards(note, drafts or {}, counts, now))
        own += cards
        counts["foreign"] += not cards
        counts["sounds"] += (sounds or {}).get(note.guid, 0) if cards else 0
    kept = {number: each for number, each in histories.items() if each.is_something}
    return Plan(**counts, title=title, histories=kept, own=own)


def _own_cards(
    note: ReadNote, drafts: Mapping[CardName, Item], counts: Counter[str], now: datetime
) -> Iterator[OwnCard]:
    """The cards of a note that can be questions here, in their order; what is left out of them is counted."""
    ordinals = sorted({card.ordinal for card in note.cards} or {OUR_ORDINAL})
    found = [(ordinal, item) for ordinal in ordinals if (item := drafts.get((note.guid, ordinal))) is not None]
    readable_ones = [
        (ordinal, item, item.draft) for ordinal, item in found if item.draft is not None and readable(item.draft.data)
    ]
    if readable_ones:
        counts["unread"] += len(ordinals) - len(readable_ones)
        counts["lessened"] += any(item.changed for _, item, _ in readable_ones)
    for place, (ordinal, _, draft) in enumerate(readable_ones):
        yield OwnCard(data=draft.data, history=_history_at(note, ordinal, counts, now), is_first=place == 0)


def _history_at(note: ReadNote, ordinal: int, counts: Counter[str], now: datetime) -> CardHistory:
    """The history of one of a note's cards."""
    history = CardHistory(guid=note.guid, ordinal=ordinal)
    for card in note.cards:
        if card.ordinal == ordinal:
            possible = tuple(review for review in card.reviews if _is_possible(review, now))
            counts["impossible"] += len(card.reviews) - len(possible)
            history = _history_of(note.guid, card, possible)
    return history


def _history_of(guid: str, card: ReadCard, reviews: tuple[Review, ...]) -> CardHistory:
    return CardHistory(
        guid=guid,
        ordinal=card.ordinal,
        reviews=reviews,
        suspended_s=card.changed_s if card.suspended else None,
        buried_s=card.changed_s if card.buried else None,
    )


def _is_possible(review: Review, now: datetime) -> bool:
    return OLDEST.timestamp() * 1000 <= review.at_ms <= now.timestamp() * 1000
