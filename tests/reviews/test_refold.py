"""Other weights tell all memories anew, by rows of the log, and everything else stays true."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from tests.conftest import MONDAY
from tests.reviews.asking import KEYS, Student, action, answer, undo
from webapp.models import Card, MemoryParameters, ReviewDay, ReviewLog, User
from webapp.reviews import refold
from webapp.reviews.known import known_of
from webapp.reviews.refold import Refolding, refold_id, refoldings, write_refoldings
from webapp.reviews.writing import card_events
from webapp.scheduling.fold import EventKind, answers_of
from webapp.scheduling.memory import Answered, remembered
from webapp.scheduling.policy import DEFAULT_WEIGHTS, Policy
from webapp.scheduling.settings import StudySettings

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
OTHERS = (
    json.dumps([0.4, 1.1, 3.1, 12.0, 6.0, 0.7, 2.5, *DEFAULT_WEIGHTS[7:]]),
    json.dumps([*DEFAULT_WEIGHTS[:8], 2.2, 0.2, 1.0, *DEFAULT_WEIGHTS[11:]]),
    None,
)


def _keep(found: Sequence[Refolding]) -> Mapping[int, datetime]:
    return {card.question_id: card.before.memory.due_at for card in found if card.before.memory.due_at}


def _follow(_: Sequence[Refolding]) -> Mapping[int, datetime]:
    return {}


def _policy(weights: str | None) -> Policy:
    return StudySettings(weights=weights).policy


def _put_in_force(student: Student, weights: str | None, at: datetime) -> None:
    with student.database.writer() as session:
        mine = MemoryParameters.user_id == student.id
        session.execute(update(MemoryParameters).where(mine).values(in_force=False))
        if weights is not None:
            session.add(
                MemoryParameters(user_id=student.id, trained_at=at, weights=weights, reviews=100, loss_before=0.4,
                                 loss_after=0.3, in_force=True, changed_at=at)
            )  # fmt: skip


def _change(student: Student, weights: str | None, at: datetime, choose: Any = _keep) -> int:
    """Put weights in force and tell all memories by them."""
    _put_in_force(student, weights, at)
    return write_refoldings(
        student.database, user_id=student.id, policy=_policy(weights), changed_at=at, choose=choose, now=at
    )


def _by_all_answers(student: Student, key: str, weights: str | None) -> tuple[float | None, float | None]:
    """What the card's answers give under the weights from the first on."""
    known = known_of(student.database)
    with student.database.reading() as connection:
        events = card_events(connection, student.id, student.known_card(key).question_id, known)
    answers = [
        Answered(event.rating, event.policy.calendar.day_of(event.answered_at), event.policy)
        for event in answers_of(events)
        if event.rating is not None
    ]
    return remembered(answers, weights=_policy(weights).weights)


def _study(student: Student, days: int = 40) -> datetime:
    at = MONDAY
    for number in range(5):
        student.send(answer("rope", at, rating=4), answer("year", at + MINUTE, rating=3 + number % 2))
        at += days / 5 * DAY
    return at


def test_the_memory_is_what_all_answers_give_under_the_new_weights_and_due_dates_can_stay(ada: Student) -> None:
    at = _study(ada)
    before = {key: ada.known_card(key) for key in ("rope", "year")}
    assert _change(ada, OTHERS[0], at) == 2
    for key, old in before.items():
        card = ada.known_card(key)
        assert (card.stability, card.difficulty) == _by_all_answers(ada, key, OTHERS[0])
        assert card.stability != old.stability
        assert (card.due_at, card.state, card.repetitions, card.lapses) == (
            old.due_at, old.state, old.repetitions, old.lapses,
        )  # fmt: skip
    assert ada.differences() == []


def test_due_dates_can_follow_and_going_back_brings_the_old_memory(ada: Student) -> None:
    at = _study(ada)
    before = ada.known_card("rope")
    _change(ada, OTHERS[0], at, _follow)
    changed = ada.known_card("rope")
    assert changed.due_at != before.due_at
    _change(ada, None, at + MINUTE, _follow)
    back = ada.known_card("rope")
    assert (back.stability, back.difficulty) == (before.stability, before.difficulty)
    assert ada.differences() == []


