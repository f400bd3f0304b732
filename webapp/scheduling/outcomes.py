"""What an answer makes of a memory: FSRS-6, as computed by py-fsrs, and the steps before and after.

This is the only module that knows py-fsrs. The library gets noon UTC of each study day, since it counts elapsed time in
blocks of 24 hours.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

import fsrs

from .formulas import Formulas
from .policy import Policy
from .study_day import days_long

MOST_FORESEEN = 4_096


class State(IntEnum):
    """Where a card stands: never answered, in its first steps, in review, or in steps after a lapse."""

    NEW = 0
    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


class Rating(IntEnum):
    """How well a card was remembered."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


# By themselves: until Python 3.12 an Enum looks for its member, in Python, wherever one is named.
NEW, LEARNING, REVIEW, RELEARNING = State
AGAIN, HARD, GOOD, EASY = Rating


class Place(NamedTuple):
    """All that an answer's outcome depends on, but for its rating: the memory, and ``elapsed`` study days after the
    last answer.
    """

    state: State
    step: int | None
    stability: float | None
    difficulty: float | None
    elapsed: int | None
    policy: Policy


class Outcome(NamedTuple):
    """The memory after an answer, and the wait until the card comes again."""

    state: State
    step: int | None
    stability: float | None
    difficulty: float | None
    wait: timedelta


UNSEEN = Outcome(NEW, None, None, None, timedelta())

_SOME_NOON = datetime(2000, 1, 1, 12, tzinfo=UTC)  # memories count in whole days between noons: any noon will do
_RATINGS = tuple(Rating)
_STATES = {state.value: state for state in State}
_FSRS_STATES = {NEW: fsrs.State.Learning, **{State(state.value): state for state in fsrs.State}}
_FSRS_RATINGS = {Rating(rating.value): rating for rating in fsrs.Rating}
_FORESEEN: dict[Place, Mapping[Rating, Outcome]] = {}


def foreseen(place: Place) -> Mapping[Rating, Outcome]:
    """The outcome of each rating. Remembered: balancing, the buttons and then the answer ask for the same."""
    found = _FORESEEN.get(place)
    if found is None:
        if len(_FORESEEN) >= MOST_FORESEEN:
            _FORESEEN.clear()  # cheaper than keeping count of use
        found = _FORESEEN[place] = _outcomes(place)
    return found


def outcome_of(place: Place, rating: Rating) -> Outcome:
    """The outcome of an answer that may have been foreseen."""
    found = _FORESEEN.get(place)
    return outcome(place, rating) if found is None else found[rating]


def outcome(place: Place, rating: Rating) -> Outcome:
    """The outcome of an answer."""
    state, step, stability, difficulty, elapsed, policy = place
    if not (elapsed and elapsed > 0 and stability and difficulty):
        return _librarys(place, rating)
    formulas = _formulas(policy.weights)
    after = formulas.review(stability, difficulty, formulas.recall(stability, elapsed), rating)
    return _scheduled(state, step, *after, rating, policy, formulas)


def _outcomes(place: Place) -> dict[Rating, Outcome]:
    state, step, stability, difficulty, elapsed, policy = place
    if not (elapsed and elapsed > 0 and stability and difficulty):
        return {rating: _librarys(place, rating) for rating in _RATINGS}
    formulas = _formulas(policy.weights)
    after = formulas.reviews(stability, difficulty, formulas.recall(stability, elapsed))
    return {
        rating: _scheduled(state, step, *memory, rating, policy, formulas)
        for rating, memory in zip(_RATINGS, after, strict=True)
    }


@lru_cache(maxsize=1024)
def _formulas(weights: tuple[float, ...]) -> Formulas:
    return Formulas(weights)


def _scheduled(
    state: State,
    step: int | None,
    stability: float,
    difficulty: float,
    rating: Rating,
    policy: Policy,
    formulas: Formulas,
) -> Outcome:
    """What an answer on a later day than the last one leads to, whose memory is given: most are such, and need no
    library, so that a log of years is folded in seconds.
    """
    in_steps = _next_step(state, step, rating, policy)
    if in_steps is not None:
        return Outcome(in_steps[0], in_steps[1], stability, difficulty, in_steps[2])
    wanted = max(round(formulas.interval(stability, policy.desired_retention)), 1)
    return Outcome(REVIEW, None, stability, difficulty, days_long(min(wanted, policy.maximum_interval)))


def _next_step(state: State, step: int | None, rating: Rating, policy: Policy) -> tuple[State, int, timedelta] | None:
    """The state and step that an answer leads to, and the wait; None where the card goes to review or stays there."""
    steps = policy.learning_steps if state == LEARNING else policy.relearning_steps
    if rating == AGAIN:
        return (RELEARNING if state == REVIEW else state, 0, steps[0]) if steps else None
    if step is None or step >= len(steps) or rating == EASY:
        return None
    if rating == GOOD:
        return (state, step + 1, steps[step + 1]) if step + 1 < len(steps) else None
    if step > 0:
        return state, step, steps[step]
    return state, 0, (steps[0] + steps[1]) / 2 if len(steps) > 1 else steps[0] * 1.5


@lru_cache(maxsize=65_536)
def _librarys(place: Place, rating: Rating) -> Outcome:
    """The outcome as py-fsrs tells it. Remembered: all new cards have the same four."""
    card = _OwnCard(
        card_id=0,  # without one the library sleeps a millisecond to make it up
        state=_FSRS_STATES[place.state],
        step=0 if place.state == NEW else place.step,
        stability=place.stability,
        difficulty=place.difficulty,
        due=_SOME_NOON,
        last_review=None if place.elapsed is None else _SOME_NOON - timedelta(days=place.elapsed),
    )
    after, _ = _scheduler(place.policy).review_card(card, _FSRS_RATINGS[rating], _SOME_NOON)
    return Outcome(_STATES[after.state], after.step, after.stability, after.difficulty, after.due - _SOME_NOON)


class _OwnCard(fsrs.Card):
    """A card made for one review alone: the library's defensive copy of it would cost a third of the review."""

    def __copy__(self) -> _OwnCard:
        return self


@lru_cache(maxsize=1024)
def _scheduler(policy: Policy) -> fsrs.Scheduler:
    return fsrs.Scheduler(
        parameters=policy.weights,
        desired_retention=policy.desired_retention,
        learning_steps=policy.learning_steps,
        relearning_steps=policy.relearning_steps,
        maximum_interval=policy.maximum_interval,
        enable_fuzzing=False,
    )
