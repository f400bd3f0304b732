"""CSV and TSV: whatever divides the cells and whatever the encoding; written so that no cell is a formula."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

from question_bank.words import Count, gettext

from .cells import guarded
from .columns import Table, guess, read_rows, rows_of
from .drafts import MOST_ITEMS, Draft, ExchangeError, Item
from .text_files import decoded

BYTE_ORDER_MARK = "\ufeff"  # tells Excel that what follows is UTF-8
MOST_COLUMNS = 100

_DIVIDERS = (",", ";", "\t")
_NAMED = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
_SEPARATOR = "#separator:"


def read(content: bytes) -> list[Item]:
    """The questions of a table, with the columns that its headings name. Raises ExchangeError."""
    table = read_table(content)
    return read_rows(table, guess(table))


def read_table(content: bytes) -> Table:
    """The rows of the file. Raises ExchangeError."""
    text, divider = _without_headers(decoded(content))
    rows: list[list[str]] = []
    try:
        for row in csv.reader(StringIO(text), delimiter=divider or _divider(text)):
            if len(row) > MOST_COLUMNS or len(rows) > MOST_ITEMS:
                raise ExchangeError(
                    gettext(
                        "A table has at most %(most_columns)s columns and %(most_items)s rows. Split it.",
                        most_columns=MOST_COLUMNS,
                        most_items=Count(MOST_ITEMS),
                    )
                )
            rows.append(row)
    except csv.Error as error:
        raise ExchangeError(
            gettext(
                "The file is not readable as a table: a quotation mark may be missing. Save it as CSV again, or "
                "as XLSX."
            )
        ) from error
    if not any(any(row) for row in rows):
        raise ExchangeError(gettext("There is no row in the file. Put a question into each and choose it again."))
    return Table(rows=rows)


def _without_headers(text: str) -> tuple[str, str]:
    """The text without the lines with # that Anki puts above its tables, and the divider that they name."""
    divider = ""
    while text.startswith("#") and ":" in text.partition("\n")[0]:
        line, _, text = text.partition("\n")
        if line.startswith(_SEPARATOR):
            named = line.removeprefix(_SEPARATOR).strip()
            divider = _NAMED.get(named.casefold(), named[:1])
    return text, divider


def _divider(text: str) -> str:
    """The sign that makes the most columns of the first row."""
    first = StringIO(text[:10_000])
    widths = {}
    for divider in _DIVIDERS:
        first.seek(0)
        widths[divider] = len(next(csv.reader(first, delimiter=divider), []))
    return max(_DIVIDERS, key=lambda divider: widths[divider])


def write(drafts: Sequence[Draft]) -> bytes:
    return _written(drafts, ",")


def write_tabs(drafts: Sequence[Draft]) -> bytes:
    return _written(drafts, "\t")


def _written(drafts: Sequence[Draft], divider: str) -> bytes:
    file = StringIO()
    writer = csv.writer(file, delimiter=divider)
    writer.writerows([guarded(cell) for cell in row] for row in rows_of(drafts))
    return (BYTE_ORDER_MARK + file.getvalue()).encode()
