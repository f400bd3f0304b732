"""What an edit changed: two contents of a record compared field by field, and texts word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

_WORDS = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")  # each with the space behind it: neighbours that change make one run
_NAMES = ("key", "claim", "id")  # what an entry of a list is known by, before its place


class Part(StrEnum):
    """What became of a run of words."""

    KEPT = "kept"
    TAKEN_OUT = "taken out"
    PUT_IN = "put in"


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring words that share their fate, with the spaces between them."""

    part: Part
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A field whose text is not what it was. ``path`` leads to it: ``("options", "b", "feedback")``."""

    path: tuple[str, ...]
    runs: tuple[Run, ...]


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[FieldChange]:
    """The fields that differ, in the order of ``after``; those that are gone come last."""
    return [
        FieldChange(path=path, runs=compare_words(old or "", new or ""))
        for path, old, new in differing_texts(before, after)
    ]


def differing_texts(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[tuple[tuple[str, ...], str | None, str | None]]:
    """The paths of the fields that differ, with both texts; None where there is none."""
    old, new = dict(_flat(before)), dict(_flat(after))
    paths = [*new, *(path for path in old if path not in new)]
    return [(path, old.get(path), new.get(path)) for path in paths if old.get(path) != new.get(path)]


def compare_words(before: str, after: str) -> tuple[Run, ...]:
    """The words of both texts in one line: what stayed, what went, what came."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    runs: list[Run] = []
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(Run(Part.KEPT, "".join(old[start:end])))
            continue
        if start < end:
            runs.append(Run(Part.TAKEN_OUT, "".join(old[start:end])))
        if new_start < new_end:
            runs.append(Run(Part.PUT_IN, "".join(new[new_start:new_end])))
    return tuple(runs)


def _flat(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text of a content with the path to it; a list of texts is one field with a line for each."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _flat(item, (*path, str(key)))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        if any(isinstance(item, Mapping) for item in value):
            for place, item in enumerate(value, 1):
                yield from _flat(item, (*path, _name(item, place)))
        else:
            yield path, "\n".join(str(item) for item in value)
    elif isinstance(value, bool):
        yield path, "yes" if value else "no"
    else:
        yield path, str(value)


def _name(item: object, place: int) -> str:
    named = (item.get(name) for name in _NAMES) if isinstance(item, Mapping) else ()
    return str(next((name for name in named if name), place))
