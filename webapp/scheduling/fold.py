"""The fold of the review log: from what a student did with a card to its memory, its flags and the day's numbers.

Events are taken in the order of (answered_at, id), whatever the order of their arrival; an event that was undone counts
as if it had never been. Each is scheduled by its own policy, by the due date that it was recorded with and, where that
does not hold any more, by a seed of (user, question, repetition): the same events always give the same result.
``step`` is one event; ``fold`` is all of a card's. A refold looks back on all answers before it: other weights say what
they made of the memory.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from operator import attrgetter
from typing import NamedTuple

from .fuzz import card_seed
from .memory import NEW_MEMORY, Answered, Memory, Rating, State, due_after, remembered, review
from .outcomes import AGAIN, NEW, REVIEW
from .policy import Policy

LEECH_LAPSES = 8
LEECH_AGAIN = 4
LONGEST_ANSWER_MS = 60_000


class EventKind(IntEnum):
    """What was done with a card."""

    ANSWER = 0
    UNDO = 1
    BURY = 2
    UNBURY = 3
    SUSPEND = 4
    UNSUSPEND = 5
    RESCHEDULE = 6  # shown again now: its answer has changed, or the student wants it
    REFOLD = 7  # from here on the memory is what all answers before give under the weights of this event's policy


class Mode(IntEnum):
    """Why a card was answered."""

    STUDY = 0
    AHEAD = 1
    CRAM = 2
    QUIZ = 3
    READ = 4
    REVIEWED_QUIZ = 5  # a quiz whose answers count for the schedule, as its student chose


# By themselves, for the reason that ``outcomes`` gives.
ANSWER, UNDO, REFOLD = EventKind.ANSWER, EventKind.UNDO, EventKind.REFOLD
READ = Mode.READ

SCHEDULING = frozenset({Mode.STUDY, Mode.AHEAD, Mode.REVIEWED_QUIZ})
"""Modes whose answers change the memory; the others are logged and counted in the day. So is reading, but for the first
answer of all: that one begins the memory."""


class Event(NamedTuple):
    """A row of the log, as far as the fold needs it.

    ``due_at`` is when the card was said to come back after an answer: what its button promised, or what was chosen
    when it was recorded. It is kept as long as it lies in the range of fuzz, also when the card is folded anew.
    """

    id: bytes
    kind: EventKind
    answered_at: datetime
    policy: Policy
    mode: Mode = Mode.STUDY
    rating: Rating | None = None  # of an answer, always
    duration_ms: int | None = None
    due_at: datetime | None = None  # of an answer: what was promised; of a refold right behind its answer: what is kept
    undoes: bytes | None = None  # of an undo, always


class DayCounts(NamedTuple):
    """A study day in numbers (``models.ReviewDay``), or a difference of two."""

    answers: int = 0
    milliseconds: int = 0
    new_cards: int = 0
    reviews: int = 0
    passed: int = 0

    def __add__(self, other: DayCounts) -> DayCounts:  # type: ignore[override]  # counts, not their names in a row
        return DayCounts(
            self.answers + other.answers,
            self.milliseconds + other.milliseconds,
            self.new_cards + other.new_cards,
            self.reviews + other.reviews,
            self.passed + other.passed,
        )

    def __sub__(self, other: DayCounts) -> DayCounts:
        return DayCounts(
            self.answers - other.answers,
            self.milliseconds - other.milliseconds,
            self.new_cards - other.new_cards,
            self.reviews - other.reviews,
            self.passed - other.passed,
        )


NO_COUNTS = DayCounts()


class CardState(NamedTuple):
    """A card's memory and flags. ``buried_until`` is the first study day on which it is shown again."""

    memory: Memory = NEW_MEMORY
    suspended: bool = False
    buried_until: date | None = None
    leech: bool = False


NEW_CARD = CardState()


class Step(NamedTuple):
    """What one event did: the card before and after, and what it adds to ``study_day``."""

    before: CardState
    after: CardState
    study_day: date
    counts: DayCounts = NO_COUNTS
    leech_now: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """The card after all of its events, its share of each study day, and the steps by event id."""

    card: CardState
    days: Mapping[date, DayCounts]
    steps: Mapping[bytes, Step]


def fold(events: Iterable[Event], *, user_id: int, question_id: int) -> Folded:
    """All events of one card of one user, in any order, folded."""
    known = sorted(events, key=_place)
    undone = {event.undoes for event in known if event.undoes is not None}
    card = NEW_CARD
    days: dict[date, DayCounts] = {}
    steps: dict[bytes, Step] = {}
    for at, event in enumerate(known):
        if event.id in undone or event.kind == UNDO:
            continue
        if event.kind == REFOLD:
            answers = _answers_among(known[:at], undone)
            taken = refold(card, event, answers, user_id=user_id, question_id=question_id)
        else:
            taken = step(card, event, user_id=user_id, question_id=question_id)
        card = taken.after
        steps[event.id] = taken
        if taken.counts is not NO_COUNTS:
            counted = days.get(taken.study_day)
            days[taken.study_day] = taken.counts if counted is None else counted + taken.counts
    return Folded(card=card, days=days, steps=steps)


