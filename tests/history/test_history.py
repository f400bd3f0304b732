"""Streak and true retention: what a student is told about the days behind."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.history.calibration import EDGES, FEWEST_IN_BIN, FEWEST_REVIEWS, calibration
from webapp.history.days import StudyDay, streak
from webapp.history.pace import minutes_for
from webapp.history.predictions import Prediction
from webapp.history.retention import Period, retention, retention_by, spans
from webapp.history.reviewed import ReviewedDay

TODAY = date(2026, 3, 12)


def day(back: int) -> StudyDay:
    return StudyDay(day=TODAY - timedelta(days=back), answers=1, milliseconds=90_000, new_cards=0, reviews=0, passed=0)


@pytest.mark.parametrize(
    ("backs", "expected"),
    [([], 0), ([0], 1), ([1], 1), ([2], 0), ([0, 1, 2], 3), ([1, 2], 2), ([0, 2, 3], 1), ([3, 1, 0], 2)],
)
def test_a_streak_runs_to_today_or_yesterday_without_a_gap(backs: list[int], expected: int) -> None:
    assert streak([day(back) for back in backs], today=TODAY) == expected


def reviewed(back: int, *, reviews: int, passed: int, mature: bool = False) -> ReviewedDay:
    return ReviewedDay(study_day=TODAY - timedelta(days=back), is_mature=mature, reviews=reviews, passed=passed)


def test_true_retention_is_passed_among_first_reviews_of_young_and_of_mature_cards() -> None:
    days = [
        reviewed(0, reviews=10, passed=9),
        reviewed(6, reviews=10, passed=6, mature=True),
        reviewed(7, reviews=100, passed=0),
    ]
    week = retention(days, first=TODAY - timedelta(days=6), last=TODAY)
    assert (week.all.reviews, week.all.passed, week.all.share) == (20, 15, 0.75)
    assert (week.young.share, week.mature.share) == (0.9, 0.6)


def test_true_retention_of_nothing_is_no_number() -> None:
    assert retention([], first=TODAY, last=TODAY).all.share is None


@given(period=st.sampled_from(Period), today=st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_spans_meet_without_overlap_and_end_today(period: Period, today: date) -> None:
    found = spans(period, today=today)
    assert found[-1][1] == today
    assert all(first <= last for first, last in found)
    assert all(after[0] - before[1] == timedelta(days=1) for before, after in itertools.pairwise(found))


def test_there_are_thirty_days_twelve_weeks_and_twelve_months() -> None:
    assert [len(spans(period, today=TODAY)) for period in Period] == [30, 12, 12]
    assert {(last - first).days + 1 for first, last in spans(Period.WEEK, today=TODAY)} == {7}
    assert {first.day for first, _ in spans(Period.MONTH, today=TODAY)} == {1}


def test_each_review_counts_in_one_span() -> None:
    weeks = retention_by([reviewed(back, reviews=1, passed=1) for back in range(21)],
                         spans=spans(Period.WEEK, today=TODAY))  # fmt: skip
    assert [week.all.reviews for week in weeks] == [0] * 9 + [7] * 3


def test_minutes_of_a_day() -> None:
    assert day(0).minutes == 1.5


PREDICTIONS = st.lists(st.builds(Prediction, expected=st.floats(0, 1), passed=st.booleans()), max_size=80)


@given(PREDICTIONS)
def test_every_prediction_is_in_one_bin_and_means_lie_inside_theirs(given_: list[Prediction]) -> None:
    found = calibration(given_)
    assert sum(each.reviews for each in found.bins) == found.reviews == len(given_)
    for each in found.bins:
        assert each.low in EDGES
        assert each.low - 1e-9 <= each.expected <= each.high + 1e-9
        assert 0 <= each.actual <= 1


def test_few_reviews_tell_nothing() -> None:
    told = calibration([Prediction(expected=0.92, passed=True)] * FEWEST_REVIEWS)
    assert told.tells
    assert not calibration([Prediction(expected=0.92, passed=True)] * (FEWEST_REVIEWS - 1)).tells
    few = calibration([Prediction(expected=0.92, passed=True)] * (FEWEST_IN_BIN - 1))
    assert [each.tells for each in few.bins] == [False]
    assert [each.tells for each in told.bins] == [True]


def test_minutes_follow_the_students_own_pace_once_it_is_known() -> None:
    slow = StudyDay(day=TODAY, answers=10, milliseconds=600_000, new_cards=5, reviews=5, passed=5)
    assert minutes_for(0, [slow]) == 0
    assert minutes_for(3, [slow]) == 3
    assert minutes_for(3, []) == 1  # 15 seconds a card
    few = StudyDay(day=TODAY, answers=9, milliseconds=600_000, new_cards=4, reviews=5, passed=5)
    assert minutes_for(4, [few]) == 1