def test_the_rows_are_no_answers(ada: Student) -> None:
    at = _study(ada)
    days, log = ada.days(), len(ada.log())
    _change(ada, OTHERS[0], at)
    rows = [row for row in ada.log() if row.kind == EventKind.REFOLD]
    assert len(ada.log()) - log == len(rows) == 2
    assert [(day.study_day, day.answers, day.reviews) for day in ada.days()] == [
        (day.study_day, day.answers, day.reviews) for day in days
    ]
    assert {(row.rating, row.received_at, row.state_before) for row in rows} == {(None, at, 2)}


def test_begun_again_it_goes_on_where_it_was_cut(ada: Student, monkeypatch: pytest.MonkeyPatch) -> None:
    at = _study(ada)
    ada.send(answer("bank", at, rating=4))
    monkeypatch.setattr("webapp.reviews.refold.AT_ONCE", 1)

    class CutError(Exception):
        pass

    def cut(done: int, _: int) -> None:
        if done == 1:
            raise CutError

    _put_in_force(ada, OTHERS[0], at)
    how: dict[str, Any] = {"user_id": ada.id, "policy": _policy(OTHERS[0]), "changed_at": at, "choose": _keep}
    with pytest.raises(CutError):
        write_refoldings(ada.database, **how, now=at, progress=cut)
    assert ada.differences() == []
    ada.send(answer("year", at + MINUTE, rating=4))
    assert write_refoldings(ada.database, **how, now=at + DAY) == 2
    assert write_refoldings(ada.database, **how, now=at + DAY) == 0
    for key in KEYS:
        card = ada.known_card(key)
        assert (card.stability, card.difficulty) == _by_all_answers(ada, key, OTHERS[0])
    assert ada.differences() == []


def test_a_row_that_the_log_does_not_take_is_never_passed_over(ada: Student, monkeypatch: pytest.MonkeyPatch) -> None:
    at = _study(ada)
    before = {key: ada.known_card(key).stability for key in ("rope", "year")}
    monkeypatch.setattr(refold, "memory_values", lambda *_: {"rating": 9})
    with pytest.raises(IntegrityError):
        _change(ada, OTHERS[0], at)
    assert {key: ada.known_card(key).stability for key in before} == before


def test_a_card_answered_meanwhile_is_told_anew_with_its_answer(ada: Student) -> None:
    at = _study(ada)
    asked: list[int] = []

    def choose(found: Sequence[Refolding]) -> Mapping[int, datetime]:
        asked.append(len(found))
        if len(asked) == 1:
            ada.send(answer("rope", at + MINUTE, rating=1))
        return _keep(found)

    assert _change(ada, OTHERS[0], at, choose) == 2
    assert asked == [2, 1]
    card = ada.known_card("rope")
    assert (card.stability, card.difficulty) == _by_all_answers(ada, "rope", OTHERS[0])
    assert ada.differences() == []


def test_what_was_kept_for_an_answer_falls_with_it(ada: Student) -> None:
    at = _study(ada)
    last = answer("rope", at, rating=4)
    ada.send(last)
    away = ada.known_card("rope").due_at
    _change(ada, OTHERS[0], at + MINUTE)
    assert ada.known_card("rope").due_at == away
    assert ada.send_one(undo(last, at + 2 * MINUTE)).status == "recorded"
    due_at = ada.known_card("rope").due_at
    assert due_at is not None
    assert away is not None
    assert due_at < away
    assert ada.differences() == []


def test_an_answer_that_comes_late_is_folded_behind_the_change_of_its_time(ada: Student) -> None:
    """Answered offline before the change was made, but after the last answer that was known then."""
    at = _study(ada)
    _change(ada, OTHERS[0], at + DAY)
    ada.send_one(answer("rope", at + 2 * MINUTE, rating=4), now=at + 2 * DAY)
    assert ada.differences() == []
    card = ada.known_card("rope")
    assert (card.stability, card.difficulty) == _by_all_answers(ada, "rope", OTHERS[0])
    assert card.due_at is not None
    assert card.due_at > at + 30 * DAY


