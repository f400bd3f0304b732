"""The fold of a card's events: order, undo, flags, leeches, the day's numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scheduling.policies import DAY, MINUTE, NOON, POLICY, policy
from webapp.scheduling.fold import NEW_CARD, DayCounts, Event, EventKind, Folded, Mode, answers_of, fold, step
from webapp.scheduling.memory import Rating, State, spans

MONDAY = date(2026, 3, 2)


def _answer(number: int, at: datetime, rating: int = 3, **more: object) -> Event:
    event = Event(id=bytes([number]), kind=EventKind.ANSWER, answered_at=at, policy=POLICY, rating=Rating(rating))
    return event._replace(**more)  # type: ignore[arg-type]  # named like the fields


def _event(number: int, kind: EventKind, at: datetime, undoes: int | None = None) -> Event:
    undone = None if undoes is None else bytes([undoes])
    return Event(id=bytes([number]), kind=kind, answered_at=at, policy=POLICY, undoes=undone)


def _fold(*events: Event) -> Folded:
    return fold(events, user_id=1, question_id=2)


def test_nothing_folds_to_a_new_card() -> None:
    assert _fold().card == NEW_CARD
    assert _fold().days == {}


def test_events_are_taken_in_the_order_of_time_and_id() -> None:
    first, second = _answer(9, NOON, 4), _answer(1, NOON + DAY, 1)
    tied = _answer(2, NOON + DAY, 4)
    assert _fold(tied, second, first) == _fold(first, second, tied)
    assert list(_fold(tied, second, first).steps) == [first.id, second.id, tied.id]


def test_what_was_undone_never_was() -> None:
    kept, gone = _answer(1, NOON), _answer(2, NOON + MINUTE, 4)
    undone = _fold(kept, gone, _event(3, EventKind.UNDO, NOON + 2 * MINUTE, undoes=2))
    assert (undone.card, undone.days) == (_fold(kept).card, _fold(kept).days)


def test_flags() -> None:
    assert _fold(_event(1, EventKind.BURY, NOON)).card.buried_until == MONDAY + DAY
    assert _fold(_event(1, EventKind.BURY, NOON), _event(2, EventKind.UNBURY, NOON + MINUTE)).card == NEW_CARD
    suspended = _fold(_event(1, EventKind.SUSPEND, NOON), _answer(2, NOON + MINUTE))
    assert suspended.card.suspended
    assert suspended.card.memory.state == State.LEARNING
    assert _fold(_event(1, EventKind.SUSPEND, NOON), _event(2, EventKind.UNSUSPEND, NOON + MINUTE)).card == NEW_CARD


def test_a_rescheduled_card_is_due_now_unless_it_was_before() -> None:
    answered = _answer(1, NOON, 4)
    assert _fold(answered, _event(2, EventKind.RESCHEDULE, NOON + DAY)).card.memory.due_at == NOON + DAY
    late = NOON + 400 * DAY
    assert _fold(answered, _event(2, EventKind.RESCHEDULE, late)).card == _fold(answered).card
    assert _fold(_event(2, EventKind.RESCHEDULE, NOON)).card == NEW_CARD


def test_answers_that_schedule_nothing_are_counted_and_leave_the_memory_alone() -> None:
    quiz = _fold(_answer(1, NOON, 1, mode=Mode.QUIZ, duration_ms=3000))
    assert quiz.card == NEW_CARD
    assert quiz.days == {MONDAY: DayCounts(answers=1, milliseconds=3000)}


def test_in_reading_the_first_answer_begins_the_memory_and_later_ones_leave_it_alone() -> None:
    read = _fold(_answer(1, NOON, 4, mode=Mode.READ, duration_ms=3000))
    assert read.card == _fold(_answer(1, NOON, 4)).card
    assert read.days == {MONDAY: DayCounts(answers=1, milliseconds=3000, new_cards=1)}
    again = _fold(_answer(1, NOON, 4), _answer(2, NOON + DAY, 1, mode=Mode.READ))
    assert again.card == _fold(_answer(1, NOON, 4)).card
    assert again.days[MONDAY + DAY] == DayCounts(answers=1)


def test_where_the_first_answer_in_reading_is_taken_back_the_next_one_begins_the_memory() -> None:
    first, next_one = _answer(1, NOON, 1, mode=Mode.READ), _answer(2, NOON + MINUTE, 4, mode=Mode.READ)
    assert _fold(first, next_one).card == _fold(first).card
    undone = _fold(first, next_one, _event(3, EventKind.UNDO, NOON + 2 * MINUTE, undoes=1))
    assert undone.card == _fold(next_one).card != NEW_CARD


def test_the_day_counts_first_reviews_and_caps_the_time() -> None:
    events = [
        _answer(1, NOON, 4, duration_ms=61_000),
        _answer(2, NOON + DAY, 1, duration_ms=500),
        _answer(3, NOON + DAY + 11 * MINUTE, 3),
        _answer(4, NOON + DAY + 12 * MINUTE, 1),
    ]
    assert _fold(*events).days == {
        MONDAY: DayCounts(answers=1, milliseconds=60_000, new_cards=1),
        MONDAY + DAY: DayCounts(answers=3, milliseconds=500, reviews=1, passed=0),
    }


def test_each_event_keeps_its_own_policy() -> None:
    evening = NOON + timedelta(hours=11)
    there = _answer(1, evening, 4)._replace(policy=policy(zone="Asia/Kathmandu"))
    assert list(_fold(there).days) == [MONDAY + DAY]
    assert list(_fold(_answer(1, evening, 4)).days) == [MONDAY]


def test_a_leech_is_told_at_eight_lapses_and_every_four_after() -> None:
    events = [_answer(0, NOON, 4)]
    for lapse in range(1, 14):
        events += [_answer(2 * lapse, NOON + lapse * DAY, 1), _answer(2 * lapse + 1, NOON + lapse * DAY + 11 * MINUTE)]
    folded = _fold(*events)
    told = [taken.after.memory.lapses for taken in folded.steps.values() if taken.leech_now]
    assert told == [8, 12]
    assert folded.card.leech


def test_a_refold_tells_the_memory_by_other_weights_and_nothing_else() -> None:
    other = policy(weights=(*POLICY.weights[:8], 2.2, 0.2, 1.0, *POLICY.weights[11:]))
    answers = [_answer(1, NOON, 4), _answer(2, NOON + 8 * DAY, 1), _answer(3, NOON + 8 * DAY + 11 * MINUTE)]
    last = answers[-1].answered_at
    refolded = Event(id=b"\xff", kind=EventKind.REFOLD, answered_at=last, policy=other, due_at=NOON + 70 * DAY)
    told = _fold(*answers, refolded)
    under_other = _fold(*(event._replace(policy=other) for event in answers)).card.memory
    before = _fold(*answers).card.memory
    assert told.card.memory == before._replace(
        stability=under_other.stability, difficulty=under_other.difficulty, due_at=NOON + 70 * DAY
    )
    assert told.days == _fold(*answers).days
    without = _fold(*answers, refolded._replace(due_at=None)).card.memory.due_at
    assert without is not None
    assert without > last
    assert _fold(refolded).card == NEW_CARD


def test_a_refold_looks_back_on_a_first_answer_in_reading_too() -> None:
    events = [
        _answer(1, NOON, 1, mode=Mode.READ),
        _answer(2, NOON + 8 * DAY),
        _answer(3, NOON + 9 * DAY, 1, mode=Mode.READ),
    ]
    before = _fold(*events).card.memory
    refolded = Event(id=b"\xff", kind=EventKind.REFOLD, answered_at=NOON + 8 * DAY, policy=POLICY)
    after = _fold(*events, refolded).card.memory
    assert (after.stability, after.difficulty) == (before.stability, before.difficulty)
    assert answers_of(events) == events[:2]


def test_an_undo_is_no_step_of_its_own() -> None:
    with pytest.raises(ValueError, match="UNDO"):
        step(NEW_CARD, _event(1, EventKind.UNDO, NOON, undoes=2), user_id=1, question_id=2)
    with pytest.raises(ValueError, match="REFOLD"):
        step(NEW_CARD, _event(1, EventKind.REFOLD, NOON), user_id=1, question_id=2)
    with pytest.raises(ValueError, match="rating"):
        step(NEW_CARD, _answer(1, NOON)._replace(rating=None), user_id=1, question_id=2)


EVENTS = st.lists(
    st.tuples(
        st.sampled_from((0, 0, 0, 0, 1, 2, 3, 4, 5)),
        st.integers(0, 60 * 24 * 30),
        st.sampled_from(Rating),
        st.integers(0, 40),
        st.sampled_from((Mode.STUDY, Mode.READ)),
    ),
    max_size=25,
)


@given(EVENTS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(drawn: list[tuple[int, int, Rating, int, Mode]], order: object) -> None:
    events = [
        _answer(number, NOON + minutes * MINUTE, rating, mode=mode)
        if kind == EventKind.ANSWER
        else _event(number, EventKind(kind), NOON + minutes * MINUTE, undone if kind == EventKind.UNDO else None)
        for number, (kind, minutes, rating, undone, mode) in enumerate(drawn)
    ]
    shuffled = list(events)
    order.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis' Random
    assert _fold(*shuffled) == _fold(*events)
    total = sum((counts.answers for counts in _fold(*events).days.values()), 0)
    assert total == sum(taken.counts.answers for taken in _fold(*events).steps.values())


DUE = st.none() | st.integers(-5, 40 * 24).map(lambda hours: NOON + hours * timedelta(hours=1)) | st.datetimes(
    timezones=st.just(UTC)
)  # fmt: skip
ANSWERS = st.lists(st.tuples(st.integers(0, 60 * 24 * 30), st.sampled_from(Rating), DUE), min_size=1, max_size=12)


@given(ANSWERS)
def test_what_is_logged_folds_to_the_same_card_again(drawn: list[tuple[int, Rating, datetime | None]]) -> None:
    """The log keeps the due date that was chosen, not the one that was promised: either gives the same."""
    events = [
        _answer(number, NOON + minutes * MINUTE, rating, due_at=due_at)
        for number, (minutes, rating, due_at) in enumerate(drawn)
    ]
    folded = _fold(*events)
    logged = [event._replace(due_at=folded.steps[event.id].after.memory.due_at) for event in events]
    assert _fold(*logged) == folded


@given(ANSWERS)
def test_no_promise_changes_a_memory_or_leaves_the_range(drawn: list[tuple[int, Rating, datetime | None]]) -> None:
    events = [
        _answer(number, NOON + minutes * MINUTE, rating, due_at=due_at)
        for number, (minutes, rating, due_at) in enumerate(drawn)
    ]
    folded, plain = _fold(*events), _fold(*[event._replace(due_at=None) for event in events])
    assert folded.card.memory._replace(due_at=None) == plain.card.memory._replace(due_at=None)
    for event in events:
        taken = folded.steps[event.id]
        found = spans(taken.before.memory, now=event.answered_at, policy=POLICY)
        if event.rating in found:
            span = found[event.rating]
            due_at = taken.after.memory.due_at
            assert due_at is not None
            days = (POLICY.calendar.day_of(due_at) - taken.study_day).days
            assert span.shortest <= days <= span.longest
            assert due_at == POLICY.calendar.start_of(taken.study_day + days * DAY)


def test_a_promised_day_is_kept_and_an_impossible_one_is_not() -> None:
    first = POLICY.calendar.start_of(MONDAY)
    by_seed = _fold(_answer(1, NOON, 4)).card.memory.due_at
    span = spans(NEW_CARD.memory, now=NOON, policy=POLICY)[Rating.EASY]
    for days in range(span.shortest, span.longest + 1):
        late = first + days * DAY + timedelta(hours=20)  # whatever the hour, it is the study day that is promised
        assert _fold(_answer(1, NOON, 4, due_at=late)).card.memory.due_at == first + days * DAY
    for days in (-400, 0, span.shortest - 1, span.longest + 1, 40_000):
        assert _fold(_answer(1, NOON, 4, due_at=first + days * DAY)).card.memory.due_at == by_seed
    assert _fold(_answer(1, NOON, 3, due_at=first + 8 * DAY)).card.memory.due_at == NOON + 10 * MINUTE


def test_a_logged_day_is_kept_when_an_earlier_answer_arrives_late() -> None:
    first, second = _answer(1, NOON, 4), _answer(2, NOON + 8 * DAY, 3)
    span = spans(_fold(first).card.memory, now=second.answered_at, policy=POLICY)[Rating.GOOD]
    promised = POLICY.calendar.start_of(MONDAY + (8 + span.longest) * DAY)
    kept = second._replace(due_at=promised)
    late = _answer(3, NOON + 1 * DAY, 3)
    after = spans(_fold(first, late).card.memory, now=second.answered_at, policy=POLICY)[Rating.GOOD]
    assert after.shortest <= span.longest <= after.longest
    assert _fold(first, kept, late).card.memory.due_at == promised
