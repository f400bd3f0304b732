"""The simulator against a plain one: every card looked at on every day, by the scheduler's own library."""

from __future__ import annotations

import random
import time
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scheduling.policies import NOON, POLICY, policy
from webapp.scheduling.forgetting import interval, retrievability
from webapp.scheduling.formulas import Formulas
from webapp.scheduling.memory import NEW_MEMORY, Memory, Rating, State, review
from webapp.scheduling.policy import Policy
from webapp.scheduling.simulation import EVERY, Course, Habits, KnownCard, Plan, chance, drawn, simulate

FIRST = date(2026, 3, 2)
HABITS = Habits()


class _PlainCard:
    def __init__(self, memory: Memory, due: int) -> None:
        self.memory, self.due, self.repetitions, self.waits = memory, due, 0, -1


def plain_course(cards: list[KnownCard], plan: Plan, by: Policy, habits: Habits) -> Course:
    """Nothing clever: on each day all cards are asked whether they are due."""
    course, unseen = Course(), plan.unseen
    held = [_PlainCard(_memory(card), max(0, card.due)) for card in cards]
    for day in range(plan.days):
        due = [index for index, card in enumerate(held) if card.due == day]
        for place, index in enumerate(due):
            if place < plan.reviews_per_day:
                _answer(held[index], index, day, by, habits)
            else:
                held[index].due, held[index].waits = day + 1, day
        _bring_forward(held, day, plan, by, habits, taken=len(due))
        begun = min(int(plan.new_per_day), unseen) if plan.last_new_day is None or day <= plan.last_new_day else 0
        unseen -= begun
        for _ in range(begun):
            card = _PlainCard(NEW_MEMORY, day)
            _learn(card, drawn(habits.first, chance(len(held), 0, 0), Rating.AGAIN), day, by)
            held.append(card)
        course.reviews.append(sum(card.memory.study_day == FIRST + timedelta(days=day) for card in held) - begun)
        course.new.append(begun)
        course.left = sum(card.due == day + 1 and card.waits == day for card in held)
        if day % EVERY == 0 or day == plan.days - 1:
            course.known.append((day, sum(_recall(card.memory, day, by) for card in held)))
    course.outcome = sum(_recall(card.memory, plan.days, by) for card in held)
    return course