def test_changes_sort_in_their_order_behind_whatever_clients_make() -> None:
    first, second = refold_id(MONDAY, 7), refold_id(MONDAY + DAY, 3)
    assert b"\xf0" + bytes(15) < first < second
    assert len(first) == 16


DONE = st.lists(
    st.tuples(
        st.sampled_from(("answer", "answer", "answer", "answer", "undo", "bury", "suspend", "unsuspend", "change")),
        st.sampled_from(KEYS),
        st.integers(1, 60 * 24 * 3),
        st.integers(0, 30),
    ),
    min_size=1,
    max_size=14,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=DONE, order=st.randoms(use_true_random=False))
def test_any_interleaving_with_changes_gives_the_memories_of_the_replay_in_order(
    ada: Student, ben: Student, done: list[tuple[str, str, int, int]], order: Any
) -> None:
    _forget(ada, ben)
    entries: list[dict[str, Any]] = []
    changes: list[tuple[datetime, str | None]] = []
    at = MONDAY
    for what, key, minutes, number in done:
        at += minutes * MINUTE
        if what == "change":
            changes.append((at, OTHERS[number % 3]))
            _change(ada, OTHERS[number % 3], at, _follow if number % 2 else _keep)
            continue
        entries.append(_entry(what, key, at, number, entries))
        if ada.send_one(entries[-1], now=at).status == "refused":
            entries.pop()
    deliveries: list[dict[str, Any] | tuple[datetime, str | None]] = list(entries)
    order.shuffle(deliveries)
    for change in changes:  # the same changes, in their order, at any place between the deliveries
        place = order.randint(0, len(deliveries))
        deliveries = [*deliveries[:place], change, *deliveries[place:]]
    last = changes[-1][1] if changes else None
    _deliver(ben, deliveries, [*changes], now=at + DAY)
    for key in KEYS:
        mine, theirs = ada.card(key), ben.card(key)
        assert _memory(mine) == _memory(theirs)
        if mine is not None and mine.repetitions:
            assert (mine.stability, mine.difficulty) == _by_all_answers(ada, key, last)
    assert ada.differences() == ben.differences() == []


def _entry(what: str, key: str, at: datetime, number: int, entries: list[dict[str, Any]]) -> dict[str, Any]:
    if what == "undo" and entries:
        return undo(entries[number % len(entries)], at)
    if what in {"answer", "undo"}:
        return answer(key, at, rating=1 + number % 4)
    return action(key, what, at)


def _deliver(student: Student, deliveries: list[Any], changes: list[Any], now: datetime) -> None:
    """Send the entries in any order, again while they are refused; changes keep their own order."""
    while deliveries:
        one, deliveries = deliveries[0], deliveries[1:]
        if isinstance(one, tuple):
            at, weights = changes.pop(0)
            _change(student, weights, at)
        elif student.send_one(one, now=now).status == "refused":
            deliveries.append(one)  # it overtook what it undoes


def _memory(card: Card | None) -> tuple[Any, ...] | None:
    if card is None:
        return None
    return (card.state, card.step, card.stability, card.difficulty, card.answered_at, card.repetitions, card.lapses,
            card.suspended, card.buried_until, card.leech)  # fmt: skip


def _forget(*students: Student) -> None:
    """Begin again: hypothesis runs many examples on one database."""
    for student in students:
        with student.database.writer() as session:
            session.get_one(User, student.id).erasing_at = MONDAY
            session.flush()
            for table in (ReviewLog, Card, ReviewDay, MemoryParameters):
                session.execute(delete(table).where(table.user_id == student.id))
            session.get_one(User, student.id).erasing_at = None


def test_what_is_told_is_read_without_writing(ada: Student) -> None:
    at = _study(ada)
    known = known_of(ada.database)
    with ada.database.reading() as connection:
        found = refoldings(connection, known, user_id=ada.id, policy=_policy(OTHERS[0]), changed_at=at)
    assert [card.move(_policy(OTHERS[0])) is not None for card in found] == [True, True]
    assert ada.differences() == []
    assert not any(row.kind == EventKind.REFOLD for row in ada.log())
