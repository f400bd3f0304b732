"""XLSX: read as tables are, whoever wrote it; hostile workbooks are refused before they are unpacked."""

from __future__ import annotations

import time
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from question_bank.exchange import xml_reading, zip_files
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


STYLES = """<styleSheet><numFmts><numFmt numFmtId="164" formatCode="d\\ mmm\\ yyyy"/>
<numFmt numFmtId="165" formatCode="[Red]0.0 &quot;days&quot;"/></numFmts>
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>"""


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c s="1"><v>41764</v></c>', "2014-05-05"),
        ('<c s="2"><v>41764.6041666667</v></c>', "2014-05-05 14:30"),
        ('<c s="1"><v>1</v></c>', "1900-01-01"),
        ('<c s="1"><v>2958465</v></c>', "9999-12-31"),
        ('<c s="1"><v>2958465.99999</v></c>', "2958465.99999"),
        ('<c s="1"><v>-3</v></c>', "-3"),
        ('<c s="3"><v>41764</v></c>', "41764"),
        ('<c s="99"><v>41764</v></c>', "41764"),
        ('<c t="d"><v>2014-05-05T00:00:00</v></c>', "2014-05-05"),
        ("<c><v>1.1000000000000001</v></c>", "1.1"),
        ("<c><v>1E-3</v></c>", "0.001"),
        ("<c><v>12345678901234567890</v></c>", "12345678901234600000"),
        ("<c><v>1e9999</v></c>", "1e9999"),
        ("<c><v>" + "9" * 100_000 + "</v></c>", "9" * 100_000),
        ('<c t="b"><v>1</v></c>', "TRUE"),
        ('<c t="e"><v>#N/A</v></c>', "#N/A"),
        ('<c t="inlineStr"><is><t>one_x000D_\ntwo_x005F_x0041_</t></is></c>', "one\ntwo_x0041_"),
        ('<c t="str"><v>a_xD800_b_x0001_</v></c>', "ab"),
        ('<c t="s"><v>00000000099999</v></c>', ""),
        ('<c t="s"><v>' + "0" * 5_000 + "</v></c>", ""),
    ],
)
def test_a_cell_is_read_as_it_is_seen(cell: str, text: str) -> None:
    sheet = f"<worksheet><sheetData><row>{cell}<c><v>0</v></c></row></sheetData></worksheet>"
    parts = {**PARTS, "xl/worksheets/odd name.xml": sheet, "xl/styles.xml": STYLES}
    assert read_table(packed(parts)).rows == [[text, "0"]]


def test_a_format_costs_a_moment_however_long_it_is() -> None:
    formats = f"""<numFmts><numFmt numFmtId="164" formatCode="{"[" * 60_000}"/></numFmts>"""
    styles = f"""<styleSheet>{formats}<cellXfs>{'<xf numFmtId="164"/>' * 9}</cellXfs></styleSheet>"""
    began = time.process_time()
    assert read_table(packed({**PARTS, "xl/styles.xml": styles})).rows[2] == ["", "", "1874"]
    assert time.process_time() - began < 1


def test_days_may_be_counted_from_1904() -> None:
    sheet = '<worksheet><sheetData><row><c s="1"><v>40302</v></c></row></sheetData></worksheet>'
    workbook = WORKBOOK.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    parts = {**PARTS, "xl/workbook.xml": workbook, "xl/worksheets/odd name.xml": sheet, "xl/styles.xml": STYLES}
    assert read_table(packed(parts)).rows == [["2014-05-05"]]


def test_what_looks_like_a_character_by_its_number_comes_back_as_it_was() -> None:
    draft = Draft(name="a", data={"kind": "card", "front": "_x0041_x0042_ and _x005F_", "back": "_x000D_"})
    (item,) = FORMATS["xlsx"].read(FORMATS["xlsx"].write([draft]))
    assert item.draft is not None
    assert (item.draft.data["front"], item.draft.data["back"]) == (draft.data["front"], draft.data["back"])


@pytest.mark.parametrize("missing", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/odd name.xml"])
def test_a_workbook_without_a_part_is_refused(missing: str) -> None:
    with pytest.raises(ExchangeError):
        read_table(packed({name: text for name, text in PARTS.items() if name != missing}))


def test_entities_and_columns_beyond_count_are_refused() -> None:
    evil = '<!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>'
    far = '<worksheet><sheetData><row><c r="ZZZ1"><v>1</v></c></row></sheetData></worksheet>'
    wide = f"<worksheet><sheetData><row>{'<c/>' * 20_000}</row></sheetData></worksheet>"
    for sheet in (evil, far, wide, "<worksheet/>", "no xml", f"<worksheet>{'<sheetData>' * 300}"):
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


def test_rows_are_read_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of 10,000 questions has more elements than one tree may have: what we wrote was not read again."""
    drafts = [
        Draft(name=f"q-{number}", data={"kind": "card", "front": f"What is {number}?", "back": "A figure"})
        for number in range(100)
    ]
    content = FORMATS["xlsx"].write(drafts)
    monkeypatch.setattr(xml_reading._Building, "most", 50)
    assert [item.draft for item in FORMATS["xlsx"].read(content)] == drafts
    monkeypatch.setattr(xml_reading._Parts, "most", 500)
    with pytest.raises(ExchangeError, match="too many elements"):
        read_table(content)


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
