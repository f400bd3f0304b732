"""The formulas of item analysis, against the library's own statistics and against figures worked out by hand."""

from __future__ import annotations

import statistics
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank import item_statistics as items
from question_bank.item_statistics import Moments

POINTS = st.integers(0, 8).map(lambda eighths: eighths / 8)
PAIRS = st.lists(st.tuples(POINTS, POINTS), min_size=2, max_size=60)


@given(PAIRS)
def test_discrimination_is_the_correlation_of_the_item_with_the_rest(pairs: list[tuple[float, float]]) -> None:
    found = items.discrimination(Moments.of(pairs), fewest=2)
    xs, os = zip(*pairs, strict=True)
    if len(set(xs)) == 1 or len(set(os)) == 1:
        assert found is None
        return
    covariance = statistics.covariance(xs, os)
    assert found is not None
    assert isclose(found, covariance / (statistics.variance(xs) * statistics.variance(os)) ** 0.5, abs_tol=1e-9)


@given(PAIRS)
def test_facility_is_the_mean_of_the_shares(pairs: list[tuple[float, float]]) -> None:
    found = items.facility(Moments.of(pairs), fewest=1)
    assert found is not None
    assert isclose(found, statistics.fmean(x for x, _ in pairs), abs_tol=1e-12)


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([(1, 1.0), (1, 0.8), (0, 0.2), (0, 0.0)], 0.9701),  # by hand: cov 1.6/6, variances 1/3 and 2.72/12
        ([(1, 0.0), (0, 1.0)], -1.0),
        ([(1, 0.5), (1, 0.9)], None),  # everybody has it right: it tells nothing
    ],
)
def test_discrimination_by_hand(pairs: list[tuple[float, float]], expected: float | None) -> None:
    found = items.discrimination(Moments.of(pairs), fewest=2)
    assert found == expected if expected is None else found == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("known", [0, 1, 9, 10, 19, 20])
def test_a_figure_is_shown_once_there_are_answers_enough(known: int) -> None:
    moments = Moments.of([(number % 2, (number % 2) / 2) for number in range(known)])
    assert (items.facility(moments) is None) == (known < items.FEWEST_SCORES)
    assert (items.discrimination(moments) is None) == (known < items.FEWEST_PAIRS)
    assert (items.share(known // 2, known, fewest=items.FEWEST_REVIEWS) is None) == (known < items.FEWEST_REVIEWS)
    assert (items.median_time([1000] * known) is None) == (known < items.FEWEST_TIMES)


def test_the_median_is_in_seconds_and_of_the_middle() -> None:
    assert items.median_time([1000, 60_000, 2000, 3000], fewest=4) == 2.5
