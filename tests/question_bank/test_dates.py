from __future__ import annotations

import datetime
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.dates import parse_date
from question_bank.partial_dates import MONTHS, PartialDate, Precision, from_iso, is_date

DAY = PartialDate(2014, 5, 5)


@pytest.mark.parametrize(
    "text",
    [
        "5 May 2014", "May 5, 2014", "2014-05-05", "05.05.2014", "5.5.2014", "05/05/2014", "5/5/14", "5 may 2014",
        "5th May 2014", "May 5th, 2014", "the 5th of May, 2014", "Monday, 5 May 2014", "5-May-2014", "2014 May 5",
        "May 5 2014", "20140505", "2014/05/05", "2014.5.5", "On 5 May 2014.", "5 5 2014", "5\u00a0May\u00a02014",
        "May 5, '14", "5 May, 2014", "5MAY2014", "(5 May 2014)", "\uff15 May 2014", "2014\u201305\u201305",
    ],
)  # fmt: skip
def test_the_fifth_of_may(text: str) -> None:
    read = parse_date(text)
    assert read is not None
    assert read.readings == (DAY,)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("May 2014", PartialDate(2014, 5)), ("2014-05", PartialDate(2014, 5)), ("05/2014", PartialDate(2014, 5)),
        ("5.2014", PartialDate(2014, 5)), ("May '14", PartialDate(2014, 5)), ("in May of 2014", PartialDate(2014, 5)),
        ("2014", PartialDate(2014)), ("in 2014", PartialDate(2014)), ("the year 988", PartialDate(988)),
        ("Sept 2014", PartialDate(2014, 9)), ("Sep. 3, 2014", PartialDate(2014, 9, 3)),
        ("5 May", PartialDate(None, 5, 5)), ("May 5th", PartialDate(None, 5, 5)), ("1/9/98", PartialDate(1998, 9, 1)),
        ("since 2022", PartialDate(2022)), ("from May 2014 on", PartialDate(2014, 5)),
        ("early February 2024", PartialDate(2024, 2)), ("already in late 2013", PartialDate(2013)),
        ("29 February", PartialDate(None, 2, 29)), ("29 February 2016", PartialDate(2016, 2, 29)),
    ],
)  # fmt: skip
def test_other_dates(text: str, date: PartialDate) -> None:
    read = parse_date(text)
    assert read is not None
    assert read.date == date


def test_doubtful_dates_have_both_readings() -> None:
    read = parse_date("05/06/2014")
    assert read is not None
    assert read.readings == (PartialDate(2014, 6, 5), PartialDate(2014, 5, 6))


@pytest.mark.parametrize("text", ["25/12/2014", "12/25/2014", "05.06.2014"])
def test_clear_dates_have_one_reading(text: str) -> None:
    read = parse_date(text)
    assert read is not None
    assert read.alternatives == ()


def test_a_misspelt_month_is_told() -> None:
    read = parse_date("5 Febuary 2014")
    assert read is not None
    assert (read.date, read.slip) == (PartialDate(2014, 2, 5), True)


@pytest.mark.parametrize(
    "text",
    [
        "", "?", "soon", "31 February 2014", "30.2.2014", "2014-13-01", "2014-00-10", "0000", "99999", "May", "5",
        "5 May or 6 May 2014", "2014 or 2015", "2014/2015", "2013-2014", "May June 2014", "5 Foo 2014", "2014-5-5-5",
        "5 May 2014 BC", "5 May 20145", "29 February 2015", "-2014", "5 + May 2014", "1e3", "12:30", "1 2 3 4", "1990s",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text) is None


@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_any_date_printed_in_the_accepted_formats_reads_back(day: datetime.date) -> None:
    month, short = MONTHS[day.month - 1], MONTHS[day.month - 1][:3]
    date = PartialDate(day.year, day.month, day.day)
    for text in (
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day.day:02} {short} {day.year}",
        f"{short}. {day.day}, {day.year}",
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.day:02}.{day.month:02}.{day.year}",
        f"{day.year}{day.month:02}{day.day:02}",
    ):
        read = parse_date(text)
        assert read is not None, text
        assert read.readings == (date,), text
    for text in (f"{day.day}/{day.month}/{day.year}", f"{day.month}/{day.day}/{day.year}"):
        read = parse_date(text)
        assert read is not None
        assert date in read.readings


@given(st.dates(min_value=datetime.date(1000, 1, 1)), st.sampled_from(list(Precision)))
def test_written_and_shown_dates_read_back(day: datetime.date, precision: Precision) -> None:
    parts = [day.year, day.month, day.day][: {"day": 3, "month": 2, "year": 1}[precision]]
    date = PartialDate(*parts)
    assert date.precision is precision
    assert from_iso(date.iso()) == date
    for text in (str(date), date.iso()):
        read = parse_date(text)
        assert read is not None
        assert read.date == date


@given(st.text())
def test_any_text_is_read_or_not_but_raises_nothing(text: str) -> None:
    read = parse_date(text)
    assert read is None or all(is_date(date.year, date.month, date.day) for date in read.readings)


@given(st.text("0123456789-/. 'MayJune,th", max_size=30))
def test_any_figures_are_read_or_not_but_raise_nothing(text: str) -> None:
    read = parse_date(text)
    assert read is None or all(is_date(date.year, date.month, date.day) for date in read.readings)


@pytest.mark.parametrize("text", ["1/" * 50_000, "May " * 25_000, "9" * 100_000, "'14 " * 30_000])
def test_hostile_length_is_fast(text: str) -> None:
    began = time.process_time()
    assert parse_date(text) is None
    parse_date(text[:100])
    assert time.process_time() - began < 0.5


def test_no_such_date_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="no such date"):
        PartialDate(2015, 2, 29)
    with pytest.raises(ValueError, match="no such date"):
        PartialDate(99)  # it could not be read back: two figures are a short form
    assert from_iso("0099") is None


def test_covering() -> None:
    assert PartialDate(2014).covers(DAY)
    assert PartialDate(2014, 5).covers(DAY)
    assert not PartialDate(2014, 6).covers(DAY)
    assert not DAY.covers(PartialDate(2014))
