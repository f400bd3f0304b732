"""Templates of Anki's cards, as far as they put fields into a text: what each side of a card says, as HTML.

Nothing in a template runs. A filter is passed over, but for those that stand for something that is no text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

LONGEST_TEMPLATE = 20_000  # characters
MOST_TAGS = 200  # of one side
LONGEST_NOTHING = 1_000  # characters of a field that is looked through for words; a longer one says something
_TAG = re.compile(r"\{\{([^{}]*)\}\}")
_RULE = re.compile(r"<hr\b([^<>]*)>", re.IGNORECASE)
_ID_OF_ANSWER = re.compile(r"\bid\s*=\s*[\"']?answer\b", re.IGNORECASE)
_NOTHING = re.compile(r"(?:\s|&nbsp;|</?(?:br|div|p)\s*/?>)*")
_NO_TEXT = ("tts", "!")  # speech, and remarks
_TYPED = "type"  # a field to type into, and behind it what was to be typed


class TemplateError(ValueError):
    """A template that has more in it than is read."""


class Is(Enum):
    """What a piece of a template is."""

    TEXT = auto()
    FIELD = auto()
    TYPED = auto()
    IF = auto()
    UNLESS = auto()
    END = auto()


class Piece(NamedTuple):
    """A piece of a template: a text, or a tag by the field that it names."""

    what: Is
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardType:
    """What a card of a note type shows: its front, and what its back says beyond that."""

    front: tuple[Piece, ...]
    back: tuple[Piece, ...]


def read_card_type(front: str, back: str) -> CardType:
    """The sides as templates have them. Raises TemplateError."""
    return CardType(front=_pieces(front), back=_pieces(_behind_the_answers_rule(back)))


def side(pieces: tuple[Piece, ...], fields: Mapping[str, str], *, is_back: bool, longest: int) -> str:
    """What a side says of a note with these ``fields``, as HTML.

    Raises TemplateError where it would be longer than ``longest`` characters.
    """
    said: list[str] = []
    open_ifs: list[bool] = []
    length = 0
    for what, text in pieces:
        if what is Is.END:
            open_ifs[-1:] = []
        elif what in {Is.IF, Is.UNLESS}:
            open_ifs.append(_is_nothing(fields.get(text, "")) == (what is Is.UNLESS))
        elif all(open_ifs) and (what is not Is.TYPED or is_back):
            part = text if what is Is.TEXT else fields.get(text, "")
            length += len(part)
            if length > longest:
                raise TemplateError("a card says more than is read")
            said.append(part)
    return "".join(said).strip()


def _is_nothing(field: str) -> bool:
    return len(field) <= LONGEST_NOTHING and _NOTHING.fullmatch(field) is not None


def _behind_the_answers_rule(back: str) -> str:
    """What a back says beyond the front; all of it where no rule marks that."""
    ends = (rule.end() for rule in _RULE.finditer(back) if _ID_OF_ANSWER.search(rule[1]))
    return back[next(ends, 0) :]


def _pieces(template: str) -> tuple[Piece, ...]:
    if len(template) > LONGEST_TEMPLATE:
        raise TemplateError("a template is too long")
    parts = _TAG.split(template)
    if len(parts) > 2 * MOST_TAGS:
        raise TemplateError("a template has too many tags")
    pieces = [Piece(Is.TEXT, text) if place % 2 == 0 else _tag(text) for place, text in enumerate(parts)]
    return tuple(piece for piece in pieces if piece.said or piece.what is not Is.TEXT)


def _tag(inside: str) -> Piece:
    inside = inside.strip()
    for sign, what in (("#", Is.IF), ("^", Is.UNLESS), ("/", Is.END)):
        if inside.startswith(sign):
            return Piece(what, inside[1:].strip())
    filters, _, field = inside.rpartition(":")
    if inside.startswith(_NO_TEXT):
        return Piece(Is.TEXT, "")
    return Piece(Is.TYPED if _TYPED in filters.split(":") else Is.FIELD, field.strip())
