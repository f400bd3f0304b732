"""Notes of a package as drafts for the bank: two sides are a card, a text with deletions is one with gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from question_bank.exchange.drafts import (
    LONGEST_QUESTION,
    TOO_LONG,
    ExchangeError,
    Item,
    item_of,
    once_each,
    refused,
)
from question_bank.exchange.html_text import PICTURES, from_html, words_of
from question_bank.exchange.tags import read_tags

from .collection import NoteText, PackageError
from .package import open_package

_DELETION = re.compile(r"\{\{c\d+::(.*?)(?:::(.*?))?\}\}", re.DOTALL)
_SOUND = re.compile(r"\[(?:sound|anki):[^\]]*\]")
_PLACE = re.compile("\ue000(\\d+)\ue001")  # where a gap stands, while the words around it are read
_LOOKS_LIKE_GAP = re.compile(r"\\\[([a-z][a-z0-9-]*)\\\]")


def read_drafts(file: IO[bytes], *, scratch: Path) -> list[Item]:
    """The notes of the package in ``file``, which is unpacked into ``scratch`` meanwhile. Raises ExchangeError."""
    try:
        with open_package(file, scratch=scratch) as collection:
            notes = collection.texts()
    except PackageError as error:
        raise ExchangeError(str(error)) from error
    return drafts_of(notes)


def drafts_of(notes: Sequence[NoteText]) -> list[Item]:
    """What the notes are here, in their order. Raises ExchangeError where there is none, or too many."""
    return once_each(_items(notes))


def _items(notes: Sequence[NoteText]) -> Iterator[Item]:
    for number, note in enumerate(notes, start=1):
        title = words_of(note.fields[0][:1000]) if note.fields else note.guid
        if sum(map(len, note.fields)) > LONGEST_QUESTION:
            yield refused(number, title, TOO_LONG)
        else:
            yield _item(number, note, title)


def _item(number: int, note: NoteText, title: str) -> Item:
    changed: list[str] = []
    parts, others = read_tags(note.tags)
    if others:
        changed.append(f"the tags are left out: {', '.join(others)}")
    fields = [_without_sounds(field, changed) for field in note.fields]
    first, second, *rest = [*fields, "", ""]
    if any(words_of(field) for field in rest):
        changed.append("fields behind the second one are left out")
    data = _cloze(first, second, changed) if _DELETION.search(first) else _card(first, second, changed)
    return item_of(number, {**data, **parts}, name=note.guid, changed=changed, title=title)


def _without_sounds(field: str, changed: list[str]) -> str:
    without = _SOUND.sub("", field)
    if without != field:
        changed.append(PICTURES)
    return without


def _card(front: str, back: str, changed: list[str]) -> dict[str, Any]:
    return {"kind": "card", "front": from_html(front, changed), "back": from_html(back, changed)}


def _cloze(text: str, extra: str, changed: list[str]) -> dict[str, Any]:
    """All deletions of a note are gaps of one question; what stands on its back explains it."""
    gaps: dict[str, dict[str, Any]] = {}

    def gap(found: re.Match[str]) -> str:
        hint = words_of(found[2] or "")
        gaps[f"gap{len(gaps) + 1}"] = {"accept": [words_of(found[1])], **({"hint": hint} if hint else {})}
        return f"\ue000{len(gaps)}\ue001"

    written = from_html(_DELETION.sub(gap, text.replace("\ue000", "").replace("\ue001", "")), changed)
    written = _PLACE.sub(r"[gap\1]", _LOOKS_LIKE_GAP.sub(r"(\1)", written))
    return {"kind": "cloze", "text": written, "gaps": gaps, "explanation": from_html(extra, changed)}
