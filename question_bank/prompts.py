"""What is shown of a question: the prompt before the answer, the solution after it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

GAP = "_____"

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#+!|~&])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What is asked, without the answer.

    ``stem`` is Markdown. For a cloze it shows each gap as a line, and ``segments`` gives the same text in pieces:
    ``("text", Markdown)`` and ``("gap", name)``. ``options`` are (key, Markdown) in the order to show, ``gaps`` are
    (name, hint). ``scale`` and ``unit`` stand beside the field of a number ("billion", "USD"): a bare figure counts in
    them. ``precision`` is how exact a date is asked for: day, month or year.

    ``items`` are (key, Markdown) in the order to show: what the ``options`` of a matching are given to, or what is to
    be put in order. ``count`` is how many fields a list has, ``axis`` the first and the last year of a timeline.
    """

    kind: str
    stem: str
    segments: tuple[tuple[str, str], ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    gaps: tuple[tuple[str, str | None], ...] = ()
    several: bool = False
    hint: str | None = None
    scale: str | None = None
    unit: str | None = None
    precision: str | None = None
    items: tuple[tuple[str, str], ...] = ()
    count: int = 0
    axis: tuple[int, int] | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "stem": self.stem,
            "segments": [list(segment) for segment in self.segments],
            "options": [list(option) for option in self.options],
            "gaps": [list(gap) for gap in self.gaps],
            "several": self.several,
            "hint": self.hint,
            "scale": self.scale,
            "unit": self.unit,
            "precision": self.precision,
            "items": [list(item) for item in self.items],
            "count": self.count,
            "axis": list(self.axis) if self.axis else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """What is shown afterwards.

    ``text`` is the right answer in Markdown; ``options`` says of each key whether it is right and why (Markdown);
    ``gaps`` gives the answer of each gap as plain text. ``items`` gives in Markdown what belongs to an item: its right
    option in a matching, its date in an ordering, where it has one; of a list it has the items by their places ("0",
    "1", ...). ``order`` has the keys of an ordering in the right order, ``year`` is the answer of a timeline.
    """

    text: str
    options: Mapping[str, tuple[bool, str | None]] = field(default_factory=dict)
    gaps: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, str] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    year: int | None = None


def as_markdown(plain: str) -> str:
    """Plain text so that Markdown shows it as it is."""
    return _MARKDOWN.sub(r"\\\1", plain)
