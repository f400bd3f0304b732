"""The note types of a collection: how their fields are called, and what each of their cards shows.

The old schema has them as JSON in one value, the new one in tables of their own, with messages of Protocol Buffers.
A type that cannot be read is none: its notes are then read by the order of their fields.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .messages import text_in
from .templates import CardType, TemplateError, read_card_type

LARGEST_TYPES = 1024 * 1024  # characters of all of them as JSON, or bytes of all their messages
MOST_ROWS = 10_000
FRONT, BACK = 1, 2  # fields of the message of a template


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteType:
    """The names of a note type's fields, in their order, and its cards by their ordinals."""

    fields: tuple[str, ...]
    cards: Mapping[int, CardType]


def types_in_json(models: object) -> dict[int, NoteType]:
    """The note types of the old schema by their ids."""
    if not isinstance(models, str) or len(models) > LARGEST_TYPES:
        return {}
    try:
        read = json.loads(models)
    except (ValueError, RecursionError):
        return {}
    return {
        number: found
        for key, model in (read.items() if isinstance(read, dict) else ())
        if (number := _number(key)) is not None and (found := _in_json(model)) is not None
    }


def types_in_rows(fields: Iterable[Sequence[Any]], templates: Iterable[Sequence[Any]]) -> dict[int, NoteType]:
    """The note types of the new schema by their ids: ``fields`` are (type, ordinal, name), ``templates`` (type,
    ordinal, message).
    """
    names: dict[int, dict[int, str]] = {}
    for number, ordinal, name in fields:
        if isinstance(number, int) and isinstance(ordinal, int) and isinstance(name, str):
            names.setdefault(number, {})[ordinal] = name
    cards: dict[int, dict[int, tuple[str, str]]] = {}
    room = LARGEST_TYPES
    for number, ordinal, message in templates:
        if isinstance(number, int) and isinstance(ordinal, int) and isinstance(message, bytes):
            room -= len(message)
            if room < 0:
                return {}
            try:
                cards.setdefault(number, {})[ordinal] = (text_in(message, FRONT), text_in(message, BACK))
            except ValueError:
                continue
    return {number: NoteType(fields=_in_order(names[number]), cards=_cards(cards.get(number, {}))) for number in names}


def _in_json(model: object) -> NoteType | None:
    try:
        fields = {int(each["ord"]): str(each["name"]) for each in model["flds"]}  # type: ignore[index]
        sides = {int(each["ord"]): (str(each["qfmt"]), str(each["afmt"])) for each in model["tmpls"]}  # type: ignore[index]
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    return NoteType(fields=_in_order(fields), cards=_cards(sides))


def _in_order(names: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(name for _, name in sorted(names.items()))


def _cards(sides: Mapping[int, tuple[str, str]]) -> dict[int, CardType]:
    return dict(_readable(sides))


def _readable(sides: Mapping[int, tuple[str, str]]) -> Iterator[tuple[int, CardType]]:
    for ordinal, (front, back) in sides.items():
        try:
            yield ordinal, read_card_type(front, back)
        except TemplateError:
            continue


def _number(key: str) -> int | None:
    return int(key) if key.isascii() and key.isdecimal() and len(key) < 20 else None
