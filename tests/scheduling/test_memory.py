"""FSRS-6 as py-fsrs computes it, steps as Anki takes them, and buttons that tell the truth."""

from __future__ import annotations

import importlib.util
from datetime import UTC, datetime, timedelta
from typing import Any

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scheduling.policies import DAY, MINUTE, NOON, POLICY, WEIGHTS, policy
from webapp.scheduling.fuzz import fuzz_range
from webapp.scheduling.memory import NEW_MEMORY, Memory, Rating, State, previews, review
from webapp.scheduling.policy import DEFAULT_WEIGHTS, Policy

AGAIN, HARD, GOOD, EASY = Rating
SEQUENCES = (
    ((0, 3), (0, 3), (2, 3), (11, 3), (46, 3), (163, 1), (163, 3), (165, 2)),
    ((0, 1), (0, 1), (1, 3), (1, 3), (3, 4), (30, 2), (31, 4)),
    ((0, 4), (8, 4), (70, 1), (70, 1), (71, 3), (72, 1), (90, 2)),
    ((0, 2), (0, 2), (0, 3), (5, 2), (12, 2), (30, 2)),
)


def _review(memory: Memory, rating: int, at: datetime, by: Policy = POLICY, seed: int = 1) -> Memory:
    return review(memory, Rating(rating), now=at, policy=by, seed=seed)


def _days(memory: Memory) -> int:
    assert memory.due_at is not None
    assert memory.study_day is not None
    return (POLICY.calendar.day_of(memory.due_at) - memory.study_day).days


@pytest.mark.parametrize("sequence", SEQUENCES)
def test_known_sequences_equal_py_fsrs(sequence: tuple[tuple[int, int], ...]) -> None:
    scheduler = fsrs.Scheduler(enable_fuzzing=False)
    card, memory = fsrs.Card(card_id=1), NEW_MEMORY
    for number, (day, rating) in enumerate(sequence):
        card, _ = scheduler.review_card(card, fsrs.Rating(rating), NOON + day * DAY)
        memory = _review(memory, rating, NOON + day * DAY + number * MINUTE)
        assert (memory.stability, memory.difficulty) == (card.stability, card.difficulty)
        assert (int(memory.state), memory.step) == (int(card.state), card.step)


@given(
    state=st.sampled_from([State.LEARNING, State.REVIEW, State.RELEARNING]),
    step=st.integers(0, 3),
    steps=st.lists(st.sampled_from([MINUTE, 10 * MINUTE, DAY]), max_size=3).map(tuple),
    stability=st.floats(0.001, 30_000),
    difficulty=st.floats(1, 10),
    days=st.integers(1, 40_000),
    rating=st.sampled_from(Rating),
    weights=WEIGHTS,
)
def test_an_answer_on_a_later_day_equals_py_fsrs_to_the_last_digit(
    state: State, step: int, steps: tuple[timedelta, ...], stability: float, difficulty: float, days: int,
    rating: Rating, weights: tuple[float, ...],
) -> None:  # fmt: skip
    at = NOON + days * DAY
    scheduler = fsrs.Scheduler(weights, learning_steps=steps, relearning_steps=steps, enable_fuzzing=False)
    now = {"step": None if state == State.REVIEW else step, "stability": stability, "difficulty": difficulty}
    card = fsrs.Card(card_id=1, state=fsrs.State(state), last_review=NOON, **now)  # type: ignore[arg-type]
    card, _ = scheduler.review_card(card, fsrs.Rating(rating), at)
    by = policy(learning_steps=steps, relearning_steps=steps, weights=weights)
    before = NEW_MEMORY._replace(state=state, study_day=by.calendar.day_of(NOON), **now)  # type: ignore[arg-type]
    after = _review(before, rating, at, by)
    assert (after.stability, after.difficulty) == (card.stability, card.difficulty)
    assert (int(after.state), after.step) == (int(card.state), card.step)
    if after.state == State.REVIEW:
        shortest, longest = fuzz_range((card.due - at).days, maximum=by.maximum_interval)
        assert shortest <= _days(after) <= longest
    else:
        assert _wait(after) == card.due - at


