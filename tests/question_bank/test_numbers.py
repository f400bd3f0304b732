from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.number_words import SCALES
from question_bank.numbers import ReadNumber, parse_number


def read(text: str, unit: str | None = None) -> ReadNumber:
    number = parse_number(text, unit=unit)
    assert number is not None, text
    return number


@pytest.mark.parametrize(
    "text",
    [
        "$11bn", "$11 bn", "11 billion", "11,000,000,000", "11.000.000.000", "11 000 000 000", "11'000'000'000",
        "11000000000", "US$11 billion", "U.S. $11 billion", "11 billion dollars", "11 Billion US Dollars",
        "USD 11 billion", "11b", "11 B", "eleven billion", "eleven billion dollars", "about 11 billion", "~11 bn",
        "it was 11 billion", "11 mrd", "11 thousand million", "11,000 million", "0.011 trillion", "11.0 billion",
        "11\u00a0billion", "\uff11\uff11 bn", "11e9", "1.1E+10", "1.1 x 10^10", "11 billoin", "11 bilion", "11-billion",
    ],
)  # fmt: skip
def test_eleven_billion(text: str) -> None:
    assert read(text).value == 11_000_000_000


@pytest.mark.parametrize(
    "text", ["90 %", "90%", "90 percent", "90 per cent", "ninety percent", "Ninety per cent", "90 pct"]
)
def test_ninety_percent(text: str) -> None:
    assert (read(text).value, read(text).unit) == (Decimal(90), "percent")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,5", "1.5"), ("1.5", "1.5"), ("1,234", "1234"), ("1.234", "1.234"), ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"), ("0,123", "0.123"), (".5", "0.5"), ("-3", "-3"), ("\u22123", "-3"), ("minus 3", "-3"),
        ("-$3", "-3"), ("$-3", "-3"), ("007", "7"), ("twenty-five", "25"), ("one hundred and five", "105"),
        ("two hundred and fifty thousand", "250000"), ("two thousand and ten", "2010"), ("a million", "1000000"),
        ("a hundred", "100"), ("a dozen", "12"), ("12,5 %", "12.5"), ("1 234,5", "1234.5"), ("3 hours", "3"),
        ("zero", "0"), ("٣", "3"), ("five million two hundred thousand", "5200000"), ("5k", "5000"), ("5m", "5000000"),
    ],
)  # fmt: skip
def test_values(text: str, value: str) -> None:
    assert read(text).value == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "?", "dunno", "NaN", "nan", "inf", "Infinity", "-inf", "1e999999", "1e99", "9" * 30, "10-11 billion",
        "10 or 11", "eleven or twelve", "11, not 12", "not eleven", "1,23,45", "1.2.3,4,5", "1/2", "0x11", "\u00bd",
        "11 = 12", "five % 3", "$", "billion", "a b c", "1" + " " * 300, "11 billion + 1", "--",
    ],
)  # fmt: skip
def test_what_is_no_number(text: str) -> None:
    assert parse_number(text) is None


def test_powers_are_not_digits() -> None:
    assert parse_number("10²") != parse_number("102")


def test_units_have_one_name() -> None:
    assert {read(text).unit for text in ("$5", "5 dollars", "5 US dollars", "5 U.S. dollars", "US$5")} == {"USD"}
    assert read("5 tons").unit == "tonnes"
    assert read("5 warheads").unit == "warheads"
    assert read("5").unit is None


def test_m_is_metres_where_metres_are_asked_for() -> None:
    assert read("5 m", "metres").value == 5
    assert read("5 m", "USD").value == 5_000_000


def test_a_misspelt_scale_is_told() -> None:
    assert read("11 milion").slip
    assert not read("11 million").slip


def grouped(number: int, separator: str) -> str:
    return f"{number:,}".replace(",", separator)


@given(st.integers(0, 10**15), st.sampled_from(sorted(SCALES)))
def test_a_number_printed_in_many_ways_reads_the_same(number: int, scale: str) -> None:
    for separator in (",", " ", "'", "\u202f", "\u00a0"):
        assert read(grouped(number, separator)).value == number
    if number >= 10**6:
        assert read(grouped(number, ".")).value == number
    for text in (
        f"${number}",
        f"{number} USD",
        f"{number} dollars",
        f"  {number}. ",
        f"{number}.00",
        f"about {number}",
    ):
        assert read(text).value == number
    assert read(f"{number} {scale}").value == number * 10 ** SCALES[scale]
    assert read(f"{number}{scale.upper()}s").scale == scale


ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"]
ONES += ["fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_words(number: int) -> str:
    """The number in English, up to 999,999,999."""
    for power, name in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= power:
            rest = number % power
            link = " and " if 0 < rest < 100 else " "
            return f"{in_words(number // power)} {name}" + (link + in_words(rest) if rest else "")
    if number >= 20:
        return TENS[number // 10 - 2] + (f"-{ONES[number % 10 - 1]}" if number % 10 else "")
    return ONES[number - 1] if number else "zero"


@given(st.integers(0, 999_999_999))
def test_number_words_read_back(number: int) -> None:
    assert read(in_words(number)).value == number


@given(st.text())
def test_any_text_is_read_or_not_but_raises_nothing(text: str) -> None:
    number = parse_number(text)
    assert number is None or number.value.is_finite()


@given(st.text("0123456789., '$%eE+-xkmbn ", max_size=60))
def test_any_figures_are_read_or_not_but_raise_nothing(text: str) -> None:
    number = parse_number(text)
    assert number is None or abs(number.value) < Decimal(10) ** 80


@pytest.mark.parametrize(
    "text", ["1," * 50_000, "9" * 100_000, "1 " * 50_000, "$" * 100_000, "one " * 25_000, "-" * 100_000]
)
def test_hostile_length_is_fast(text: str) -> None:
    began = time.process_time()
    assert parse_number(text) is None
    parse_number(text[:200])
    assert time.process_time() - began < 0.5
