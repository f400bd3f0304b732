"""Streak and true retention: what a student is told about the days behind."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest

from webapp.history.days import StudyDay, streak
from webapp.history.retention import retention, weekly_retention

TODAY = date(2026, 3, 12)


def day(back: int, *, reviews: int = 0, passed: int = 0) -> StudyDay:
    return StudyDay(
        day=TODAY - timedelta(days=back), answers=max(reviews, 1), milliseconds=90_000, new_cards=0, reviews=reviews,
        passed=passed,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("backs", "expected"),
    [([], 0), ([0], 1), ([1], 1), ([2], 0), ([0, 1, 2], 3), ([1, 2], 2), ([0, 2, 3], 1), ([3, 1, 0], 2)],
)
def test_a_streak_runs_to_today_or_yesterday_without_a_gap(backs: list[int], expected: int) -> None:
    assert streak([day(back) for back in backs], today=TODAY) == expected


def test_true_retention_is_passed_among_first_reviews() -> None:
    days = [day(0, reviews=10, passed=9), day(6, reviews=10, passed=6), day(7, reviews=100, passed=0)]
    week = retention(days, first=TODAY - timedelta(days=6), last=TODAY)
    assert (week.reviews, week.passed, week.share) == (20, 15, 0.75)


def test_true_retention_of_nothing_is_no_number() -> None:
    assert retention([day(0)], first=TODAY, last=TODAY).share is None


def test_weeks_are_seven_days_each_and_meet_without_overlap() -> None:
    weeks = weekly_retention([day(back, reviews=1, passed=1) for back in range(21)], today=TODAY, weeks=3)
    assert [week.reviews for week in weeks] == [7, 7, 7]
    assert weeks[-1].last == TODAY
    assert all(after.first - before.last == timedelta(days=1) for before, after in itertools.pairwise(weeks))


def test_minutes_of_a_day() -> None:
    assert day(0).minutes == 1.5
