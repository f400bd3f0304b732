"""How a card stands and how it came to, in the terms in which Anki keeps them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from question_bank.exchange.anki.deck import ReviewKind
from question_bank.exchange.anki.writing import Calendar, WrittenCard, WrittenReview
from webapp.decks.queries.questions import AnswerRow, DeckQuestion
from webapp.models.base import to_milliseconds
from webapp.scheduling.fold import Mode, changes_memory
from webapp.scheduling.forgetting import DECAY
from webapp.scheduling.memory import State
from webapp.scheduling.policy import Policy

NEW_QUEUE, LEARNING_QUEUE, REVIEW_QUEUE, DAY_LEARNING_QUEUE, SUSPENDED_QUEUE, BURIED_QUEUE = 0, 1, 2, 3, -1, -3
TYPES = {State.NEW: 0, State.LEARNING: 1, State.REVIEW: 2, State.RELEARNING: 3}
KINDS = {State.NEW: ReviewKind.LEARN, State.LEARNING: ReviewKind.LEARN, State.REVIEW: ReviewKind.REVIEW,
         State.RELEARNING: ReviewKind.RELEARN}  # fmt: skip
IN_TURN = frozenset({Mode.STUDY, Mode.REVIEWED_QUIZ, Mode.READ})
"""Modes of answers that were given when the card was due, or as if it were; in reading, of those that count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What times and days are measured by: ``first`` is day 0 of the deck, ``now`` when it is made."""

    policy: Policy
    first: date
    now: datetime

    @property
    def calendar(self) -> Calendar:
        """The days of the deck."""
        start = self.policy.calendar.start_of(self.first)
        offset = ZoneInfo(self.policy.zone).utcoffset(start)
        minutes_east = 0 if offset is None else int(offset.total_seconds() // 60)
        return Calendar(
            created_s=int(start.timestamp()), minutes_west=-minutes_east, rollover_hour=self.policy.rollover_hour
        )

    @property
    def today(self) -> date:
        return self.policy.calendar.day_of(self.now)

    def day(self, day: date) -> int:
        """The number of a day of the deck."""
        return (day - self.first).days


def first_day(questions: Iterable[DeckQuestion], *, policy: Policy, now: datetime) -> date:
    """The earliest day on which one of the cards is due, or today: all days count from there."""
    day_of = policy.calendar.day_of
    return min([day_of(now), *(day_of(question.due_at) for question in questions if question.due_at is not None)])


def written_card(question: DeckQuestion, scale: Scale, *, place: int) -> WrittenCard:
    """How the card stands; ``place`` is its turn among new ones."""
    state = State(question.state or 0)
    queue, due, interval = _queue(question, state, scale, place)
    if question.suspended:
        queue = SUSPENDED_QUEUE
    elif question.buried_until is not None and question.buried_until > scale.today:
        queue = BURIED_QUEUE
    return WrittenCard(
        type=TYPES[state],
        queue=queue,
        due=due,
        interval=interval,
        repetitions=question.repetitions or 0,
        lapses=question.lapses or 0,
        steps_left=_steps_left(question, state, scale.policy),
        data=_memory(question, scale.policy),
    )


def _queue(question: DeckQuestion, state: State, scale: Scale, place: int) -> tuple[int, int, int]:
    """The queue that the card waits in, when it is due in the queue's own measure, and its interval in days."""
    if state == State.NEW or question.due_at is None or question.study_day is None:
        return NEW_QUEUE, place, 0
    due_day = scale.policy.calendar.day_of(question.due_at)
    interval = max(1, (due_day - question.study_day).days)
    if state == State.REVIEW:
        return REVIEW_QUEUE, scale.day(due_day), interval
    learned = interval if state == State.RELEARNING else 0
    if due_day > scale.today:
        return DAY_LEARNING_QUEUE, scale.day(due_day), learned
    return LEARNING_QUEUE, int(question.due_at.timestamp()), learned


def _steps_left(question: DeckQuestion, state: State, policy: Policy) -> int:
    steps = {State.LEARNING: policy.learning_steps, State.RELEARNING: policy.relearning_steps}.get(state, ())
    return max(1, len(steps) - (question.step or 0)) if steps else 0


def _memory(question: DeckQuestion, policy: Policy) -> Mapping[str, float]:
    if question.stability is None or question.difficulty is None or question.answered_at is None:
        return {}
    return {
        "s": round(question.stability, 4),
        "d": round(question.difficulty, 3),
        "dr": policy.desired_retention,
        "decay": policy.weights[DECAY],
        "lrt": int(question.answered_at.timestamp()),
    }


def written_reviews(answers: Iterable[AnswerRow], policy: Policy) -> list[WrittenReview]:
    """The answers to one question, in the order of time, as Anki's log has them."""
    written: list[WrittenReview] = []
    last, begun = 0, False
    for answer in answers:
        interval = _interval(answer, policy)
        counts = changes_memory(Mode(answer.mode), State.REVIEW if begun else State.NEW)
        begun = begun or counts
        written.append(
            WrittenReview(
                at_ms=to_milliseconds(answer.answered_at),
                rating=answer.rating,
                kind=_kind(answer) if counts else ReviewKind.FILTERED,
                interval=interval if counts else last,
                last_interval=last,
                factor=_factor(answer.difficulty_after) if counts else 0,
                duration_ms=answer.duration_ms or 0,
            )
        )
        last = interval if counts else last
    return written


def _kind(answer: AnswerRow) -> ReviewKind:
    return KINDS[State(answer.state_before or 0)] if answer.mode in IN_TURN else ReviewKind.FILTERED


def _interval(answer: AnswerRow, policy: Policy) -> int:
    """Days until the card was due, or seconds below zero while it is being learned."""
    if answer.due_at is None:
        return 0
    if answer.state_after == State.REVIEW:
        day_of = policy.calendar.day_of
        return max(1, (day_of(answer.due_at) - day_of(answer.answered_at)).days)
    return min(-1, -int((answer.due_at - answer.answered_at).total_seconds()))


def _factor(difficulty: float | None) -> int:
    """The difficulty of 1 to 10 as Anki's log keeps it: 100 to 1100, so that it is never taken for an ease."""
    return round(((difficulty or 1) - 1) / 9 * 1000) + 100
