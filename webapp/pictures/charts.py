"""A chart of the progress pages: a sentence that says what it shows, a picture, and the table behind both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from webapp.web.csv_lines import Cell

from .marks import Picture


class Unit(StrEnum):
    """How the cells of a column are written on a page; a file has them as they are."""

    TEXT = "text"
    MARKDOWN = "markdown"
    DAY = "day"
    COUNT = "count"
    NUMBER = "number"
    SHARE = "share"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    name: str
    unit: Unit = Unit.COUNT

    @property
    def is_number(self) -> bool:
        return self.unit in {Unit.COUNT, Unit.NUMBER, Unit.SHARE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """``caption`` says what the table holds, to those who hear it."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Sequence[Cell], ...]

    def lines(self) -> Iterator[Sequence[Cell]]:
        """The head and the rows, as a file has them."""
        yield [column.name for column in self.columns]
        yield from self.rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """``key`` names the chart in addresses. ``picture`` is None while there is nothing to draw.

    ``choices`` are the other ways to count by, as an address names them and in words, ``chosen`` the one that is shown;
    both empty where there is one way.
    """

    key: str
    title: str
    said: str
    table: Table
    picture: Picture | None = None
    wide: bool = False
    choices: tuple[tuple[str, str], ...] = field(default=())
    chosen: str = ""


def text(name: str) -> Column:
    return Column(name=name, unit=Unit.TEXT)


def count(name: str) -> Column:
    return Column(name=name)


def share(name: str) -> Column:
    return Column(name=name, unit=Unit.SHARE)


def number(name: str) -> Column:
    return Column(name=name, unit=Unit.NUMBER)


def date_of(name: str) -> Column:
    return Column(name=name, unit=Unit.DAY)


def markdown(name: str) -> Column:
    return Column(name=name, unit=Unit.MARKDOWN)