def test_first_reviews_have_the_published_values() -> None:
    stabilities = [_review(NEW_MEMORY, rating, NOON).stability for rating in Rating]
    assert stabilities == list(DEFAULT_WEIGHTS[:4])
    good = _review(_review(NEW_MEMORY, EASY, NOON), GOOD, NOON + DAY)
    assert good.stability == pytest.approx(13.4851, abs=1e-4)


# Compared where fsrs-rs-python is installed; it declares no licence and is no dependency, not even of the tests.
FSRS_RS_SEQUENCES = SEQUENCES if importlib.util.find_spec("fsrs_rs_python") else ()


@pytest.mark.skipif(not FSRS_RS_SEQUENCES, reason="fsrs-rs-python is not installed")
@pytest.mark.parametrize("sequence", FSRS_RS_SEQUENCES)
def test_known_sequences_equal_fsrs_rs(sequence: tuple[tuple[int, int], ...]) -> None:
    other: Any = importlib.import_module("fsrs_rs_python")
    engine, theirs, last = other.FSRS(parameters=list(DEFAULT_WEIGHTS)), None, 0
    memory = NEW_MEMORY
    for number, (day, rating) in enumerate(sequence):
        memory = _review(memory, rating, NOON + day * DAY + number * MINUTE)
        states = engine.next_states(theirs, 0.9, day - last)
        theirs = (states.again, states.hard, states.good, states.easy)[rating - 1].memory
        last = day
        assert memory.stability == pytest.approx(theirs.stability, rel=1e-4)
        assert memory.difficulty == pytest.approx(theirs.difficulty, rel=1e-4)


def test_an_evening_review_and_the_next_morning_are_two_days() -> None:
    evening = datetime(2026, 3, 2, 22, tzinfo=UTC)
    easy = _review(NEW_MEMORY, EASY, evening)
    morning = _review(easy, GOOD, evening + timedelta(hours=10))
    assert morning.stability == pytest.approx(13.4851, abs=1e-4)
    midnight = _review(easy, GOOD, evening + timedelta(hours=5))  # 03:00 is still Monday's study day
    assert midnight.stability == easy.stability


def test_a_card_answered_in_the_evening_is_due_at_the_start_of_its_study_day() -> None:
    evening = datetime(2026, 3, 2, 22, tzinfo=UTC)
    again = _review(_review(NEW_MEMORY, AGAIN, evening), EASY, evening + MINUTE)
    assert again.state == State.REVIEW
    assert again.due_at == datetime(2026, 3, 2, 4, tzinfo=UTC) + _days(again) * DAY


def _wait(memory: Memory) -> timedelta:
    assert memory.due_at is not None
    assert memory.answered_at is not None
    return memory.due_at - memory.answered_at


def test_learning_steps_are_ankis() -> None:
    assert _wait(_review(NEW_MEMORY, AGAIN, NOON)) == MINUTE
    assert _wait(_review(NEW_MEMORY, HARD, NOON)) == 5.5 * MINUTE
    good = _review(NEW_MEMORY, GOOD, NOON)
    assert (_wait(good), good.state, good.step) == (10 * MINUTE, State.LEARNING, 1)
    assert _wait(_review(good, HARD, NOON)) == 10 * MINUTE
    assert _wait(_review(good, AGAIN, NOON)) == MINUTE
    assert _review(good, GOOD, NOON).state == State.REVIEW
    easy = _review(NEW_MEMORY, EASY, NOON)
    assert (easy.state, easy.step) == (State.REVIEW, None)


def test_a_lapse_goes_through_the_relearning_step() -> None:
    lapsed = _review(_review(NEW_MEMORY, EASY, NOON), AGAIN, NOON + 8 * DAY)
    assert (lapsed.state, lapsed.lapses, _wait(lapsed)) == (State.RELEARNING, 1, 10 * MINUTE)
    assert _wait(_review(lapsed, HARD, NOON + 8 * DAY)) == 15 * MINUTE
    assert _review(lapsed, GOOD, NOON + 8 * DAY).state == State.REVIEW
    assert _review(lapsed, AGAIN, NOON + 8 * DAY).lapses == 1