def _bring_forward(held: list[_PlainCard], day: int, plan: Plan, by: Policy, habits: Habits, *, taken: int) -> None:
    left = plan.days - day
    if plan.ready is None or left > 7:
        return
    unsure = [index for index, card in enumerate(held) if card.due > day and card.waits != day
              and card.memory.study_day != FIRST + timedelta(days=day)
              and _recall(card.memory, plan.days, by) < plan.ready]  # fmt: skip
    unsure.sort(key=lambda index: (_recall(held[index].memory, plan.days, by), index))
    for place, index in enumerate(unsure[: -(-len(unsure) // left)], start=taken):
        if place < plan.reviews_per_day:
            _answer(held[index], index, day, by, habits)
        else:
            held[index].due, held[index].waits = day + 1, day


def _memory(card: KnownCard) -> Memory:
    return NEW_MEMORY._replace(state=State.REVIEW, stability=card.stability, difficulty=card.difficulty,
                   study_day=FIRST + timedelta(days=card.answered), repetitions=3)  # fmt: skip


def _recall(memory: Memory, day: int, by: Policy) -> float:
    assert memory.study_day is not None
    return retrievability(memory.stability or 0, (FIRST + timedelta(days=day) - memory.study_day).days, by.weights)


def _answer(card: _PlainCard, index: int, day: int, by: Policy, habits: Habits) -> None:
    card.repetitions += 1
    rating = Rating.AGAIN
    if chance(index, card.repetitions, 0) < _recall(card.memory, day, by):
        rating = drawn(habits.passed, chance(index, card.repetitions, 1), Rating.HARD)
    _learn(card, rating, day, by)


def _learn(card: _PlainCard, rating: Rating, day: int, by: Policy) -> None:
    at = NOON + timedelta(days=day)
    card.memory = review(card.memory, rating, now=at, policy=by, seed=0)
    while card.memory.state != State.REVIEW:
        card.memory = review(card.memory, Rating.GOOD, now=at, policy=by, seed=0)
    wanted = round(interval(card.memory.stability or 0, by.desired_retention, by.weights))
    card.due = day + min(max(1, wanted), by.maximum_interval)


CARDS = st.lists(
    st.builds(
        KnownCard, stability=st.floats(0.5, 200), difficulty=st.floats(1, 10), answered=st.integers(-60, -1),
        due=st.integers(-10, 40),
    ),
    max_size=20,
)  # fmt: skip
PLANS = st.builds(
    Plan, days=st.integers(1, 60), new_per_day=st.integers(0, 4), unseen=st.integers(0, 40),
    reviews_per_day=st.integers(0, 12), last_new_day=st.none() | st.integers(0, 60),
    ready=st.none() | st.sampled_from((0.85, 0.95)),
)  # fmt: skip


@settings(max_examples=40)
@given(CARDS, PLANS, st.sampled_from((POLICY, policy(desired_retention=0.8), policy(maximum_interval=9))))
def test_it_gives_what_the_plain_simulation_gives(cards: list[KnownCard], plan: Plan, by: Policy) -> None:
    course, plain = simulate(cards, plan, policy=by, habits=HABITS), plain_course(cards, plan, by, HABITS)
    assert (course.reviews, course.new, course.left) == (plain.reviews, plain.new, plain.left)
    assert abs(course.outcome - plain.outcome) < 1e-6
    assert [day for day, _ in course.known] == [day for day, _ in plain.known]
    for (_, known), (_, expected) in zip(course.known, plain.known, strict=True):
        assert abs(known - expected) < 1e-6


@given(st.floats(0.01, 900), st.floats(1, 10), st.integers(1, 900), st.sampled_from(Rating))
def test_the_formulas_are_the_librarys(stability: float, difficulty: float, days: int, rating: Rating) -> None:
    formulas = Formulas(POLICY.weights)
    memory = NEW_MEMORY._replace(state=State.REVIEW, stability=stability, difficulty=difficulty, study_day=FIRST)
    recall = formulas.recall(stability, days)
    assert abs(recall - retrievability(stability, days, POLICY.weights)) < 1e-12
    assert abs(formulas.interval(stability, 0.9) - interval(stability, 0.9, POLICY.weights)) < 1e-6 * stability
    later = review(memory, rating, now=NOON + timedelta(days=days), policy=POLICY, seed=0)
    _is_near(formulas.review(stability, difficulty, recall, rating), later)
    steps = memory._replace(state=State.RELEARNING, step=0)
    _is_near(formulas.same_day(stability, difficulty, rating), review(steps, rating, now=NOON, policy=POLICY, seed=0))


def _is_near(found: tuple[float, float], memory: Memory) -> None:
    assert abs(found[0] - (memory.stability or 0)) < 1e-9 * found[0] + 1e-12
    assert abs(found[1] - (memory.difficulty or 0)) < 1e-9


def test_higher_retention_costs_more_reviews_and_knows_more() -> None:
    plan = Plan(days=180, new_per_day=5, unseen=300, reviews_per_day=9999)
    low, high = (simulate([], plan, policy=policy(desired_retention=share), habits=HABITS) for share in (0.8, 0.95))
    assert sum(high.reviews) > 1.5 * sum(low.reviews)
    assert high.known[-1][1] > low.known[-1][1]
    assert simulate([], plan, policy=POLICY, habits=HABITS) == simulate([], plan, policy=POLICY, habits=HABITS)


def test_a_year_of_five_thousand_cards_takes_less_than_two_seconds_of_work() -> None:
    drawn_by = random.Random(1)
    cards = [
        KnownCard(stability=drawn_by.uniform(1, 100), difficulty=drawn_by.uniform(3, 9), answered=-1, due=number % 60)
        for number in range(5000)
    ]
    began = time.process_time()
    course = simulate(
        cards, Plan(days=365, new_per_day=10, unseen=2000, reviews_per_day=200), policy=POLICY, habits=HABITS
    )
    assert time.process_time() - began < 2
    assert sum(course.reviews) > 20_000
