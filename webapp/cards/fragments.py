"""A card as it is asked, rendered once for everyone: cut where options and items stand, put together in any order."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from markupsafe import Markup

from question_bank.prompts import Prompt

OPTIONS, ITEMS = "options", "items"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A place where parts stand that are drawn for each showing: ``name`` says of which kind they are."""

    name: str
    parts: Mapping[str, Fragment]


@dataclass(frozen=True)
class Fragment:
    """HTML, with places between where parts stand in an order of their own."""

    pieces: tuple[str | Drawn, ...]

    def in_order(self, prompt: Prompt) -> Markup:
        """The card with the options and items that ``prompt`` shows, in its order."""
        return Markup(_joined(self, prompt))  # noqa: S704  # pieces of HTML that our templates made

    def in_json(self, prompt: Prompt) -> str:
        """The card of ``in_order`` as a string of JSON."""
        return f'"{_joined(self._as_json, prompt)}"'

    @cached_property
    def _as_json(self) -> Fragment:
        """The pieces as they stand within a string of JSON: they are written so once, not for each student anew."""
        return Fragment(tuple(map(_in_json, self.pieces)))


def _in_json(piece: str | Drawn) -> str | Drawn:
    if isinstance(piece, str):
        return json.dumps(piece)[1:-1]
    return Drawn(piece.name, {key: part._as_json for key, part in piece.parts.items()})  # noqa: SLF001  # of its kind


def _joined(fragment: Fragment, prompt: Prompt) -> str:
    first = fragment.pieces[0]
    if len(fragment.pieces) == 1 and isinstance(first, str):
        return first  # nothing is drawn: it is the same for everybody
    keys = {
        OPTIONS: [key for key, _ in prompt.options],
        ITEMS: [key for key, _ in prompt.items],
    }
    texts: list[str] = []
    _gather(fragment, keys, texts)
    return "".join(texts)


_Keys: TypeAlias = Mapping[str, Sequence[str]]


def _gather(fragment: Fragment, keys: _Keys, texts: list[str]) -> None:
    for piece in fragment.pieces:
        if isinstance(piece, str):
            texts.append(piece)
        else:
            for key in keys[piece.name]:
                _gather(piece.parts[key], keys, texts)


@dataclass(frozen=True, slots=True)
class Cut:
    """Marks in a rendered card where parts begin and end; nobody can have written them into a question."""

    token: str = field(default_factory=lambda: secrets.token_hex(8))

    def __call__(self, name: str = "", key: str = "") -> Markup:
        """The mark before the part ``key``; without a name that behind the last part."""
        return Markup(f"<!--{self.token} {name} {key}-->")  # noqa: S704  # names and keys of our own, checked when read

    def fragment(self, html: str) -> Fragment:
        """The fragment of what was rendered with these marks."""
        pieces = re.split(rf"<!--{self.token} (\w*) ([a-z0-9-]*)-->", html)  # text, name and key in turn
        return _read(pieces[0], zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True))[0]


def no_cut(name: str = "", key: str = "") -> Markup:  # noqa: ARG001  # called as a Cut is
    """No mark at all: for a card that is shown once."""
    return Markup()


_Marked: TypeAlias = Iterator[tuple[str, str, str]]


def _read(text: str, marked: Iterable[tuple[str, str, str]], within: str = "") -> tuple[Fragment, tuple[str, str, str]]:
    """What follows up to the mark that ends the part, and that mark with the text behind it."""
    rest: _Marked = iter(marked)
    pieces: list[str | Drawn] = [text]
    for mark in rest:
        name, _, _ = mark
        if not name or name == within:
            return Fragment(tuple(pieces)), mark
        drawn, behind = _read_drawn(mark, rest)
        pieces += [drawn, behind]
    return Fragment(tuple(pieces)), ("", "", "")


def _read_drawn(mark: tuple[str, str, str], rest: _Marked) -> tuple[Drawn, str]:
    """The parts from the first one's mark to the mark behind the last, and the text that follows."""
    name, parts = mark[0], {}
    while mark[0]:
        _, key, text = mark
        parts[key], mark = _read(text, rest, within=name)
    return Drawn(name, parts), mark[2]