def test_without_steps_cards_go_straight_to_review() -> None:
    by = policy(learning_steps=(), relearning_steps=())
    first = _review(NEW_MEMORY, AGAIN, NOON, by)
    assert (first.state, _days(first)) == (State.REVIEW, 1)
    lapsed = _review(first, AGAIN, NOON + DAY, by)
    assert (lapsed.state, lapsed.lapses, _days(lapsed)) == (State.REVIEW, 1, 1)


def test_a_step_that_is_not_configured_any_more_graduates() -> None:
    second_step = _review(NEW_MEMORY, GOOD, NOON)
    assert _review(second_step, HARD, NOON, policy(learning_steps=(MINUTE,))).state == State.REVIEW


def test_a_higher_retention_shortens_intervals() -> None:
    card = _review(_review(NEW_MEMORY, EASY, NOON), GOOD, NOON + 8 * DAY)
    assert _days(_review(card, GOOD, NOON + 20 * DAY, policy(desired_retention=0.97))) < _days(card)


def test_no_interval_is_longer_than_the_maximum() -> None:
    by = policy(maximum_interval=5)
    card = _review(NEW_MEMORY, EASY, NOON, by)
    assert _days(card) == 5
    assert {_days(_review(card, rating, NOON + 5 * DAY, by)) for rating in (HARD, GOOD, EASY)} == {5}


ANSWERS = st.lists(st.tuples(st.sampled_from(Rating), st.integers(0, 60 * 24 * 40)), max_size=12)


@given(ANSWERS, st.integers(0, 2**32 - 1), st.integers(0, 60 * 24 * 400))
def test_previews_tell_what_the_review_does(answers: list[tuple[Rating, int]], seed: int, wait: int) -> None:
    memory, at = NEW_MEMORY, NOON
    for rating, minutes in answers:
        at += minutes * MINUTE
        memory = _review(memory, rating, at, seed=seed)
    at += wait * MINUTE
    shown = previews(memory, now=at, policy=POLICY, seed=seed)
    reviewed = {rating: _review(memory, rating, at, seed=seed) for rating in Rating}
    assert shown == {rating: after.due_at for rating, after in reviewed.items()}
    turn = POLICY.calendar.start_of(POLICY.calendar.day_of(at) + DAY)
    if at + max(POLICY.learning_steps) < turn:  # else the next study day begins sooner than a step ends
        assert list(shown.values()) == sorted(shown.values())
    assert all(1 <= (after.difficulty or 0) <= 10 and (after.stability or 0) > 0 for after in reviewed.values())


@given(st.lists(st.sampled_from((HARD, GOOD, EASY)), max_size=8), st.integers(0, 2**32 - 1), st.integers(0, 9))
def test_a_card_passed_when_due_is_put_away_for_longer(ratings: list[Rating], seed: int, late: int) -> None:
    memory = _review(NEW_MEMORY, EASY, NOON, seed=seed)
    for number, rating in enumerate(ratings):
        assert memory.due_at is not None
        after = _review(memory, rating, memory.due_at + late * DAY, seed=seed + number)
        assert _days(after) >= _days(memory) + 1
        memory = after


@given(st.integers(0, 2**32 - 1))
def test_a_graduating_interval_lies_within_the_fuzz_range(seed: int) -> None:
    shortest, longest = fuzz_range(8, maximum=36500)
    assert shortest <= _days(_review(NEW_MEMORY, EASY, NOON, seed=seed)) <= longest


def test_another_seed_gives_another_interval_and_the_same_memory() -> None:
    outcomes = [_review(NEW_MEMORY, EASY, NOON, seed=seed) for seed in range(50)]
    assert len({outcome.due_at for outcome in outcomes}) > 2
    assert len({outcome.stability for outcome in outcomes}) == 1


def test_a_policy_survives_json() -> None:
    by = policy(desired_retention=0.83, zone="Pacific/Apia", learning_steps=(30 * MINUTE / 60,))
    assert Policy.from_json(by.to_json()) == by
