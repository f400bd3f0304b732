"""The memory of one card and what an answer makes of it: FSRS-6, as computed by py-fsrs.

This is the only module that knows py-fsrs. Stability and difficulty are counted in study days: the library gets noon
UTC of each, since it counts elapsed time in blocks of 24 hours. Steps of learning run in real time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

import fsrs

from .forgetting import interval
from .formulas import Formulas
from .fuzz import Span, drawn, fuzz_range, span_of
from .policy import DEFAULT_WEIGHTS, Policy

__all__ = [
    "DEFAULT_WEIGHTS",
    "NEW_MEMORY",
    "Answered",
    "Memory",
    "Policy",
    "Rating",
    "State",
    "due_after",
    "previews",
    "remembered",
    "review",
    "spans",
]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """One user's memory of one question: ``stability`` in days, ``difficulty`` 1 to 10; answered on ``study_day``."""

    state: State
    step: int | None
    stability: float | None
    difficulty: float | None
    due_at: datetime | None
    answered_at: datetime | None
    study_day: date | None
    repetitions: int
    lapses: int


NEW_MEMORY = Memory(
    state=State.NEW,
    step=None,
    stability=None,
    difficulty=None,
    due_at=None,
    answered_at=None,
    study_day=None,
    repetitions=0,
    lapses=0,
)

_SOME_NOON = datetime(2000, 1, 1, 12, tzinfo=UTC)  # memories count in whole days between noons: any noon will do
_RATINGS = tuple(Rating)
_STATES = {state.value: state for state in State}
_FSRS_STATES = {State.NEW: fsrs.State.Learning, **{State(state.value): state for state in fsrs.State}}
_FSRS_RATINGS = {Rating(rating.value): rating for rating in fsrs.Rating}


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


def review(
    memory: Memory, rating: Rating, *, now: datetime, policy: Policy, seed: int, promised: datetime | None = None
) -> Memory:
    """The memory after an answer given at ``now`` (aware) and rated ``rating``.

    ``promised`` is when the card was said to come back. It holds if its study day is one that fuzz may choose; else
    ``seed`` decides. Nothing but the due date depends on either.
    """
    day = policy.calendar.day_of(now)
    outcome = _answered(memory, rating, day, policy)
    return Memory(
        state=outcome.state,
        step=outcome.step,
        stability=outcome.stability,
        difficulty=outcome.difficulty,
        due_at=_due_at(outcome, rating, _passed_floor(memory, policy), now, day, policy, seed, promised),
        answered_at=now,
        study_day=day,
        repetitions=memory.repetitions + 1,
        lapses=memory.lapses + (memory.state == State.REVIEW and rating == Rating.AGAIN),
    )


def spans(memory: Memory, *, now: datetime, policy: Policy) -> dict[Rating, Span]:
    """The intervals among which one may be chosen, for each rating that leads to a review rather than to a step."""
    day = policy.calendar.day_of(now)
    longer = _passed_floor(memory, policy)
    found = {}
    for rating in _RATINGS:
        outcome = _answered(memory, rating, day, policy)
        if outcome.state == State.REVIEW:
            found[rating] = _span(outcome, rating, longer, policy)
    return found


def previews(
    memory: Memory, *, now: datetime, policy: Policy, seed: int, chosen: Mapping[Rating, int] | None = None
) -> dict[Rating, datetime]:
    """When the card would be due after ``review`` with each rating; ``chosen`` are intervals from ``spans``."""
    calendar = policy.calendar
    day = calendar.day_of(now)
    longer = _passed_floor(memory, policy)
    known = chosen or {}
    return {
        rating: calendar.start_of(day + timedelta(days=known[rating]))
        if rating in known
        else _due_at(_answered(memory, rating, day, policy), rating, longer, now, day, policy, seed)
        for rating in _RATINGS
    }


class Answered(NamedTuple):
    """An answer as far as it says something of a memory: its rating, its study day, and what it was scheduled by."""

    rating: Rating
    day: date
    policy: Policy


def remembered(answers: Iterable[Answered], *, weights: tuple[float, ...]) -> tuple[float | None, float | None]:
    """Stability and difficulty that all answers of a card give under other weights; days and steps stay their own."""
    taken, before = _UNSEEN, None
    for rating, day, policy in answers:
        elapsed = None if before is None else (day - before).days
        memory = (taken.state, taken.step, taken.stability, taken.difficulty)
        taken, before = _outcome(*memory, elapsed, rating, _under(policy, weights)), day
    return taken.stability, taken.difficulty


def due_after(memory: Memory, *, policy: Policy, seed: int) -> datetime:
    """When a card in review would be due by the stability that ``memory`` has, counted from its last answer.

    Raises ValueError for a memory without a stability.
    """
    if memory.stability is None or memory.study_day is None:
        raise ValueError("only what was answered has a day on which it is due")
    wanted = round(interval(memory.stability, policy.desired_retention, policy.weights))
    span = span_of(min(max(1, wanted), policy.maximum_interval), minimum=1, maximum=policy.maximum_interval)
    return policy.calendar.start_of(memory.study_day + timedelta(days=drawn(span, seed=seed)))


@lru_cache(maxsize=1024)
def _under(policy: Policy, weights: tuple[float, ...]) -> Policy:
    return replace(policy, weights=weights)


class _Outcome(NamedTuple):
    """What the library makes of an answer."""

    state: State
    step: int | None
    stability: float | None
    difficulty: float | None
    wait: timedelta


