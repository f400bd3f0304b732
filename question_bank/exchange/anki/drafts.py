"""Notes of a package as drafts for the bank: two sides are a card, a text with deletions is one with gaps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from typing import IO, Any, NamedTuple
from urllib.parse import unquote

from question_bank.exchange.drafts import (
    LONGEST_QUESTION,
    TOO_LONG,
    ExchangeError,
    Item,
    item_of,
    once_each,
    refused,
)
from question_bank.exchange.html_text import PICTURES, Shown, from_html, words_of
from question_bank.exchange.tags import read_tags
from question_bank.pictures import picture
from question_bank.words import Message, gettext

from .collection import NoteText, PackageError
from .package import open_package

_DELETION = re.compile(r"\{\{c(\d+)::(.*?)(?:::(.*?))?\}\}", re.DOTALL)
_SOUND = re.compile(r"\[(?:sound|anki):([^\]]{0,300})\]")  # names of files are shorter; what never ends is none
_IMAGE = re.compile(r"""<img\b[^<>]*?\bsrc\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'<>]+))""", re.IGNORECASE)
_PLACE = re.compile("\ue000(\\d+)\ue001")  # where a gap stands, while the words around it are read
_LOOKS_LIKE_GAP = re.compile(r"\\\[([a-z][a-z0-9-]*)\\\]")


def read_drafts(
    file: IO[bytes], *, scratch: Path, look: Callable[[Sequence[NoteText]], Media] | None = None
) -> list[Item]:
    """The notes of the package in ``file``, which is unpacked into ``scratch`` meanwhile. Raises ExchangeError.

    ``look`` looks at the pictures of the notes and says what becomes of them; without it they are left out.
    """
    try:
        with open_package(file, scratch=scratch) as collection:
            notes = collection.texts()
    except PackageError as error:
        raise ExchangeError(error.message) from error
    return drafts_of(notes, media=look(notes) if look else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """What becomes of the pictures and sounds of notes.

    ``pictures`` are the digests of those that are shown, by the names that notes use; ``no_words`` stands for what a
    picture shows that says nothing of itself, ``sound`` says of a sound, by its name, that it is not played; without it
    sounds are left out.
    """

    pictures: Mapping[str, str]
    no_words: str = ""
    sound: Callable[[str], str] | None = None

    def shown(self, address: str, words: str) -> str | None:
        """The text for the picture at an address of a note; None where it is not shown."""
        digest = self.pictures.get(address) or self.pictures.get(unquote(address))
        return None if digest is None else picture(digest, words or self.no_words)


def picture_names(notes: Iterable[NoteText]) -> list[str]:
    """The names of the pictures that notes show, each once."""
    fields = (field for note in notes for field in note.fields if "<img" in field.lower())
    found = (unescape(name) for field in fields for names in _IMAGE.findall(field) for name in names if name)
    return list(dict.fromkeys(name for address in found for name in (address, unquote(address))))


def sound_names(note: NoteText) -> list[str]:
    """The names of the sounds of a note."""
    return [name for field in note.fields for name in _SOUND.findall(field)]


class Sides(NamedTuple):
    """What a card says as HTML. ``gap`` is the number of the deletions that are its gaps; None: all of them are.

    ``leaves_out``: the note has more to say.
    """

    front: str
    back: str
    gap: int | None = None
    leaves_out: bool = False


def drafts_of(notes: Sequence[NoteText], *, media: Media | None = None) -> list[Item]:
    """What the notes are here, in their order: one question each. Raises ExchangeError where there is none, or too
    many.
    """
    return once_each(_items(notes, media))


def _items(notes: Sequence[NoteText], media: Media | None) -> Iterator[Item]:
    for number, note in enumerate(notes, start=1):
        title = words_of(note.fields[0][:1000]) if note.fields else note.guid
        if sum(map(len, note.fields)) > LONGEST_QUESTION:
            yield refused(number, title, TOO_LONG)
        else:
            first, second, *rest = [*note.fields, "", ""]
            sides = Sides(first, second, leaves_out=any(words_of(field) for field in rest))
            yield draft_of(number, note, title, sides, media, name=note.guid)


def is_cloze(note: NoteText) -> bool:
    """Whether a note is a text with deletions."""
    return bool(note.fields) and _DELETION.search(note.fields[0], 0, _last_end(note.fields[0])) is not None


def _last_end(text: str) -> int:
    """Where the last deletion ends at most: what begins behind it would be looked for up to the end of the text."""
    return text.rfind("}}") + 2


def draft_of(number: int, note: NoteText, title: str, sides: Sides, media: Media | None, *, name: str) -> Item:
    """A card of a note, as text alone without ``media``."""
    changed: list[Message] = []
    parts, others = read_tags(note.tags)
    if others:
        changed.append(gettext("the tags are left out: %(others)s", others=", ".join(others)))
    if sides.leaves_out:
        changed.append(gettext("fields behind the second one are left out"))
    shown = media.shown if media else None
    front, back = (_without_sounds(text, changed, media) for text in (sides.front, sides.back))
    data = _cloze(front, back, changed, shown, gap=sides.gap) if is_cloze(note) else _card(front, back, changed, shown)
    return item_of(number, {**data, **parts}, name=name, changed=changed, title=title)


def _without_sounds(field: str, changed: list[Message], media: Media | None) -> str:
    """The field with the words for each sound in its place, or without it."""
    sound = media.sound if media else None
    if sound is not None:
        return _SOUND.sub(lambda found: escape(sound(found[1])), field)
    without = _SOUND.sub("", field)
    if without != field:
        changed.append(PICTURES)
    return without


def _card(front: str, back: str, changed: list[Message], shown: Shown | None) -> dict[str, Any]:
    return {"kind": "card", "front": from_html(front, changed, shown), "back": from_html(back, changed, shown)}


def _cloze(text: str, extra: str, changed: list[Message], shown: Shown | None, *, gap: int | None) -> dict[str, Any]:
    """The deletions of a note as gaps of one question, those of other numbers than ``gap`` as text; what stands on its
    back explains it.
    """
    gaps: dict[str, dict[str, Any]] = {}

    def written(found: re.Match[str]) -> str:
        if gap is not None and found[1] != str(gap):
            return found[2]
        if _IMAGE.search(found[2]):
            changed.append(PICTURES)
        hint = words_of(found[3] or "")
        gaps[f"gap{len(gaps) + 1}"] = {"accept": [words_of(found[2])], **({"hint": hint} if hint else {})}
        return f"\ue000{len(gaps)}\ue001"

    text = text.replace("\ue000", "").replace("\ue001", "")
    end = _last_end(text)
    html = _DELETION.sub(written, text[:end]) + text[end:]
    said = _PLACE.sub(r"[gap\1]", _LOOKS_LIKE_GAP.sub(r"(\1)", from_html(html, changed, shown)))
    return {"kind": "cloze", "text": said, "gaps": gaps, "explanation": from_html(extra, changed, shown)}
