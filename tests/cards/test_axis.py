"""A line of years: every year has its place, and the years that are written do not run into one another."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from webapp.cards.axis import Axis

lines = st.builds(
    lambda start, years: Axis(start, min(9999, start + years)), st.integers(1, 9000), st.integers(8, 2000)
)


def test_the_line_of_the_cold_war_and_after() -> None:
    axis = Axis(1945, 2025)
    assert axis.labels == (1945, 1960, 1980, 2000, 2025)
    assert axis.ticks[:3] == (1945, 1950, 1955)
    assert (axis.place(1945), axis.place(1985), axis.place(2025)) == (0, 50, 100)
    assert (axis.place(-5), axis.place(10**600)) == (0, 100)
    assert [axis.anchor(year) for year in (1950, 1985, 2020)] == ["start", "middle", "end"]


@given(axis=lines, year=st.integers(1, 9999))
def test_every_year_has_a_place_on_the_line_and_later_ones_stand_further_on(axis: Axis, year: int) -> None:
    assert 0 <= axis.place(year) <= axis.place(year + 1) <= 100
    if axis.start <= year < axis.end:
        assert axis.place(year) < axis.place(year + 1)


@given(axis=lines)
def test_a_handful_of_years_is_written_both_ends_among_them_and_none_on_another(axis: Axis) -> None:
    labels = axis.labels
    assert (labels[0], labels[-1]) == (axis.start, axis.end)
    assert len(labels) <= 7
    places = [axis.place(year) for year in labels]
    assert all(behind - before >= 12 for before, behind in pairwise(places)), labels


@given(axis=lines)
def test_every_year_that_is_written_has_a_stroke(axis: Axis) -> None:
    assert set(axis.labels) <= set(axis.ticks)
    assert len(axis.ticks) <= 30
