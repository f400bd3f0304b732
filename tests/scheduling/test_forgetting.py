"""The forgetting curve is the scheduler's own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.scheduling.forgetting import interval, retrievability
from webapp.scheduling.policy import DEFAULT_WEIGHTS

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
STABILITIES = st.floats(min_value=0.01, max_value=36_500)


@given(stability=STABILITIES, days=st.integers(min_value=0, max_value=36_500))
def test_it_gives_what_the_library_gives(stability: float, days: int) -> None:
    scheduler = fsrs.Scheduler(parameters=DEFAULT_WEIGHTS)
    card = fsrs.Card(card_id=1, state=fsrs.State.Review, stability=stability, last_review=NOON)
    expected = scheduler.get_card_retrievability(card, NOON + timedelta(days=days))
    assert abs(retrievability(stability, days, DEFAULT_WEIGHTS) - expected) < 1e-9


@given(stability=STABILITIES, days=st.integers(min_value=0, max_value=3_650))
def test_a_memory_fades_and_never_grows(stability: float, days: int) -> None:
    today, tomorrow = (retrievability(stability, each, DEFAULT_WEIGHTS) for each in (days, days + 1))
    assert 0 < tomorrow < today <= 1


def test_after_its_stability_nine_of_ten_are_known() -> None:
    assert round(retrievability(30.0, 30, DEFAULT_WEIGHTS), 9) == 0.9


@given(stability=st.floats(min_value=1, max_value=1_000), retention=st.floats(min_value=0.7, max_value=0.97))
def test_the_interval_is_the_time_in_which_it_fades_to_the_share(stability: float, retention: float) -> None:
    scheduler = fsrs.Scheduler(parameters=DEFAULT_WEIGHTS, desired_retention=retention, enable_fuzzing=False)
    days = interval(stability, retention, DEFAULT_WEIGHTS)
    assert max(1, round(days)) == scheduler._next_interval(stability=stability)
    assert interval(30.0, 0.9, DEFAULT_WEIGHTS) == pytest.approx(30.0)
