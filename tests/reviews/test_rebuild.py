"""What is derived can be rebuilt from the log, which a rebuild never touches."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update

from tests.conftest import MONDAY
from tests.reviews.asking import KEYS, Student, action, answer, undo
from webapp.models import Card, ReviewDay, ReviewLog, User
from webapp.models.base import to_milliseconds
from webapp.reviews.rebuild import rebuild

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def _rows(student: Student) -> list[dict[str, Any]]:
    return [{column.name: getattr(row, column.name) for column in ReviewLog.__table__.columns} for row in student.log()]


def _derived(student: Student) -> tuple[dict[str, dict[str, Any]], list[dict[str, Any]]]:
    """Cards and days, but for what tells one student from another: the fuzz is seeded by the user."""
    cards = {}
    for key in KEYS:
        card = student.card(key)
        if card is not None:
            row = {column.name: getattr(card, column.name) for column in Card.__table__.columns}
            cards[key] = {name: value for name, value in row.items() if name != "user_id"}
            if card.step is None and card.due_at is not None:
                del cards[key]["due_at"]
    days = [
        {column.name: getattr(day, column.name) for column in ReviewDay.__table__.columns if column.name != "user_id"}
        for day in student.days()
    ]
    return cards, days


def _busy(student: Student) -> None:
    at = MONDAY
    for number in range(12):
        student.send(answer("rope", at, rating=1 + number % 4), answer("year", at + MINUTE, rating=4))
        at += (number % 3) * DAY + 11 * MINUTE
    taken_back = answer("bank", at, rating=4)
    student.send(taken_back, action("year", "suspend", at), action("rope", "bury", at), undo(taken_back, at + MINUTE))
    student.send_one(answer("rope", MONDAY + DAY / 2), now=at + DAY)


DAMAGES = (
    update(Card).values(stability=Card.stability + 1, due_at=MONDAY),
    update(Card).values(version=Card.version + 1),
    update(Card).values(leech=True, buried_until=None, suspended=False),
    update(ReviewDay).values(answers=ReviewDay.answers + 1, passed=0),
    delete(Card),
    delete(ReviewDay),
)


@pytest.mark.parametrize("damage", DAMAGES, ids=str)
def test_a_damaged_row_is_found_and_repaired_and_the_log_is_left_alone(ada: Student, ben: Student, damage: Any) -> None:
    for student in (ada, ben):
        _busy(student)
        assert student.differences() == []
    before, log = _derived(ada), _rows(ada)
    with ada.database.writer() as session:
        session.execute(damage.where(damage.table.c.user_id == ada.id))
    found = ada.differences()
    assert found
    assert {difference.user_id for difference in found} == {ada.id}
    assert ben.differences() == []
    with ada.database.writer() as session:
        progress: list[tuple[int, int]] = []
        repaired = rebuild(session, check=False, progress=lambda done, of: progress.append((done, of)))
    assert repaired == found
    assert progress == [(1, 2), (2, 2)]
    assert ada.differences() == []
    assert (_derived(ada), _rows(ada)) == (before, log)


def test_rows_that_came_from_nowhere_are_removed(ada: Student) -> None:
    ada.send_one(answer("rope", MONDAY))
    question = ada.known_card("rope").question_id + 1
    with ada.database.writer() as session:
        session.add(
            ReviewDay(
                user_id=ada.id,
                study_day=MONDAY.date() - DAY,
                answers=1,
                milliseconds=0,
                new_cards=0,
                reviews=0,
                passed=0,
            )
        )
        session.add(
            Card(
                user_id=ada.id,
                question_id=question,
                state=0,
                repetitions=0,
                lapses=0,
                suspended=True,
                leech=False,
                version=1,
            )
        )
    assert [(found.table, found.field) for found in ada.differences()] == [("card", "row"), ("review_day", "row")]
    assert "the log gives False" in str(ada.differences()[0])
    with ada.database.writer() as session:
        rebuild(session, user_id=ada.id, check=False)
    assert ada.differences() == []
    assert len(ada.days()) == 1


# What is done, to which card, in which minute, how it is rated or which earlier entry it undoes.
DONE = st.lists(
    st.tuples(
        st.sampled_from(("answer", "answer", "answer", "read", "undo", "bury", "unbury", "suspend", "unsuspend")),
        st.sampled_from(KEYS),
        st.integers(1, 60 * 24),
        st.integers(0, 30),
    ),
    min_size=1,
    max_size=14,
)


def _entries(done: list[tuple[str, str, int, int]]) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    at = MONDAY
    for what, key, minutes, number in done:
        at += minutes * MINUTE
        if what == "undo" and entries:
            entries.append(undo(entries[number % len(entries)], at))
        elif what in {"answer", "read", "undo"}:
            mode = "read" if what == "read" else "study"
            promised = {} if number % 3 == 0 else {"due_at": to_milliseconds(at + (number - 2) * DAY)}
            entries.append(answer(key, at, rating=1 + number % 4, duration_ms=number * 5000, mode=mode, **promised))
        else:
            entries.append(action(key, what, at))
    return entries


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=DONE, order=st.randoms(use_true_random=False), data=st.data())
def test_any_delivery_gives_the_state_of_the_replay_in_order(
    ada: Student, ben: Student, done: list[tuple[str, str, int, int]], order: Any, data: st.DataObject
) -> None:
    entries = _entries(done)
    now = MONDAY + 20 * DAY
    _forget(ada, ben)
    for entry in entries:
        ada.send_one(entry, now=now)
    refused = {result.id for result in ada.send(*entries, now=now) if result.status == "refused"}
    deliveries = [entry for entry in entries if entry["id"] not in refused] * 2
    order.shuffle(deliveries)
    while deliveries:  # an undo that overtook what it undoes is refused, and sent again as a client does
        size = data.draw(st.integers(1, len(deliveries)))
        parcel, deliveries = deliveries[:size], deliveries[size:]
        results = ben.send(*parcel, now=now)
        deliveries += [entry for entry, result in zip(parcel, results, strict=True) if result.status == "refused"]
    assert _derived(ben) == _derived(ada)
    assert len(ben.log()) == len(entries) - len(refused)
    assert ada.differences() == []
    assert ben.differences() == []


def _forget(*students: Student) -> None:
    """Begin again: hypothesis runs many examples on one database."""
    for student in students:
        with student.database.writer() as session:
            session.get_one(User, student.id).erasing_at = MONDAY
            session.flush()
            for table in (ReviewLog, Card, ReviewDay):
                session.execute(delete(table).where(table.user_id == student.id))
            session.get_one(User, student.id).erasing_at = None
