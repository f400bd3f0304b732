"""What serving and recording cost: statements by number, work of the database by its own count; whatever is stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, text, update

from tests.conftest import MONDAY, SettableClock
from tests.history.choosing import choose, make_collection
from tests.people import People, PersonClient, make_user
from webapp.db import Database
from webapp.models import Question
from webapp.study.queries import queue

from .banks import MadeBank, grow_bank, make_bank
from .memories import Stored, put_cards
from .student import answer, entry, get_batch, keys, send

READS_AND_WRITES = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
STEPS = 50  # instructions of SQLite's machine between two counts
LEARNING, REVIEW = 1, 2
YESTERDAY = date(2026, 3, 1)


class Meter:
    """Counts the statements of an application, and on SQLite the steps that they take."""

    def __init__(self, database: Database) -> None:
        self.statements: list[str] = []
        self.steps = 0
        if not database.is_sqlite:
            event.listen(database.engine, "before_cursor_execute", self._on_execute)
            return
        database.engine.dispose()
        database._idle.clear()
        database._writing = None
        event.listen(database.engine, "connect", self._on_connect)

    def _on_execute(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        self.statements.append(statement)

    def _on_connect(self, connection: Any, _record: Any) -> None:
        connection.set_trace_callback(self.statements.append)
        connection.set_progress_handler(self._count, STEPS)

    def _count(self) -> int:
        self.steps += 1
        return 0

    def reset(self) -> None:
        self.statements.clear()
        self.steps = 0

    @property
    def used(self) -> list[str]:
        return [statement for statement in self.statements if statement.lstrip().startswith(READS_AND_WRITES)]


@pytest.fixture
def meter(people: People) -> Meter:
    return Meter(people.ada.database)


def _warm(client: PersonClient, clock: SettableClock) -> None:
    card = get_batch(client)["cards"][0]
    answer(client, card, clock())


def test_a_batch_takes_few_statements(people: People, made_bank: MadeBank, clock: SettableClock, meter: Meter) -> None:
    _warm(people.ada, clock)
    meter.reset()
    assert len(get_batch(people.ada)["cards"]) == 20
    assert len(meter.used) <= 12, meter.used


@pytest.mark.sqlite  # where the meter sees the driver's own statements too
def test_the_first_batch_looks_ahead_in_the_statement_that_looks_for_siblings(
    people: People, made_bank: MadeBank, clock: SettableClock, meter: Meter
) -> None:
    get_batch(people.ben)  # so that contents are known
    used = []
    for _ in range(2):
        meter.reset()
        get_batch(people.ada)
        used.append(len(meter.used))
    assert used[0] == used[1] + 1, "shown again, the same cards need no statement of it at all"


def test_a_batch_takes_as_many_statements_for_a_hundred_cards_as_for_one(
    people: People, database: Database, clock: SettableClock, meter: Meter
) -> None:
    with database.writer() as session:
        make_bank(session, claims_of=range(150), now=clock())
    assert people.ada.user_id is not None
    due = [Stored(question_id=number, state=REVIEW, due_at=clock() - timedelta(days=1), answered_on=YESTERDAY)
           for number in range(1, 121)]  # fmt: skip
    with database.writer() as session:
        put_cards(session, people.ada.user_id, due)
    get_batch(people.ada, limit=100)
    used = []
    for limit in (1, 100):
        meter.reset()
        assert len(get_batch(people.ada, limit=limit)["cards"]) == limit
        used.append(len(meter.used))
    assert used[0] == used[1]


def test_an_answer_takes_few_statements(
    people: People, made_bank: MadeBank, clock: SettableClock, meter: Meter
) -> None:
    _warm(people.ada, clock)
    first, second = get_batch(people.ada)["cards"][:2]
    meter.reset()
    assert "card" not in answer(people.ada, first, clock(), rating=4)
    assert len(meter.used) <= 8, meter.used  # of which the test's own look for its CSRF token is one
    meter.reset()
    assert "card" in answer(people.ada, second, clock())
    assert len(meter.used) <= 10, meter.used


def _due(clock: SettableClock, first: int, last: int) -> list[Stored]:
    return [
        Stored(question_id=number, state=REVIEW, due_at=clock() - timedelta(minutes=number), answered_on=YESTERDAY)
        for number in range(first, last + 1)
    ]


def _seen(clock: SettableClock, first: int, last: int) -> list[Stored]:
    later = clock() + timedelta(days=30)
    return [
        Stored(question_id=number, state=REVIEW, due_at=later, answered_on=YESTERDAY)
        for number in range(first, last + 1)
    ]


def _steps(meter: Meter, client: PersonClient, clock: SettableClock) -> tuple[int, int]:
    """The steps that a batch and an answer take, once contents are known and the first unseen question is stored."""
    for _ in range(3):
        answer(client, get_batch(client)["cards"][0], clock(), rating=4)
        clock.move(timedelta(seconds=10))
    meter.reset()
    cards = get_batch(client)["cards"]
    batch = meter.steps
    meter.reset()
    answer(client, cards[0], clock())
    return batch, meter.steps


@pytest.mark.sqlite
def test_the_cost_does_not_grow_with_cards_questions_and_students(
    people: People, database: Database, clock: SettableClock, meter: Meter
) -> None:
    ada = people.ada
    assert ada.user_id is not None
    with database.writer() as session:
        make_bank(session, claims_of=range(600), now=clock())
        put_cards(session, ada.user_id, _due(clock, 1, 300))
    small = _steps(meter, ada, clock)
    strangers = [make_user(database, email=None, role=None, now=clock()) for _ in range(4)]
    with database.writer() as session:
        grow_bank(session, first=601, last=4000, now=clock())
        put_cards(session, ada.user_id, _due(clock, 321, 3500))
        for stranger in strangers:
            put_cards(session, stranger, _due(clock, 1, 3000))
    large = _steps(meter, ada, clock)
    assert large[0] <= 1.15 * small[0], (small, large)
    assert large[1] <= 1.15 * small[1], (small, large)


def _follow(database: Database, user_id: int, *parts: Sequence[int]) -> None:
    with database.writer() as session:
        for number, questions in enumerate(parts):
            made = make_collection(session, questions, value=f"part-{number}")
            choose(session, user_id, made, followed_at=MONDAY)


def test_who_follows_collections_pays_few_statements_more(
    people: People, made_bank: MadeBank, database: Database, clock: SettableClock, meter: Meter
) -> None:
    assert people.ada.user_id is not None
    _warm(people.ada, clock)
    _follow(database, people.ada.user_id, range(1, 31), range(20, 41), range(50, 61))
    get_batch(people.ada)
    meter.reset()
    assert len(get_batch(people.ada)["cards"]) == 20
    assert len(meter.used) <= 11 + 2 + 2, meter.used  # the search for new cards is made of three instead of one
    assert not [each for each in meter.used if "SCAN c" in _plan(database, each)]


def test_within_a_large_collection_no_more_is_read_than_is_shown(
    people: People, database: Database, clock: SettableClock, meter: Meter
) -> None:
    assert people.ada.user_id is not None
    with database.writer() as session:
        make_bank(session, claims_of=range(queue.SMALL + 200), now=clock())
        put_cards(session, people.ada.user_id, _due(clock, 1, 400))
    _follow(database, people.ada.user_id, range(1, queue.SMALL + 102))
    assert len(get_batch(people.ada)["cards"]) == 20
    plans = [_plan(database, each) for each in meter.used if "FROM card JOIN question" in each]
    assert all("ix_card_user_id_state_due_at" in plan for plan in plans), plans


@pytest.mark.sqlite
def test_siblings_are_found_from_the_questions_that_are_shown(
    people: People, made_bank: MadeBank, database: Database, meter: Meter
) -> None:
    """And not among all cards that are due in a hundred days, of which a diligent student has thousands."""
    get_batch(people.ada, limit=1)  # which counts what is due too
    meter.reset()
    get_batch(people.ada, limit=20)
    plans = [_plan(database, each) for each in meter.used if "question_1" in each and "count(" not in each]
    assert plans
    assert not any("SEARCH card USING INDEX ix_card_user_id_state_due_at" in plan for plan in plans), plans


def _plan(database: Database, statement: str) -> str:
    if not database.is_sqlite:
        return ""
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")
        return "; ".join(row[3] for row in rows if "json_each" not in row[3])


@pytest.mark.sqlite
def test_the_cost_of_what_is_followed_does_not_grow_with_what_is_not(
    people: People, database: Database, clock: SettableClock, meter: Meter
) -> None:
    ada = people.ada
    assert ada.user_id is not None
    with database.writer() as session:
        make_bank(session, claims_of=range(600), now=clock())
        put_cards(session, ada.user_id, _due(clock, 1, 300))
    _follow(database, ada.user_id, range(1, 600, 5))
    small = _steps(meter, ada, clock)
    with database.writer() as session:
        grow_bank(session, first=601, last=4000, now=clock())
        put_cards(session, ada.user_id, _due(clock, 602, 3500))
    large = _steps(meter, ada, clock)
    assert large[0] <= 1.15 * small[0], (small, large)
    assert large[1] <= 1.15 * small[1], (small, large)


def test_what_was_seen_is_not_walked_over_again(
    people: People, database: Database, clock: SettableClock, meter: Meter
) -> None:
    ada = people.ada
    assert ada.user_id is not None
    with database.writer() as session:
        make_bank(session, claims_of=range(300), now=clock())
        put_cards(session, ada.user_id, _seen(clock, 1, 250))
    assert _frontier(database) is None
    answer(ada, get_batch(ada)["cards"][0], clock())
    assert _frontier(database) == 252


def test_a_question_that_is_unseen_again_is_found_behind_the_frontier(
    people: People, database: Database, clock: SettableClock
) -> None:
    ada = people.ada
    assert ada.user_id is not None
    with database.writer() as session:
        make_bank(session, claims_of=range(300), now=clock())
        put_cards(session, ada.user_id, _seen(clock, 2, 250))
    first = get_batch(ada, card="question-1")["cards"][0]
    given = entry(first, clock(), rating=4)
    send(ada, given)
    get_batch(ada)
    clock.move(timedelta(seconds=5))
    answer(ada, get_batch(ada, card="question-251")["cards"][0], clock(), rating=4)
    assert _frontier(database) == 252
    undo = {"id": "0197a3c2-5a1e-7cc3-98c4-000000000009", "undoes": given["id"], "answered_at": clock().isoformat()}
    send(ada, undo)
    assert _frontier(database) == 1
    assert keys(get_batch(ada))[0] == "question-1"


def test_a_new_load_of_the_bank_begins_the_search_anew(
    people: People, database: Database, clock: SettableClock
) -> None:
    ada = people.ada
    assert ada.user_id is not None
    with database.writer() as session:
        make_bank(session, claims_of=range(300), now=clock())
        put_cards(session, ada.user_id, _seen(clock, 1, 250))
    answer(ada, get_batch(ada)["cards"][0], clock(), rating=4)
    clock.move(timedelta(hours=1))
    with database.writer() as session:
        grow_bank(session, first=400, last=400, now=clock())
        session.execute(update(Question).where(Question.id == 400).values(position=0))
    assert keys(get_batch(ada))[0] == "question-400"


def _frontier(database: Database) -> int | None:
    with database.reader() as session:
        found: int | None = session.execute(text("SELECT max(position) FROM new_card_frontier")).scalar_one()
        return found
