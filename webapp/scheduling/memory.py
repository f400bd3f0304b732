"""The memory of one card and what an answer makes of it.

Stability and difficulty are counted in study days, and what an answer makes of them says ``outcomes``; here an answer
gets its day, and the card the day on which it is due. Steps of learning run in real time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from .forgetting import interval
from .fuzz import Span, drawn, fuzz_range, span_of
from .outcomes import AGAIN, NEW, REVIEW, UNSEEN, Outcome, Place, Rating, State, foreseen, outcome, outcome_of
from .policy import DEFAULT_WEIGHTS, Policy
from .study_day import days_long

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


class Memory(NamedTuple):
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
    state=NEW,
    step=None,
    stability=None,
    difficulty=None,
    due_at=None,
    answered_at=None,
    study_day=None,
    repetitions=0,
    lapses=0,
)


def review(
    memory: Memory, rating: Rating, *, now: datetime, policy: Policy, seed: int, promised: datetime | None = None
) -> Memory:
    """The memory after an answer given at ``now`` (aware) and rated ``rating``.

    ``promised`` is when the card was said to come back. It holds if its study day is one that fuzz may choose; else
    ``seed`` decides. Nothing but the due date depends on either.
    """
    day = policy.calendar.day_of(now)
    outcome = outcome_of(_place(memory, day, policy), rating)
    return Memory(
        state=outcome.state,
        step=outcome.step,
        stability=outcome.stability,
        difficulty=outcome.difficulty,
        due_at=_due_at(outcome, rating, memory, now, day, policy, seed, promised),
        answered_at=now,
        study_day=day,
        repetitions=memory.repetitions + 1,
        lapses=memory.lapses + (memory.state == REVIEW and rating == AGAIN),
    )


def spans(memory: Memory, *, now: datetime, policy: Policy) -> dict[Rating, Span]:
    """The intervals among which one may be chosen, for each rating that leads to a review rather than to a step."""
    day = policy.calendar.day_of(now)
    longer = _passed_floor(memory, policy)
    return {
        rating: _span(outcome, rating, longer, policy)
        for rating, outcome in foreseen(_place(memory, day, policy)).items()
        if outcome.state == REVIEW
    }


def previews(
    memory: Memory, *, now: datetime, policy: Policy, seed: int, chosen: Mapping[Rating, int] | None = None
) -> dict[Rating, datetime]:
    """When the card would be due after ``review`` with each rating; ``chosen`` are intervals from ``spans``."""
    calendar = policy.calendar
    day = calendar.day_of(now)
    known = chosen or {}
    return {
        rating: calendar.start_of(day + days_long(known[rating]))
        if rating in known
        else _due_at(outcome, rating, memory, now, day, policy, seed)
        for rating, outcome in foreseen(_place(memory, day, policy)).items()
    }


class Answered(NamedTuple):
    """An answer as far as it says something of a memory: its rating, its study day, and what it was scheduled by."""

    rating: Rating
    day: date
    policy: Policy


def remembered(answers: Iterable[Answered], *, weights: tuple[float, ...]) -> tuple[float | None, float | None]:
    """Stability and difficulty that all answers of a card give under other weights; days and steps stay their own."""
    taken, before = UNSEEN, None
    for rating, day, policy in answers:
        elapsed = None if before is None else (day - before).days
        under = _under(policy, weights)
        place = Place(taken.state, taken.step, taken.stability, taken.difficulty, elapsed, under)
        taken, before = outcome(place, rating), day
    return taken.stability, taken.difficulty


def due_after(memory: Memory, *, policy: Policy, seed: int) -> datetime:
    """When a card in review would be due by the stability that ``memory`` has, counted from its last answer.

    Raises ValueError for a memory without a stability.
    """
    if memory.stability is None or memory.study_day is None:
        raise ValueError("only what was answered has a day on which it is due")
    wanted = round(interval(memory.stability, policy.desired_retention, policy.weights))
    span = span_of(min(max(1, wanted), policy.maximum_interval), minimum=1, maximum=policy.maximum_interval)
    return policy.calendar.start_of(memory.study_day + days_long(drawn(span, seed=seed)))


@lru_cache(maxsize=1024)
def _under(policy: Policy, weights: tuple[float, ...]) -> Policy:
    return replace(policy, weights=weights)


def _place(memory: Memory, day: date, policy: Policy) -> Place:
    elapsed = None if memory.study_day is None else (day - memory.study_day).days
    return Place(memory.state, memory.step, memory.stability, memory.difficulty, elapsed, policy)


def _passed_floor(memory: Memory, policy: Policy) -> int:
    """The study days that the interval of a passed card must not be shorter than: in review, a day more than before."""
    if memory.state != REVIEW or memory.due_at is None or memory.study_day is None:
        return 1
    return (policy.calendar.day_of(memory.due_at) - memory.study_day).days + 1


def _span(outcome: Outcome, rating: Rating, passed_floor: int, policy: Policy) -> Span:
    """What may become of the interval that the library wants.

    A passed card does not come back sooner than before. That reaches no further than a day past the fuzz range: a
    higher retention can still shorten intervals.
    """
    floor = 1 if rating == AGAIN else passed_floor
    return _span_from(outcome.wait.days, floor, policy.maximum_interval)


@lru_cache(maxsize=16_384)
def _span_from(wanted: int, floor: int, maximum: int) -> Span:
    _, longest = fuzz_range(wanted, maximum=maximum)
    return span_of(wanted, minimum=min(floor, longest + 1), maximum=maximum)


def _due_at(
    outcome: Outcome,
    rating: Rating,
    memory: Memory,
    now: datetime,
    day: date,
    policy: Policy,
    seed: int,
    promised: datetime | None = None,
) -> datetime:
    if outcome.state != REVIEW:
        return now + outcome.wait
    span = _span(outcome, rating, _passed_floor(memory, policy), policy)
    days = _kept(promised, span, now, day, policy)
    return policy.calendar.start_of(day + days_long(drawn(span, seed=seed) if days is None else days))


def _kept(promised: datetime | None, span: Span, now: datetime, day: date, policy: Policy) -> int | None:
    """The interval that was promised, in study days; None where it is none that could be chosen."""
    if promised is None or not now < promised < now + days_long(span.longest + 2):
        return None
    days = (policy.calendar.day_of(promised) - day).days
    return days if span.shortest <= days <= span.longest else None
