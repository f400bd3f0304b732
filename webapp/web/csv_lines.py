"""Rows as CSV that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import StringIO

from question_bank.exchange.cells import RISKY

BYTE_ORDER_MARK = "\ufeff"  # tells Excel that what follows is UTF-8

Cell = str | int | float | date | datetime | None


def csv_line(cells: Sequence[Cell]) -> str:
    """One line, with its end. Shares and other fractions keep four places; a missing value is an empty cell."""
    line = StringIO()
    csv.writer(line).writerow([_written(cell) for cell in cells])
    return line.getvalue()


def csv_text(rows: Iterable[Sequence[Cell]]) -> str:
    """A whole file."""
    return BYTE_ORDER_MARK + "".join(map(csv_line, rows))


def _written(cell: Cell) -> str | int | float | None:
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return round(cell, 4)
    if isinstance(cell, str) and cell.startswith(RISKY):
        return f"'{cell}"
    return cell