def answers_of(events: Iterable[Event]) -> list[Event]:
    """The answers that make the memory, in their order; what was undone never was."""
    known = sorted(events, key=_place)
    return _answers_among(known, {event.undoes for event in known if event.undoes is not None})


def _answers_among(known: Sequence[Event], undone: Container[bytes]) -> list[Event]:
    answers: list[Event] = []
    for event in known:
        if event.id not in undone and counts_for_memory(event, first=not answers):
            answers.append(event)
    return answers


_place = attrgetter("answered_at", "id")


def step(card: CardState, event: Event, *, user_id: int, question_id: int) -> Step:
    """What ``event`` does to ``card``. Raises ValueError for an undo or a refold, which are about other events."""
    day = event.policy.calendar.day_of(event.answered_at)
    if event.kind == ANSWER:
        return _answer(card, event, day, card_seed(user_id, question_id, card.memory.repetitions))
    return Step(before=card, after=_flagged(card, event, day), study_day=day)


def counts_for_memory(event: Event, *, first: bool) -> bool:
    """Whether ``event`` is an answer that changes the memory; ``first``: none before it did."""
    return event.kind == ANSWER and changes_memory(event.mode, NEW if first else REVIEW)


def refold(card: CardState, event: Event, answers: Sequence[Event], *, user_id: int, question_id: int) -> Step:
    """What ``event``, a refold, does to ``card`` after ``answers``: all that changed the memory before, in their order.

    State, repetitions and lapses follow from ratings and steps and stay. A card in review is due when the event says;
    where its last answer is not the one that the event stands behind (it was taken back since), when the weights say.
    """
    day = event.policy.calendar.day_of(event.answered_at)
    if not answers:
        return Step(before=card, after=card, study_day=day)
    stability, difficulty = remembered(map(_answered, answers), weights=event.policy.weights)
    memory = card.memory._replace(stability=stability, difficulty=difficulty)
    if memory.state == REVIEW:
        due_at = event.due_at if event.answered_at == answers[-1].answered_at else None
        seed = card_seed(user_id, question_id, memory.repetitions - 1)
        memory = memory._replace(due_at=due_at or due_after(memory, policy=event.policy, seed=seed))
    return Step(before=card, after=card._replace(memory=memory), study_day=day)


def _answered(event: Event) -> Answered:
    return Answered(_rating(event), event.policy.calendar.day_of(event.answered_at), event.policy)


def _rating(event: Event) -> Rating:
    if event.rating is None:
        raise ValueError("an answer without a rating cannot be scheduled")
    return event.rating


def _answer(card: CardState, event: Event, day: date, seed: int) -> Step:
    rating = _rating(event)
    before = card.memory
    spent_ms = min(event.duration_ms or 0, LONGEST_ANSWER_MS)
    if not changes_memory(event.mode, before.state):
        return Step(before=card, after=card, study_day=day, counts=DayCounts(answers=1, milliseconds=spent_ms))
    memory = review(before, rating, now=event.answered_at, policy=event.policy, seed=seed, promised=event.due_at)
    leech_now = memory.lapses > before.lapses and _is_leech_at(memory.lapses)
    first_review = before.state == REVIEW and before.study_day != day
    return Step(
        before=card,
        after=CardState(
            memory=memory,
            suspended=card.suspended,
            buried_until=card.buried_until,
            leech=card.leech or leech_now,
        ),
        study_day=day,
        counts=DayCounts(
            answers=1,
            milliseconds=spent_ms,
            new_cards=int(before.state == NEW),
            reviews=int(first_review),
            passed=int(first_review and rating != AGAIN),
        ),
        leech_now=leech_now,
    )


def changes_memory(mode: Mode, before: State) -> bool:
    """Whether an answer in this mode changes the memory of a card that is in the state ``before``."""
    return mode in SCHEDULING or (mode == READ and before == NEW)


def _is_leech_at(lapses: int) -> bool:
    return lapses >= LEECH_LAPSES and (lapses - LEECH_LAPSES) % LEECH_AGAIN == 0


def _flagged(card: CardState, event: Event, day: date) -> CardState:
    match event.kind:
        case EventKind.BURY:
            return card._replace(buried_until=day + timedelta(days=1))
        case EventKind.UNBURY:
            return card._replace(buried_until=None)
        case EventKind.SUSPEND:
            return card._replace(suspended=True)
        case EventKind.UNSUSPEND:
            return card._replace(suspended=False)
        case EventKind.RESCHEDULE if card.memory.due_at and card.memory.due_at > event.answered_at:
            return card._replace(memory=card.memory._replace(due_at=event.answered_at))
        case EventKind.RESCHEDULE:
            return card
        case _:
            raise ValueError(f"{event.kind.name} is not an event that changes a card by itself")
