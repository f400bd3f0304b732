"""Files that a spreadsheet opens without running anything in them."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.exchange.cells import RISKY
from webapp.web.csv_lines import BYTE_ORDER_MARK, csv_lines, csv_text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_text_is_taken_for_a_formula(text: str) -> None:
    assert next(csv.reader([csv_lines([[text]])]))[0] == f"'{text}"


def test_numbers_keep_their_sign_and_fractions_four_places() -> None:
    assert csv_lines([[-3, 0.123456, None, date(2026, 3, 2)]]) == "-3,0.1235,,2026-03-02\r\n"


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\0")), min_size=2, max_size=5))
def test_every_other_text_comes_back_as_it_was(cells: list[str]) -> None:
    (read,) = csv.reader(StringIO(csv_lines([cells]), newline=""))
    assert [cell.removeprefix("'") if cell[1:].startswith(RISKY) else cell for cell in read] == cells


def test_a_file_says_that_it_is_utf_8() -> None:
    assert csv_text([["Größe"]]) == f"{BYTE_ORDER_MARK}Größe\r\n"
