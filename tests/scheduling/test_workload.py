"""What a retention costs: more for more, the same for the same, and 1 for what is wanted at present."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scheduling.policies import NOON, POLICY, policy
from webapp.scheduling.memory import NEW_MEMORY, Rating, State, review
from webapp.scheduling.workload import FEWEST_CARDS, RETENTIONS, Followed, reviews_a_year, typical_cards, workload_curve

CARDS = st.lists(
    st.builds(Followed, st.floats(0.5, 3000), st.floats(1, 10)), min_size=FEWEST_CARDS, max_size=3 * FEWEST_CARDS
)


def test_a_typical_card_costs_more_the_surer_it_is_to_be() -> None:
    curve = workload_curve((), POLICY)
    assert [point.retention for point in curve] == list(RETENTIONS)
    costs = [point.reviews for point in curve]
    assert costs == sorted(costs)
    assert 1.5 < curve[-1].times < 6
    assert 0.3 < curve[0].times < 1


@settings(max_examples=15)
@given(CARDS, st.sampled_from((0.7, 0.85, 0.97)))
def test_the_present_retention_costs_what_it_costs(cards: list[Followed], retention: float) -> None:
    curve = workload_curve(cards, policy(desired_retention=retention))
    assert next(point.times for point in curve if point.retention == retention) == pytest.approx(1)
    assert workload_curve(list(reversed(cards)), policy(desired_retention=retention)) == curve


def test_a_shortest_longest_interval_brings_a_review_a_day() -> None:
    assert reviews_a_year(typical_cards(POLICY), 0.9, policy(maximum_interval=1)) == pytest.approx(365 * 1.1, rel=0.01)


@pytest.mark.parametrize("retention", [0.8, 0.9, 0.95])
def test_it_agrees_with_students_that_are_simulated_review_by_review(retention: float) -> None:
    wanted = policy(desired_retention=retention, learning_steps=(), relearning_steps=())
    chance = random.Random(3)
    reviews = 0
    for seed in range(100):
        memory, now = review(NEW_MEMORY, Rating.GOOD, now=NOON, policy=wanted, seed=seed), NOON
        while memory.due_at is not None and memory.due_at < NOON + timedelta(days=365):
            now = memory.due_at + timedelta(hours=8)
            rating = Rating.GOOD if chance.random() < retention else Rating.AGAIN
            memory = review(memory, rating, now=now, policy=wanted, seed=seed)
            assert memory.state == State.REVIEW
            reviews += 1 + (rating == Rating.AGAIN)
    first = review(NEW_MEMORY, Rating.GOOD, now=NOON, policy=wanted, seed=0)
    assert first.stability is not None
    assert first.difficulty is not None
    followed = reviews_a_year([Followed(first.stability, first.difficulty)], retention, wanted)
    assert followed == pytest.approx(reviews / 100, rel=0.2)
