"""CSV and TSV: whatever program wrote them, and so that none runs what is in them."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.exchange.cells import RISKY, guarded, unguarded
from question_bank.exchange.columns import Mapped, guess, read_rows
from question_bank.exchange.csv_files import read_table
from question_bank.exchange.drafts import Draft, ExchangeError
from question_bank.exchange.formats import FORMATS

from .reading import data_of, only, option, read

CARD = {"kind": "card", "front": "ferry", "back": "a boat"}


@pytest.mark.parametrize(
    "content",
    [
        b"Term,Definition\nferry,a boat\n",
        b"\xef\xbb\xbfTerm;Definition\r\nferry;a boat\r\n",
        "Term\tDefinition\nferry\ta boat\n".encode("utf-16"),
        b"#separator:Semicolon\n#html:false\nTerm;Definition\nferry;a boat",
        b'"Term","Definition"\r"ferry","a boat"\r',
        b"ferry,a boat",
    ],
)
def test_cells_are_told_apart_whatever_divides_them(content: bytes) -> None:
    assert data_of(only("csv", content)) == CARD


def test_columns_may_be_named_by_hand() -> None:
    table = read_table(b"x;ferry;y;a boat\n")
    (item,) = read_rows(table, Mapped(columns={"question": 1, "answer": 3}, heading=False))
    assert data_of(item) == CARD


def test_headings_are_known_by_their_usual_names() -> None:
    found = guess(read_table(b"Front,Back,Hint,Other\na,b,c,d\n"))
    assert found == Mapped(columns={"question": 0, "answer": 1, "hint": 2}, heading=True)


def test_wrong_answers_with_their_feedback_make_a_choice() -> None:
    content = 'question,answer,wrong,feedback\nWhich?,One,"Two\nThree","\nNo\nNever"\n'
    assert data_of(only("csv", content))["options"] == [
        option("a", "One", right=True), option("b", "Two", feedback="No"), option("c", "Three", feedback="Never")
    ]  # fmt: skip


def test_a_figure_has_scale_unit_and_tolerance() -> None:
    data = data_of(only("csv", "kind,question,answer,tolerance\nnumber,How much?,11 billion USD,relative 0.02\n"))
    assert data["answer"] == {"number": "11", "scale": "billion", "unit": "USD"}
    assert data["tolerance"] == {"relative": "0.02"}


@pytest.mark.parametrize("kind", ["card", "short", "number"])
def test_a_row_without_question_or_answer_says_so_in_the_words_of_the_table(kind: str) -> None:
    items = read("csv", f"kind,question,answer\n{kind},,12\n{kind},How many?,\n")
    assert [item.refused for item in items] == ["its question is empty", "its answer is empty"]


def test_a_choice_without_a_right_answer_is_a_draft_to_be_completed() -> None:
    assert data_of(only("csv", "kind,question,answer,wrong\nchoice,Which?,,This\n"))["options"]


def test_rows_that_are_no_question_are_refused_one_by_one() -> None:
    items = read("csv", "kind,question,answer\ncard,a,b\nmatching,c,d\nspell,e,f\ncard,,g\n")
    assert [item.number for item in items if item.refused] == [3, 4, 5]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff\xfe\x00", b"a\x00b", b"," * 500])
def test_what_is_no_table_is_refused_as_a_whole(content: bytes) -> None:
    with pytest.raises(ExchangeError):
        read("csv", content)


@pytest.mark.parametrize("name", ["csv", "tsv"])
@pytest.mark.parametrize("sign", RISKY)
def test_no_cell_of_an_export_is_a_formula(name: str, sign: str) -> None:
    text = f"{sign}HYPERLINK(1)"
    draft = Draft(name=text, data={"kind": "card", "front": text, "back": text, "explanation": text, "hint": text})
    written = FORMATS[name].write([draft]).decode("utf-8-sig")
    rows = list(csv.reader(StringIO(written, newline=""), delimiter="," if name == "csv" else "\t"))
    assert not [cell for row in rows for cell in row if cell.startswith(RISKY)]
    assert rows[1][2] == f"'{text}"


@given(st.text("'=+-@\t\rab", max_size=6))
def test_what_is_guarded_is_read_back_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(RISKY)
