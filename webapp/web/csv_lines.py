"""Rows as CSV that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import StringIO

from question_bank.exchange.cells import RISKY

BYTE_ORDER_MARK = "\ufeff"  # tells Excel that what follows is UTF-8

Cell = str | int | float | date | datetime | None


def csv_lines(rows: Iterable[Sequence[Cell]]) -> str:
    """Lines, with their ends. Shares and other fractions keep four places; a missing value is an empty cell."""
    lines = StringIO()
    csv.writer(lines).writerows([_written(cell) for cell in row] for row in rows)
    return lines.getvalue()


def csv_text(rows: Iterable[Sequence[Cell]]) -> str:
    """A whole file."""
    return BYTE_ORDER_MARK + csv_lines(rows)


def _written(cell: Cell) -> str | int | float | None:
    if cell is None or isinstance(cell, int):  # most of them, in a long file
        return cell
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(RISKY) else cell
    return cell.isoformat() if isinstance(cell, date) else round(cell, 4)
