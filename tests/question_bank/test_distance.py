"""How far off a wrong date or figure is said to be: always by a sentence whose arithmetic is right."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.distance import MOST_DAYS, date_distance, figure_distance
from question_bank.partial_dates import PartialDate
from question_bank.quantities import Quantity, Scale

_days = st.dates(date(1000, 1, 1), date(2999, 12, 31))
_figures = st.decimals("0.001", "1e12", places=3)


def _partial(day: date, precision: int) -> PartialDate:
    return PartialDate(day.year, *(day.month, day.day)[:precision])


@given(one=_days, other=_days, exact=st.tuples(st.integers(0, 2), st.integers(0, 2)))
def test_dates_are_told_by_days_months_or_years_that_are_right(one: date, other: date, exact: tuple[int, int]) -> None:
    ours, theirs = _partial(one, exact[0]), _partial(other, exact[1])
    said, turned = date_distance(ours, theirs), date_distance(theirs, ours)
    assert (said is None) == (turned is None)
    if said is None:
        assert ours.year == theirs.year
        assert ours.covers(theirs) or theirs.covers(ours)
        return
    assert ("early" in said) == (ours < theirs if ours.year != theirs.year else one < other)
    number = int(re.search(r"\d+", said)[0]) if re.search(r"\d", said) else 1  # type: ignore[index]  # just searched
    months = abs(12 * (one.year - other.year) + one.month - other.month)
    if said.startswith("Too"):
        told = sum(
            (12 if unit == "year" else 1) * (1 if count == "one" else int(count))
            for count, unit in re.findall(r"(one|\d+) (year|month)", said)
        )
        if "about" in said:
            assert abs(abs((one - other).days) / 365.2425 * 12 - told) < 0.65
            assert exact == (2, 2)
        else:
            assert told == months > 12
    elif "year" in said.lower():
        assert number == abs(one.year - other.year)
        assert 0 in exact or months % 12 == 0, "the months are told where they were asked for"
    elif "month" in said:
        assert number == months < 12
    else:
        assert number == abs((one - other).days) <= MOST_DAYS
    assert ("early" in said) != ("early" in (turned or ""))


@given(day=_days, off=st.integers(1, MOST_DAYS))
def test_days_that_are_near_are_counted(day: date, off: int) -> None:
    said = date_distance(_partial(day + timedelta(days=off), 2), _partial(day, 2))
    assert said == ("One day too late." if off == 1 else f"{off} days too late.")


@pytest.mark.parametrize(
    ("given", "wanted", "said"),
    [
        (PartialDate(2016, 6), PartialDate(2017, 10), "Too early by one year and 4 months."),
        (PartialDate(2016, 6, 5), PartialDate(2017, 10), "Too early by one year and 4 months."),
        (PartialDate(2018, 10), PartialDate(2017, 10), "One year too late."),
        (PartialDate(2016), PartialDate(2017, 10), "One year too early."),
        (PartialDate(2016, 6), PartialDate(2017), "One year too early."),
        (PartialDate(2016, 6, 7), PartialDate(2014, 5, 5), "Too late by about 2 years and one month."),
        (PartialDate(2016, 6, 1), PartialDate(2014, 5, 31), "Too late by about 2 years."),
        (PartialDate(2015, 5, 1), PartialDate(2014, 5, 31), "Too late by about 11 months."),
    ],
)
def test_more_than_a_year_is_told_as_exactly_as_it_was_asked(
    given: PartialDate, wanted: PartialDate, said: str
) -> None:
    assert date_distance(given, wanted) == said


def test_a_day_of_an_unknown_year_is_not_told() -> None:
    assert date_distance(PartialDate(None, 5, 5), PartialDate(2014, 5, 6)) is None


@given(value=_figures, wanted=_figures)
def test_figures_are_told_by_what_they_are_of_the_right_one(value: Decimal, wanted: Decimal) -> None:
    said = figure_distance(value, Quantity(number=wanted))
    if said is None:
        assert abs(value - wanted) <= wanted * Decimal("0.0005")
        return
    assert ("large" in said) == (value > wanted)
    times = max(value, wanted) / min(value, wanted)
    number = re.search(r"\d+(\.\d+)?", said.replace(",", ""))
    if number is None:
        assert times > 1000
    elif "%" in said:
        assert abs(Decimal(number[0]) - 100 * abs(value - wanted) / wanted) <= Decimal("0.5")
        assert times < 2
    else:
        assert abs(Decimal(number[0]) - times) <= max(Decimal("0.051"), times * Decimal("0.05"))
        assert times >= 2


@pytest.mark.parametrize(
    ("value", "wanted", "said"),
    [
        ("22000000000", Quantity(number=Decimal(11), scale=Scale.BILLION), "About 2 times too large."),
        ("3", Quantity(number=Decimal(12)), "About 4 times too small."),
        ("12", Quantity(number=Decimal(10)), "About 20% too large."),
        ("9", Quantity(number=Decimal(10)), "About 10% too small."),
        ("80", Quantity(number=Decimal(90), scale=Scale.PERCENT), "Too small by 10 in percentage points."),
        ("12000000", Quantity(number=Decimal(53), scale=Scale.PERCENT), "More than a thousand times too large."),
        ("5", Quantity(number=Decimal(0)), None),
        ("-5", Quantity(number=Decimal(5)), None),
        ("100000", Quantity(number=Decimal(1)), "More than a thousand times too large."),
    ],
)
def test_figures_in_words(value: str, wanted: Quantity, said: str | None) -> None:
    assert figure_distance(Decimal(value), wanted) == said
