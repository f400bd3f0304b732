"""What ways of studying give, by a sample, beside the full courses of all cards."""

from __future__ import annotations

import random
import time
from dataclasses import replace

import pytest

from tests.scheduling.policies import POLICY
from webapp.scheduling.simulation import Habits, KnownCard, Plan, on_day, simulate
from webapp.scheduling.trade_off import MOST_PLAYED, Way, outcomes

HABITS = Habits()
CHOSEN = Way(retention=0.9, new_per_day=10)
WAYS = [Way(retention=share, new_per_day=10) for share in (0.7, 0.85, 0.9, 0.97)] + [
    Way(retention=0.9, new_per_day=new) for new in (0, 10, 20)
]


def cards_of(number: int) -> list[KnownCard]:
    draws = random.Random(2)
    return [
        KnownCard(
            stability=draws.lognormvariate(3, 1.2),
            difficulty=draws.uniform(2, 9),
            answered=-draws.randrange(1, 40),
            due=draws.randrange(-2, 60),
        )
        for _ in range(number)
    ]


def plan_of(unseen: int, limit: int = 9999) -> Plan:
    return Plan(days=180, new_per_day=CHOSEN.new_per_day, unseen=unseen, reviews_per_day=limit)


def test_few_cards_are_all_played() -> None:
    cards, plan = cards_of(60), plan_of(100)
    course = simulate(cards, plan, policy=POLICY, habits=HABITS)
    assert len(cards) + plan.unseen <= MOST_PLAYED
    for found in outcomes(WAYS, chosen=CHOSEN, course=course, cards=cards, plan=plan, policy=POLICY, habits=HABITS):
        policy = replace(POLICY, desired_retention=found.way.retention)
        by_stability = sorted(cards, key=lambda card: (card.stability, card.due))
        assert by_stability != cards
        full = simulate(cards, replace(plan, new_per_day=found.way.new_per_day), policy=policy, habits=HABITS)
        assert found.reviews == pytest.approx(sum(full.reviews) / plan.days)
        assert found.known == pytest.approx(full.known[-1][1])


def test_a_sample_tells_nearly_what_all_cards_would() -> None:
    cards, plan = cards_of(1500), plan_of(900)
    course = simulate(cards, plan, policy=POLICY, habits=HABITS)
    for found in outcomes(WAYS, chosen=CHOSEN, course=course, cards=cards, plan=plan, policy=POLICY, habits=HABITS):
        policy = replace(POLICY, desired_retention=found.way.retention)
        full = simulate(cards, replace(plan, new_per_day=found.way.new_per_day), policy=policy, habits=HABITS)
        assert found.reviews == pytest.approx(sum(full.reviews) / plan.days, rel=0.15)
        assert found.known == pytest.approx(full.known[-1][1], rel=0.05)
        if found.way == CHOSEN:
            assert found.reviews == pytest.approx(sum(course.reviews) / plan.days)
            assert found.known == pytest.approx(course.known[-1][1])


def test_no_way_is_said_to_exceed_the_limit() -> None:
    cards, plan = cards_of(1500), plan_of(900, limit=30)
    course = simulate(cards, plan, policy=POLICY, habits=HABITS)
    found = outcomes(WAYS, chosen=CHOSEN, course=course, cards=cards, plan=plan, policy=POLICY, habits=HABITS)
    assert max(each.reviews for each in found) <= 30


def test_curves_of_five_thousand_cards_take_less_than_half_a_second_of_work() -> None:
    cards, plan = cards_of(5000), replace(plan_of(3000), days=365)
    course = simulate(cards, replace(plan, days=30), policy=POLICY, habits=HABITS)
    began = time.process_time()
    outcomes(WAYS * 2, chosen=CHOSEN, course=course, cards=cards, plan=plan, policy=POLICY, habits=HABITS)
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize("rate", [0, 3, 0.25, 2.4])
def test_a_rate_gives_its_number_over_the_days(rate: float) -> None:
    assert sum(on_day(day, rate) for day in range(20)) == int(20 * rate)
