"""Ratings that are proposed and intervals as they stand on the buttons."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.scheduling.policies import NOON
from webapp.scheduling.intervals import interval_text
from webapp.scheduling.memory import Rating
from webapp.scheduling.ratings import proposed_rating
from webapp.scheduling.settings import StudySettings
from webapp.scheduling.study_day import StudyCalendar

CALENDAR = StudyCalendar("UTC", 4)


@pytest.mark.parametrize(
    ("score", "rating"),
    [(1, Rating.GOOD), (0.99, Rating.HARD), (0.5, Rating.HARD), (0.49, Rating.AGAIN), (0, Rating.AGAIN)],
)
def test_the_proposed_rating(score: float, rating: Rating) -> None:
    assert proposed_rating(score) is rating


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(-5, "<1 min"), (0.5, "<1 min"), (1, "1 min"), (5.5, "5.5 min"), (10, "10 min"), (59.99, "1 h"), (60, "1 h"),
     (90, "1.5 h"), (60 * 36, "2 days")],
)  # fmt: skip
def test_steps_in_words(minutes: float, text: str) -> None:
    assert interval_text(NOON, NOON + timedelta(minutes=minutes), CALENDAR) == text


@pytest.mark.parametrize(
    ("days", "text"),
    [(1, "1 day"), (2, "2 days"), (30, "30 days"), (31, "1 mo"), (91, "3 mo"), (107, "3.5 mo"),
     (365, "12 mo"), (366, "1 year"), (900, "2.5 years"), (36500, "100 years")],
)  # fmt: skip
def test_study_days_in_words(days: int, text: str) -> None:
    due_at = CALENDAR.start_of(CALENDAR.day_of(NOON) + timedelta(days=days))
    assert interval_text(NOON, due_at, CALENDAR) == text


def test_tomorrow_morning_is_a_day_away_even_late_in_the_evening() -> None:
    evening = datetime(2026, 3, 2, 23, 50, tzinfo=UTC)
    assert interval_text(evening, datetime(2026, 3, 3, 4, tzinfo=UTC), CALENDAR) == "1 day"


def test_settings_of_an_unknown_zone_have_no_policy() -> None:
    with pytest.raises(ValueError, match="Europe/Berlin"):
        _ = StudySettings(zone="Moon/Base").policy
