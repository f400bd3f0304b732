"""The exam's plan: the least work that gives what is wanted, and an honest word where nothing does."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scheduling.policies import POLICY
from tests.scheduling.test_simulation import CARDS, plain_course
from webapp.scheduling.exam import WITHOUT_LIMIT, fastest, plan_exam
from webapp.scheduling.simulation import Habits, KnownCard, Plan

HABITS = Habits()


def _share(new_per_day: int, cards: list[KnownCard], *, days: int, unseen: int, wanted: float) -> float:
    """The share that the plain simulation gives for one number of new cards."""
    plan = Plan(days=days, new_per_day=new_per_day, unseen=unseen, reviews_per_day=WITHOUT_LIMIT,
                last_new_day=max(0, days - 2), ready=wanted)  # fmt: skip
    return plain_course(cards, plan, POLICY, HABITS).outcome / (len(cards) + unseen)


@settings(max_examples=20)
@given(CARDS, st.integers(1, 40), st.integers(1, 50), st.sampled_from((0.8, 0.9, 0.95)))
def test_it_needs_no_more_than_it_says_and_no_less_is_enough(
    cards: list[KnownCard], days: int, unseen: int, wanted: float
) -> None:
    plan = plan_exam(cards, days=days, unseen=unseen, wanted=wanted, policy=POLICY, habits=HABITS)

    def share(new_per_day: int) -> float:
        return _share(new_per_day, cards, days=days, unseen=unseen, wanted=wanted)

    assert abs(share(plan.new_per_day) - plan.share) < 1e-6
    assert plan.is_possible == (plan.share >= wanted)
    if plan.is_possible:
        assert plan.new_per_day == 0 or share(plan.new_per_day - 1) < wanted
    else:
        assert plan.new_per_day == fastest(unseen, days), "nothing begins more than the fastest"


def test_time_enough_is_used_and_too_little_is_said() -> None:
    long = plan_exam([], days=60, unseen=100, wanted=0.9, policy=POLICY, habits=HABITS)
    assert long.is_possible
    assert 2 <= long.new_per_day <= 4
    assert sum(long.course.new) == 100
    short = plan_exam([], days=1, unseen=100, wanted=0.97, policy=POLICY, habits=HABITS)
    assert not short.is_possible
    assert short.share < 0.97


def test_in_the_last_week_what_would_not_be_sure_enough_comes_early() -> None:
    cards = [KnownCard(stability=20, difficulty=5, answered=-2, due=18)] * 10
    plan = plan_exam(cards, days=15, unseen=0, wanted=0.95, policy=POLICY, habits=HABITS)
    assert plan.new_per_day == 0
    assert sum(plan.course.reviews[:8]) == 0
    assert sum(plan.course.reviews[8:]) >= 10
    assert plan.share > 0.93


def test_an_exam_on_nothing_is_no_work() -> None:
    plan = plan_exam([], days=3, unseen=0, wanted=0.9, policy=POLICY, habits=HABITS)
    assert (plan.is_possible, plan.new_per_day, plan.most_reviews) == (True, 0, 0)
