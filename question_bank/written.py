"""Dates, figures and units in sentences: English where no language is known, and remembered as what they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from .partial_dates import PartialDate
from .prompts import as_markdown
from .quantities import Quantity


@dataclass(frozen=True, slots=True)
class Unit:
    """What a figure is counted in, by its name."""

    name: str

    def __str__(self) -> str:
        return self.name


class Written(str):
    """A date, a figure or a unit as English writes it, in Markdown. Whoever knows the language of the page writes
    ``thing`` anew (``webapp.web.written``). An example of what to type stays a plain text: English is what is read.
    """

    thing: PartialDate | Quantity | Unit

    __slots__ = ("thing",)


Write: TypeAlias = Callable[[PartialDate | Quantity | Unit], str]
"""How a language writes such a thing, as plain text; ``str`` is English."""


def written(thing: PartialDate | Quantity | Unit) -> Written:
    """The thing as a value of a sentence, or a sentence of its own."""
    text = Written(as_markdown(str(thing)))
    text.thing = thing
    return text
