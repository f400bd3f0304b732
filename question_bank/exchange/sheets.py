"""XLSX: the first sheet of a workbook as a table; formulas are not worked out, and none are written."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from itertools import islice
from string import ascii_uppercase
from xml.etree.ElementTree import Element

from question_bank.words import Count, gettext

from .cells import guarded
from .columns import Table, guess, read_rows, rows_of
from .columns import carry as carry_in_columns
from .csv_files import MOST_COLUMNS
from .drafts import MOST_ITEMS, Carried, Draft, ExchangeError, Item
from .packing import Packing
from .sheet_cells import Cells, date_styles, escaped, text_of
from .xml_reading import read_parts, read_xml
from .xml_writing import CONTROL_CHARACTERS, add, document, legal
from .zip_files import Entries, open_entries, zipped

_CELL = re.compile(r"([A-Z]{1,3})\d{1,7}")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_MOST_STYLES = 66_000  # a few more than a workbook can have
_WORKBOOK, _SHEET_PART = "xl/workbook.xml", "xl/worksheets/sheet1.xml"


def read(content: bytes) -> list[Item]:
    """The questions of the first sheet, with the columns that its headings name. Raises ExchangeError."""
    table = read_table(content)
    return read_rows(table, guess(table))


def read_table(content: bytes) -> Table:
    """The rows of the first sheet. Raises ExchangeError."""
    with open_entries(content) as entries:
        if _WORKBOOK not in entries.names:
            raise ExchangeError(gettext("This is no workbook in XLSX. Save it as XLSX or CSV and choose it again."))
        workbook = read_xml(entries.read(_WORKBOOK))
        known = _cells(entries, workbook)
        sheet = entries.read(_first_sheet(entries, workbook))
    rows: list[list[str]] = []
    for row in read_parts(sheet, "worksheet", "sheetData", "row"):
        if len(rows) > MOST_ITEMS:
            raise ExchangeError(
                gettext("A table has at most %(most_items)s rows. Split it.", most_items=Count(MOST_ITEMS))
            )
        rows.append(_row(row, known))
    if not any(any(row) for row in rows):
        raise ExchangeError(
            gettext("There is no row in the first sheet. Put the questions there and choose the file again.")
        )
    return Table(rows=rows)


def _first_sheet(entries: Entries, workbook: Element) -> str:
    """The name of the part that holds the first sheet."""
    sheet = workbook.find("sheets/sheet")
    relations = read_xml(entries.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    target = targets.get(sheet.get("id")) if sheet is not None else None
    if not target:
        raise ExchangeError(gettext("The workbook has no sheet. Save it again, or as CSV."))
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _cells(entries: Entries, workbook: Element) -> Cells:
    """What cells name by number."""
    properties, styles = workbook.find("workbookPr"), _part(entries, "xl/styles.xml")
    return Cells(
        shared=[text_of(each) for each in read_parts(_part(entries, "xl/sharedStrings.xml"), "sst", "si")],
        dated=date_styles(
            islice(read_parts(styles, "styleSheet", "numFmts", "numFmt"), _MOST_STYLES),
            islice(read_parts(styles, "styleSheet", "cellXfs", "xf"), _MOST_STYLES),
        ),
        counts_from_1904=properties is not None and properties.get("date1904") in {"1", "true"},
    )


def _part(entries: Entries, name: str) -> bytes:
    """A part that may be missing."""
    return entries.read(name) if name in entries.names else b"<nothing/>"


def _row(row: Element, known: Cells) -> list[str]:
    cells: list[str] = []
    for cell in row.iterfind("c"):
        found = _CELL.fullmatch(cell.get("r", ""))
        place = _column(found[1]) if found else len(cells)
        if place >= MOST_COLUMNS:
            raise ExchangeError(
                gettext("A table has at most %(most_columns)s columns. Take the others out.", most_columns=MOST_COLUMNS)
            )
        cells += [""] * (place + 1 - len(cells))
        cells[place] = known.text(cell)
    return cells


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def carry(draft: Draft) -> Carried:
    """A row takes what it does of other tables, less the characters that XML has not."""
    packing = Packing(draft)
    packing.texts(legal, CONTROL_CHARACTERS)
    carried = carry_in_columns(packing.carried().draft or draft)
    if carried.draft is None:
        return carried
    return Carried(draft=carried.draft, losses=(*packing.carried().losses, *carried.losses))


def write(drafts: Sequence[Draft]) -> bytes:
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relation("officeDocument", _WORKBOOK),
        _WORKBOOK: _workbook(),
        "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/sheet1.xml"),
        _SHEET_PART: _sheet(rows_of(drafts)),
    }
    return zipped(parts)


def _types() -> bytes:
    types = Element("Types", xmlns="http://schemas.openxmlformats.org/package/2006/content-types")
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    add(types, "Default", Extension="rels", ContentType=relations)
    add(types, "Default", Extension="xml", ContentType="application/xml")
    add(types, "Override", PartName=f"/{_WORKBOOK}", ContentType=f"{_SHEET}.sheet.main+xml")
    add(types, "Override", PartName=f"/{_SHEET_PART}", ContentType=f"{_SHEET}.worksheet+xml")
    return document(types)


def _relation(kind: str, target: str) -> bytes:
    relations = Element("Relationships", xmlns=_RELATIONS)
    add(relations, "Relationship", Id="rId1", Type=f"{_OFFICE}/{kind}", Target=target)
    return document(relations)


def _workbook() -> bytes:
    workbook = Element("workbook", {"xmlns": _MAIN, "xmlns:r": _OFFICE})
    add(add(workbook, "sheets"), "sheet", **{"name": "Questions", "sheetId": "1", "r:id": "rId1"})
    return document(workbook)


def _sheet(rows: Sequence[Sequence[str]]) -> bytes:
    sheet = Element("worksheet", xmlns=_MAIN)
    data = add(sheet, "sheetData")
    for number, row in enumerate(rows, start=1):
        line = add(data, "row", r=str(number))
        for letter, text in zip(ascii_uppercase, row, strict=False):  # a table of ours has fewer columns
            if not text:
                continue
            cell = add(line, "c", r=f"{letter}{number}", t="inlineStr")
            add(add(cell, "is"), "t", escaped(guarded(text)), **{"xml:space": "preserve"})
    return document(sheet, indented=False)
