"""The cards of notes as drafts, one for each card: what its template shows, or the gaps of its number.

A note whose type cannot be read has the card of its first two fields alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from question_bank.exchange.drafts import LONGEST_QUESTION, TOO_LONG, Item, once_each, refused
from question_bank.exchange.html_text import words_of
from question_bank.words import gettext

from .collection import LONGEST_TEXTS, NoteText
from .drafts import Media, Sides, draft_of, is_cloze
from .note_types import NoteType
from .templates import TemplateError, side

MOST_CARDS_OF_A_NOTE = 50
TOO_MUCH = gettext("the notes of the package have more text on their cards than is taken at once")
NO_TEMPLATE = gettext("what the card shows cannot be read: look at its template in Anki")

CardName = tuple[str, int]
"""The guid of a note, and the ordinal of the card among its cards."""


def drafts_of_cards(
    notes: Sequence[NoteText], *, ordinals: Mapping[str, Sequence[int]], types: Mapping[int, NoteType], media: Media
) -> dict[CardName, Item]:
    """What the cards of the notes are here; ``ordinals`` says which there are, by guid. Of two notes with the same guid
    the first counts. Raises ExchangeError where there are too many.
    """
    once = {note.guid: note for note in reversed(notes)}
    names = [(guid, ordinal) for guid in reversed(once) for ordinal in _ordinals(ordinals.get(guid, ()))]
    if not names:
        return {}
    return dict(zip(names, once_each(_items(names, once, types, media)), strict=True))


def _ordinals(found: Sequence[int]) -> list[int]:
    return sorted({ordinal for ordinal in found if ordinal >= 0})[:MOST_CARDS_OF_A_NOTE] or [0]


def _items(
    names: Sequence[CardName], notes: Mapping[str, NoteText], types: Mapping[int, NoteType], media: Media
) -> Iterator[Item]:
    room = LONGEST_TEXTS
    for number, (guid, ordinal) in enumerate(names, start=1):
        note = notes[guid]
        title = words_of(note.fields[0][:1000]) if note.fields else guid
        if sum(map(len, note.fields)) > LONGEST_QUESTION:
            yield refused(number, title, TOO_LONG)
            continue
        try:
            sides = _sides(note, ordinal, types.get(note.note_type))
        except TemplateError:
            yield refused(number, title, NO_TEMPLATE)
            continue
        room -= len(sides.front) + len(sides.back)
        name = guid if ordinal == 0 else f"{guid}\0{ordinal}"
        yield draft_of(number, note, title, sides, media, name=name) if room >= 0 else refused(number, title, TOO_MUCH)


def _sides(note: NoteText, ordinal: int, kind: NoteType | None) -> Sides:
    """The sides of a card as HTML. Raises TemplateError where there is no such card, or it cannot be read."""
    if is_cloze(note):
        first, second, *rest = [*note.fields, "", ""]
        return Sides(first, second, gap=ordinal + 1, leaves_out=any(words_of(field) for field in rest))
    shown = kind.cards.get(ordinal) if kind is not None else None
    if shown is None and ordinal == 0:
        first, second, *rest = [*note.fields, "", ""]
        return Sides(first, second, leaves_out=any(words_of(field) for field in rest))
    if shown is None or kind is None:
        raise TemplateError("there is no such card")
    values = dict(zip(kind.fields, note.fields, strict=False))
    return Sides(
        side(shown.front, values, is_back=False, longest=LONGEST_QUESTION),
        side(shown.back, values, is_back=True, longest=LONGEST_QUESTION),
    )
