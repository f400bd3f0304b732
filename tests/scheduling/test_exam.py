"""The exam's plan: the least work that gives what is wanted, and an honest word where nothing does."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scheduling.policies import POLICY
from tests.scheduling.test_simulation import CARDS, plain_course
from webapp.scheduling import exam
from webapp.scheduling.exam import (
    CLOSE,
    MOST_PLAYED,
    NEXT_TO_NOTHING,
    WITHOUT_LIMIT,
    Ahead,
    is_enough,
    plan_exam,
    share_of_begun,
    together,
)
from webapp.scheduling.simulation import Course, Habits, KnownCard, Plan, simulate

NOTHING = Ahead(cards=[], days=5, unseen=0, wanted=0.9, policy=POLICY, habits=Habits())


def _share(ahead: Ahead, new_per_day: int) -> float:
    """The share that the plain simulation gives for one number of new cards."""
    plan = Plan(days=ahead.days, new_per_day=new_per_day, unseen=ahead.unseen, reviews_per_day=WITHOUT_LIMIT,
                last_new_day=max(0, ahead.days - 2), ready=ahead.wanted)  # fmt: skip
    return plain_course(list(ahead.cards), plan, POLICY, ahead.habits).outcome / ahead.questions


@settings(max_examples=20)
@given(CARDS, st.integers(1, 40), st.integers(1, 50), st.sampled_from((0.8, 0.9, 0.95)))
def test_it_needs_no_more_than_it_says_and_no_less_is_enough(
    cards: list[KnownCard], days: int, unseen: int, wanted: float
) -> None:
    ahead = replace(NOTHING, cards=cards, days=days, unseen=unseen, wanted=wanted)
    plan, most = plan_exam(ahead), _share(ahead, ahead.fastest)
    assert abs(_share(ahead, plan.new_per_day) - plan.share) < 1e-6
    assert plan.is_possible == (most >= wanted - CLOSE)
    sought = wanted if most >= wanted else most - NEXT_TO_NOTHING
    assert plan.share >= sought - 1e-6
    if most >= wanted or not plan.is_possible:
        assert plan.new_per_day == 0 or _share(ahead, plan.new_per_day - 1) < sought


@settings(max_examples=20)
@given(CARDS, st.integers(1, 40), st.integers(1, 50), st.sampled_from((0.5, 0.8, 0.9, 0.95)))
def test_who_follows_the_plan_begins_enough(cards: list[KnownCard], days: int, unseen: int, wanted: float) -> None:
    ahead = replace(NOTHING, cards=cards, days=days, unseen=unseen, wanted=wanted)
    plan = plan_exam(ahead)
    assert is_enough(ahead, plan.new_per_day) == plan.is_possible


def test_time_enough_is_used_and_too_little_is_said() -> None:
    long = plan_exam(replace(NOTHING, days=60, unseen=100))
    assert long.is_possible
    assert 2 <= long.new_per_day <= 4
    assert sum(long.course.new) == 100
    short = plan_exam(replace(NOTHING, days=1, unseen=100, wanted=0.97))
    assert not short.is_possible
    assert short.share < 0.97


def test_where_nothing_is_enough_no_more_is_advised_than_helps() -> None:
    ahead = replace(NOTHING, days=4, unseen=317, wanted=1.0)
    plan = plan_exam(ahead)
    assert not plan.is_possible
    assert ahead.fastest == 317
    assert plan.new_per_day <= 106, "all of them in the three days on which cards are begun"
    assert plan.share >= ahead.share(ahead.course(317)) - NEXT_TO_NOTHING


@pytest.mark.parametrize("unseen", [100, 4000])
def test_many_cards_are_judged_by_a_part_of_them(unseen: int) -> None:
    drawn = random.Random(1)
    cards = [KnownCard(stability=drawn.uniform(1, 90), difficulty=5, answered=-1, due=1 + number % 30)
             for number in range(unseen)]  # fmt: skip
    ahead = replace(NOTHING, cards=cards, days=20, unseen=unseen, wanted=0.9)
    assert (ahead.questions > MOST_PLAYED) == (unseen == 4000)
    needed = plan_exam(ahead).new_per_day
    assert is_enough(ahead, needed)
    assert not is_enough(ahead, needed / 2)


def test_a_plan_for_many_questions_plays_them_all_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each number of new cards a day that was tried took a second and more of somebody who had thousands."""
    played: list[int] = []

    def counted(cards: Sequence[KnownCard], plan: Plan, **how: Any) -> Course:
        played.append(len(cards) + plan.unseen)
        return simulate(cards, plan, **how)

    monkeypatch.setattr(exam, "simulate", counted)
    cards = [KnownCard(stability=20, difficulty=5, answered=-1, due=1 + number % 30) for number in range(1500)]
    ahead = replace(NOTHING, cards=cards, days=30, unseen=1500, wanted=0.95)
    plan = plan_exam(ahead)
    assert len(played) > 3
    assert [number for number in played if number > MOST_PLAYED] == [3000]
    assert plan.share == ahead.share(ahead.course(plan.new_per_day))
    played.clear()
    assert share_of_begun(ahead) < plan.share
    assert max(played) <= MOST_PLAYED


def test_what_was_begun_today_is_not_begun_again() -> None:
    ahead = replace(NOTHING, days=5, unseen=40, wanted=0.9)
    assert ahead.course(10).new == [10, 10, 10, 10, 0]
    assert replace(ahead, begun=7).course(10).new == [3, 10, 10, 10, 0]
    assert replace(ahead, begun=12).course(10).new == [0, 10, 10, 10, 0]


def test_questions_of_other_exams_are_begun_besides_in_the_same_days() -> None:
    assert together(5, 20, others=0) == 5
    assert together(5, 20, others=20) == 10
    assert together(5, 20, others=1) == 6
    assert together(0, 0, others=30) == 0


def test_in_the_last_week_what_would_not_be_sure_enough_comes_early() -> None:
    cards = [KnownCard(stability=20, difficulty=5, answered=-2, due=18)] * 10
    plan = plan_exam(replace(NOTHING, cards=cards, days=15, wanted=0.95))
    assert plan.new_per_day == 0
    assert sum(plan.course.reviews[:8]) == 0
    assert sum(plan.course.reviews[8:]) >= 10
    assert plan.share > 0.93


def test_an_exam_on_nothing_is_no_work() -> None:
    plan = plan_exam(replace(NOTHING, days=3))
    assert (plan.is_possible, plan.new_per_day, plan.most_reviews) == (True, 0, 0)
