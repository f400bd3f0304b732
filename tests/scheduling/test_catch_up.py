"""Catching up: what a day takes, when it is offered, and that the numbers do what they say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.scheduling.catch_up import (
    DAYS,
    CatchUp,
    Used,
    catch_up_of,
    is_backlog,
    is_catching_up,
    remaining,
    reviews_a_day,
)
from webapp.scheduling.queue import Remaining
from webapp.scheduling.settings import StudySettings

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)
USUAL = StudySettings()
ON = replace(USUAL, catch_up_until=MONDAY + 2 * DAY, catch_up_per_day=300)
COUNTS = st.integers(0, 500)


@given(COUNTS, COUNTS, st.integers(-5, 5))
def test_a_day_takes_what_was_chosen_until_the_last_and_the_usual_after(new: int, reviews: int, ahead: int) -> None:
    left = remaining(ON, MONDAY + ahead * DAY, Used(new=new, reviews=reviews))
    if ahead <= 2:
        assert left == Remaining(new=0, reviews=max(0, 300 - reviews))
    else:
        assert left == Remaining(new=max(0, 20 - new), reviews=max(0, 200 - reviews))
    assert remaining(USUAL, MONDAY, Used(new=new, reviews=reviews)) == Remaining(
        new=max(0, 20 - new), reviews=max(0, 200 - reviews)
    )


@given(
    st.integers(0, 5000), st.lists(st.integers(0, 80), min_size=max(DAYS), max_size=max(DAYS)), st.sampled_from(DAYS)
)
def test_after_the_days_that_were_chosen_nothing_is_left(backlog: int, falling_due: list[int], days: int) -> None:
    a_day = reviews_a_day(backlog, falling_due=sum(falling_due[: days - 1]), days=days)
    waiting = backlog
    for number in range(days):
        waiting = max(0, waiting - a_day)
        if number < days - 1:
            waiting += falling_due[number]
    assert waiting <= sum(falling_due[: days - 1])
    if not any(falling_due):
        assert waiting == 0


@pytest.mark.parametrize(
    ("due", "is_more_due", "away", "expected"),
    [
        (200, True, 1, CatchUp.FULL),
        (200, True, 9, CatchUp.FULL),
        (200, False, 1, CatchUp.NONE),
        (0, True, 1, CatchUp.NONE),
        (50, False, 4, CatchUp.BACK),
        (49, False, 4, CatchUp.NONE),
        (50, False, 3, CatchUp.NONE),
    ],
)
def test_it_is_offered_when_more_is_due_than_a_day_takes_or_much_after_days_away(
    due: int, is_more_due: bool, away: int, expected: CatchUp
) -> None:
    assert catch_up_of(USUAL, MONDAY, due=due, is_more_due=is_more_due, away=away * DAY) == expected
    assert catch_up_of(ON, MONDAY, due=due, is_more_due=is_more_due, away=away * DAY) == CatchUp.ON
    assert not is_catching_up(ON, MONDAY + 3 * DAY)


@pytest.mark.parametrize(("due", "left", "expected"), [(50, 200, True), (49, 200, False), (41, 40, True),
                                                       (40, 40, False), (10, 0, False)])  # fmt: skip
def test_a_backlog_is_more_than_a_day_takes_or_much(due: int, left: int, expected: bool) -> None:
    assert is_backlog(due, Remaining(new=0, reviews=left)) == expected
