"""Reading typed values out of a mapping, collecting every problem instead of stopping at the first.

A getter that finds a problem notes it and gives a stand-in of the right type; whoever reads a record asks ``failed``
afterwards and drops it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from .characters import UNSTORABLE
from .nodes import Items, Node, Scalar, Table
from .partial_dates import PartialDate, from_iso
from .problems import Problem
from .words import Count, Message, gettext

E = TypeVar("E", bound=StrEnum)

KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
LONGEST_TEXT = 4000  # characters
EMPTY = gettext("'%(key)s' is empty")
LONGEST_NAME = 300  # characters: of what stands on one line

_DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,8})?", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)


class Fields:
    """The keys of one mapping; ``file`` and ``id`` say in problems where it stands; the record sets its id."""

    def __init__(
        self,
        table: Table,
        problems: list[Problem],
        *,
        file: str = "",
        within: Fields | None = None,
        step: tuple[str | int, ...] = (),
    ) -> None:
        self.table = table
        self.problems = problems
        self.file = file
        self.id: str = within.id if within else ""
        self.failed = False  # whether a problem was noted here or in a mapping within
        self.within = within
        self.step = step  # the key, and the number in a list, that lead here from ``within``
        self._asked: set[str] = set()

    def report(self, message: Message, key: str | None = None) -> None:
        self._note(self.table.lines.get(key, self.table.line) if key else self.table.line, message, key)

    def finish(self) -> None:
        """Note every key that nobody asked for."""
        for key in self.table.entries:
            if key not in self._asked:
                self.report(
                    gettext(
                        "unknown key '%(key)s'; known here: %(asked)s", key=key, asked=", ".join(sorted(self._asked))
                    ),
                    key,
                )

    def text(self, key: str, *, longest: int = LONGEST_TEXT) -> str:
        node = self._required(key)
        return self._text_of(node, key, longest) if node else ""

    def optional_text(self, key: str, *, longest: int = LONGEST_TEXT) -> str | None:
        return self.text(key, longest=longest) if self._optional(key) else None

    def key_text(self, key: str) -> str:
        """An id: lower-case letters, digits and hyphens."""
        text = self.text(key)
        if text and not KEY.fullmatch(text):
            self.report(
                gettext(
                    "'%(key)s' is lower-case letters, digits and hyphens, at most 60: not '%(text)s'",
                    key=key,
                    text=text[:80],
                ),
                key,
            )
        return text

    def texts(self, key: str, *, least: int = 1, longest: int = LONGEST_TEXT) -> tuple[str, ...]:
        """A list of texts."""
        nodes = self._nodes(key)
        if nodes is not None and len(nodes) < least:
            self.report(gettext("'%(key)s' needs at least %(least)s of them", key=key, least=least), key)
        return tuple(self._text_of(node, key, longest) for node in nodes or ())

    def optional_texts(self, key: str, *, longest: int = LONGEST_TEXT) -> tuple[str, ...]:
        return self.texts(key, longest=longest) if self._optional(key) else ()

    def one_of(self, key: str, choices: type[E]) -> E:
        text = self.text(key)
        if text in set(choices):
            return choices(text)
        if text:
            self.report(
                gettext(
                    "'%(key)s' is one of %(choices)s: not '%(text)s'",
                    key=key,
                    choices=", ".join(choices),
                    text=text[:80],
                ),
                key,
            )
        return next(iter(choices))

    def optional_one_of(self, key: str, choices: type[E]) -> E | None:
        return self.one_of(key, choices) if self._optional(key) else None

    def flag(self, key: str) -> bool:
        """True or false; false when left out."""
        text = self.optional_text(key)
        if text not in {None, "true", "false"}:
            self.report(gettext("'%(key)s' is true or false", key=key), key)
        return text == "true"

    def decimal(self, key: str) -> Decimal:
        text = self.text(key)
        if _DECIMAL.fullmatch(text):
            return Decimal(text)
        if text:
            self.report(
                gettext(
                    "'%(key)s' is a figure such as 11 or 0.05 (digits and a point), not '%(text)s'",
                    key=key,
                    text=text[:80],
                ),
                key,
            )
        return Decimal(1)

    def optional_decimal(self, key: str) -> Decimal | None:
        return self.decimal(key) if self._optional(key) else None

    def date(self, key: str) -> PartialDate:
        """A date as exact as it is written: 2014-05-05, 2014-05 or 2014."""
        text = self.text(key)
        date = from_iso(text)
        if text and date is None:
            self.report(
                gettext(
                    "'%(key)s' is a date such as 2014-05-05, 2014-05 or 2014, not '%(text)s'", key=key, text=text[:80]
                ),
                key,
            )
        return date or PartialDate(2000)

    def optional_date(self, key: str) -> PartialDate | None:
        return self.date(key) if self._optional(key) else None

    def whole(self, key: str) -> int:
        text = self.text(key)
        return self._whole_of(text, key) if text else 0

    def optional_whole(self, key: str) -> int | None:
        return self.whole(key) if self._optional(key) else None

    def wholes(self, key: str) -> tuple[int, ...]:
        return tuple(self._whole_of(text, key) for text in self.texts(key) if text)

    def fields(self, key: str) -> Fields | None:
        """The mapping under a key that must be there."""
        node = self._required(key)
        return self._fields_of(node, key) if node else None

    def optional_fields(self, key: str) -> Fields | None:
        return self.fields(key) if self._optional(key) else None

    def each(self, key: str) -> list[Fields]:
        """The mappings of a list that may be left out."""
        nodes = self._nodes(key) if self._optional(key) else ()
        found = (self._fields_of(node, key, number) for number, node in enumerate(nodes or ()))
        return [fields for fields in found if fields]

    def named(self, key: str) -> dict[str, Fields]:
        """A mapping of names to mappings."""
        outer = self.fields(key)
        if outer is None:
            return {}
        found = {name: outer.fields(name) for name in outer.table.entries}
        return {name: fields for name, fields in found.items() if fields}

    def _optional(self, key: str) -> bool:
        self._asked.add(key)
        return key in self.table.entries

    def _required(self, key: str) -> Node | None:
        if not self._optional(key):
            self.report(gettext("'%(key)s' is missing", key=key))
        return self.table.entries.get(key)

    def _nodes(self, key: str) -> Sequence[Node] | None:
        node = self._required(key)
        if node is not None and not isinstance(node, Items):
            self.report(gettext("'%(key)s' is a list", key=key), key)
        return node.nodes if isinstance(node, Items) else None

    def _fields_of(self, node: Node, key: str, *number: int) -> Fields | None:
        if not isinstance(node, Table):
            self._note(node.line, gettext("'%(key)s' holds keys with values", key=key), key)
            return None
        return Fields(node, self.problems, file=self.file, within=self, step=(key, *number))

    def _note(self, line: int, message: Message, key: str | None) -> None:
        self.problems.append(Problem(self.file, line, self.id, message, self._pointer(key)))
        within: Fields | None = self
        while within is not None:
            within.failed = True
            within = within.within

    def _pointer(self, key: str | None) -> str:
        """The place of a key of this mapping in the record."""
        steps: list[str | int] = [] if key is None else [key]
        fields: Fields | None = self
        while fields is not None:
            steps = [*fields.step, *steps]
            fields = fields.within
        return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)

    def _text_of(self, node: Node, key: str, longest: int) -> str:
        if not isinstance(node, Scalar):
            message = gettext("'%(key)s' is a text", key=key)
        elif not (text := node.text.strip()):
            message = EMPTY.filled(key=key)
        elif len(text) > longest:
            message = gettext(
                "'%(key)s' has %(count)s characters; at most %(longest)s",
                key=key,
                count=Count(len(text)),
                longest=Count(longest),
            )
        elif UNSTORABLE.search(text):
            message = gettext("'%(key)s' has characters that cannot be stored", key=key)
        else:
            return text
        self._note(node.line, message, key)
        return ""

    def _whole_of(self, text: str, key: str) -> int:
        if _WHOLE.fullmatch(text):
            return int(text)
        self.report(gettext("'%(key)s' holds whole numbers, not '%(text)s'", key=key, text=text[:80]), key)
        return 0


def duplicates(values: Iterable[str]) -> list[str]:
    """Values that stand more than once, each named once, in order."""
    seen: set[str] = set()
    twice: dict[str, None] = {}
    for value in values:
        if value in seen:
            twice[value] = None
        seen.add(value)
    return list(twice)