_UNSEEN = _Outcome(State.NEW, None, None, None, timedelta())


def _outcome(
    state: State,
    step: int | None,
    stability: float | None,
    difficulty: float | None,
    elapsed: int | None,
    rating: Rating,
    policy: Policy,
) -> _Outcome:
    """The outcome of an answer ``elapsed`` study days after the last one."""
    if elapsed and elapsed > 0 and stability and difficulty:
        return _on_a_later_day(state, step, stability, difficulty, elapsed, rating, policy)
    return _librarys(state, step, stability, difficulty, elapsed, rating, policy)


@lru_cache(maxsize=1024)
def _formulas(weights: tuple[float, ...]) -> Formulas:
    return Formulas(weights)


def _on_a_later_day(
    state: State, step: int | None, stability: float, difficulty: float, elapsed: int, rating: Rating, policy: Policy
) -> _Outcome:
    """What most answers are, without the library: so a log of years is folded in seconds."""
    formulas = _formulas(policy.weights)
    recall = formulas.recall(stability, elapsed)
    stability, difficulty = formulas.review(stability, difficulty, recall, rating)
    in_steps = _next_step(state, step, rating, policy)
    if in_steps is not None:
        return _Outcome(in_steps[0], in_steps[1], stability, difficulty, in_steps[2])
    wanted = round(formulas.interval(stability, policy.desired_retention))
    wait = timedelta(days=min(max(wanted, 1), policy.maximum_interval))
    return _Outcome(State.REVIEW, None, stability, difficulty, wait)


def _next_step(state: State, step: int | None, rating: Rating, policy: Policy) -> tuple[State, int, timedelta] | None:
    """The state and step that an answer leads to, and the wait; None where the card goes to review or stays there."""
    steps = policy.learning_steps if state == State.LEARNING else policy.relearning_steps
    if rating == Rating.AGAIN:
        return (State.RELEARNING if state == State.REVIEW else state, 0, steps[0]) if steps else None
    if step is None or step >= len(steps) or rating == Rating.EASY:
        return None
    if rating == Rating.GOOD:
        return (state, step + 1, steps[step + 1]) if step + 1 < len(steps) else None
    if step > 0:
        return state, step, steps[step]
    return state, 0, (steps[0] + steps[1]) / 2 if len(steps) > 1 else steps[0] * 1.5


@lru_cache(maxsize=65_536)
def _librarys(
    state: State,
    step: int | None,
    stability: float | None,
    difficulty: float | None,
    elapsed: int | None,
    rating: Rating,
    policy: Policy,
) -> _Outcome:
    """The outcome as py-fsrs tells it.

    Remembered: all new cards have the same four outcomes, and an answer takes one of those that its buttons named.
    """
    card = _OwnCard(
        card_id=0,  # without one the library sleeps a millisecond to make it up
        state=_FSRS_STATES[state],
        step=0 if state == State.NEW else step,
        stability=stability,
        difficulty=difficulty,
        due=_SOME_NOON,
        last_review=None if elapsed is None else _SOME_NOON - timedelta(days=elapsed),
    )
    after, _ = _scheduler(policy).review_card(card, _FSRS_RATINGS[rating], _SOME_NOON)
    return _Outcome(_STATES[after.state], after.step, after.stability, after.difficulty, after.due - _SOME_NOON)


def _answered(memory: Memory, rating: Rating, day: date, policy: Policy) -> _Outcome:
    """The outcome of an answer on study day ``day``."""
    elapsed = None if memory.study_day is None else (day - memory.study_day).days
    return _outcome(memory.state, memory.step, memory.stability, memory.difficulty, elapsed, rating, policy)


def _passed_floor(memory: Memory, policy: Policy) -> int:
    """The study days that the interval of a passed card must not be shorter than: in review, a day more than before."""
    if memory.state != State.REVIEW or memory.due_at is None or memory.study_day is None:
        return 1
    return (policy.calendar.day_of(memory.due_at) - memory.study_day).days + 1


def _span(outcome: _Outcome, rating: Rating, passed_floor: int, policy: Policy) -> Span:
    """What may become of the interval that the library wants.

    A passed card does not come back sooner than before. That reaches no further than a day past the fuzz range: a
    higher retention can still shorten intervals.
    """
    floor = 1 if rating == Rating.AGAIN else passed_floor
    return _span_from(outcome.wait.days, floor, policy.maximum_interval)


@lru_cache(maxsize=16_384)
def _span_from(wanted: int, floor: int, maximum: int) -> Span:
    _, longest = fuzz_range(wanted, maximum=maximum)
    return span_of(wanted, minimum=min(floor, longest + 1), maximum=maximum)


def _due_at(
    outcome: _Outcome,
    rating: Rating,
    passed_floor: int,
    now: datetime,
    day: date,
    policy: Policy,
    seed: int,
    promised: datetime | None = None,
) -> datetime:
    if outcome.state != State.REVIEW:
        return now + outcome.wait
    span = _span(outcome, rating, passed_floor, policy)
    days = _kept(promised, span, now, day, policy)
    return policy.calendar.start_of(day + timedelta(days=drawn(span, seed=seed) if days is None else days))


def _kept(promised: datetime | None, span: Span, now: datetime, day: date, policy: Policy) -> int | None:
    """The interval that was promised, in study days; None where it is none that could be chosen."""
    if promised is None or not now < promised < now + timedelta(days=span.longest + 2):
        return None
    days = (policy.calendar.day_of(promised) - day).days
    return days if span.shortest <= days <= span.longest else None
