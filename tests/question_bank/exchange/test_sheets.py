"""XLSX: read as tables are, whoever wrote it; hostile workbooks are refused before they are unpacked."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from question_bank.exchange import zip_files
from question_bank.exchange.drafts import Draft, ExchangeError
from question_bank.exchange.formats import FORMATS
from question_bank.exchange.sheets import read_table

WORKBOOK = """<workbook xmlns="m" xmlns:r="o"><sheets><sheet name="A" sheetId="1" r:id="rId3"/></sheets></workbook>"""
RELATIONS = """<Relationships><Relationship Id="rId3" Target="worksheets/odd name.xml"/></Relationships>"""
SHARED = """<sst><si><t>Term</t></si><si><r><t>Defi</t></r><r><t>nition</t></r></si><si><t>ferry</t></si></sst>"""
SHEET = """<worksheet><sheetData>
<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>
<row r="2"><c r="A2" t="s"><v>2</v></c><c r="C2" t="str"><f>HYPERLINK("http://x")</f><v>a boat</v></c></row>
<row r="3"><c r="A3" t="s"><v>99</v></c><c r="C3"><v>1874</v></c></row>
</sheetData></worksheet>"""
PARTS = {
    "xl/workbook.xml": WORKBOOK,
    "xl/_rels/workbook.xml.rels": RELATIONS,
    "xl/sharedStrings.xml": SHARED,
    "xl/worksheets/odd name.xml": SHEET,
    "../../evil.txt": "never unpacked",
}


def packed(parts: Mapping[str, str]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as written:
        for name, text in parts.items():
            written.writestr(name, text)
    return file.getvalue()


def test_shared_texts_and_last_results_of_formulas_are_read() -> None:
    assert list(read_table(packed(PARTS)).rows) == [
        ["Term", "", "Definition"],
        ["ferry", "", "a boat"],
        ["", "", "1874"],
    ]
    items = FORMATS["xlsx"].read(packed(PARTS))
    assert [item.draft.data["back"] for item in items if item.draft] == ["a boat"]


@pytest.mark.parametrize("missing", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/odd name.xml"])
def test_a_workbook_without_a_part_is_refused(missing: str) -> None:
    with pytest.raises(ExchangeError):
        read_table(packed({name: text for name, text in PARTS.items() if name != missing}))


def test_entities_and_columns_beyond_count_are_refused() -> None:
    evil = '<!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>'
    far = '<worksheet><sheetData><row><c r="ZZZ1"><v>1</v></c></row></sheetData></worksheet>'
    for sheet in (evil, far, "<worksheet/>", "no xml"):
        with pytest.raises(ExchangeError):
            read_table(packed({**PARTS, "xl/worksheets/odd name.xml": sheet}))


def test_a_bomb_is_refused_by_what_it_says_it_holds() -> None:
    bomb = packed({**PARTS, "xl/media/bomb": "0" * (zip_files.LARGEST_IN_ALL + 1)})
    assert len(bomb) < 1024 * 1024
    with pytest.raises(ExchangeError, match="unpacked"):
        read_table(bomb)


def test_a_part_that_is_larger_than_is_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_files, "LARGEST_ENTRY", 100)
    with pytest.raises(ExchangeError, match="too large"):
        read_table(packed(PARTS))


def test_too_many_parts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_files, "MOST_ENTRIES", 3)
    with pytest.raises(ExchangeError, match="parts"):
        read_table(packed(PARTS))


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x05\x06" + bytes(18), packed({"a": "b"})])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(ExchangeError):
        read_table(content)


def test_no_cell_that_is_written_is_a_formula() -> None:
    draft = Draft(name="=1+1", data={"kind": "card", "front": "=1+1", "back": "@x"})
    with ZipFile(BytesIO(FORMATS["xlsx"].write([draft]))) as written:
        sheet = written.read("xl/worksheets/sheet1.xml").decode()
    assert "<f" not in sheet
    assert ">'=1+1<" in sheet
    assert 't="inlineStr"' in sheet
