"""A figure or a date is typed as people write it, and what is read is written so that it is read again."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.bank import default_folders, load_bank
from question_bank.claim_values import TYPED, UnreadableValueError, read_value, written_value
from question_bank.claims import ClaimKind
from question_bank.partial_dates import PartialDate, is_date
from question_bank.quantities import Quantity, Scale


@pytest.mark.parametrize(
    ("text", "number", "scale", "unit"),
    [
        ("$11bn", "11", Scale.BILLION, "USD"),
        ("11 billion dollars", "11", Scale.BILLION, "USD"),
        ("90 %", "90", Scale.PERCENT, None),
        ("ninety percent", "90", Scale.PERCENT, None),
        ("1,200 tonnes", "1200", None, "tonnes"),
        ("0.5 million", "0.5", Scale.MILLION, None),
        ("28,500 soldiers", "28500", None, "soldiers"),
    ],
)
def test_a_figure_is_read_as_it_is_written(text: str, number: str, scale: Scale | None, unit: str | None) -> None:
    assert read_value(ClaimKind.FIGURE, text) == Quantity(number=Decimal(number), scale=scale, unit=unit)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("5 May 2014", PartialDate(2014, 5, 5)),
        ("May 5, 2014", PartialDate(2014, 5, 5)),
        ("2014-05", PartialDate(2014, 5)),
        ("in 2014", PartialDate(2014)),
    ],
)
def test_a_date_is_as_exact_as_it_is_written(text: str, date: PartialDate) -> None:
    assert read_value(ClaimKind.DATE, text) == date


@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        (ClaimKind.FIGURE, "many", "not read as one figure"),
        (ClaimKind.FIGURE, "5 to 7 million", "not read as one figure"),
        (ClaimKind.DATE, "soon", "not read as a date"),
        (ClaimKind.DATE, "5 May", "with its year"),
        (ClaimKind.DATE, "05/06/2014", "5 June 2014 or 6 May 2014"),
        (ClaimKind.EVENT, "2014", "has no figure or date"),
    ],
)
def test_what_is_no_value_is_refused_with_the_reason(kind: ClaimKind, text: str, says: str) -> None:
    with pytest.raises(UnreadableValueError, match=says):
        read_value(kind, text)


def test_every_figure_and_date_of_the_shipped_bank_is_read_again_as_it_is_shown() -> None:
    claims = [claim for claim in load_bank(*default_folders()).claims.values() if claim.kind in TYPED]
    assert len(claims) > 30
    assert [claim.id for claim in claims if read_value(claim.kind, written_value(claim.value)) != claim.value] == []


@given(
    number=st.decimals(min_value="0.01", max_value="999999", places=2),
    scale=st.sampled_from([None, *Scale]),
    unit=st.sampled_from([None, "USD", "tonnes", "people", "years"]),
)
def test_any_figure_survives_being_shown_and_read(number: Decimal, scale: Scale | None, unit: str | None) -> None:
    value = Quantity(number=number, scale=scale, unit=None if scale is Scale.PERCENT else unit)
    assert read_value(ClaimKind.FIGURE, written_value(value)) == value


@given(
    year=st.integers(1000, 2100), month=st.none() | st.integers(1, 12), day=st.none() | st.integers(1, 31)
)  # fmt: skip
def test_any_date_survives_being_shown_and_read(year: int, month: int | None, day: int | None) -> None:
    day = day if month and is_date(year, month, day) else None
    value = PartialDate(year, month, day)
    assert read_value(ClaimKind.DATE, written_value(value)) == value
