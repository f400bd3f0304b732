"""Statements that are compiled once give what SQLAlchemy gives for them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.exc import IntegrityError, PendingRollbackError, ProgrammingError, SQLAlchemyError
from sqlalchemy.orm import Session

from tests.conftest import SettableClock
from tests.people import People
from webapp.db import Database
from webapp.driver import driver_of
from webapp.models import Card, QuestionRevision, Topic
from webapp.models.base import to_milliseconds
from webapp.study.queries import content, day, queue
from webapp.study.queries.prepared import IsAmong, Prepared

from .banks import make_bank
from .memories import Stored, put_cards

CARDS = select(
    Card.question_id, Card.due_at, Card.study_day, Card.suspended, Card.buried_until
).where(Card.user_id == bindparam("user"), Card.due_at < bindparam("before")).order_by(Card.question_id)  # fmt: skip


@pytest.fixture
def user_id(people: People, database: Database, clock: SettableClock) -> int:
    assert people.ada.user_id is not None
    due = [Stored(question_id=number, state=2, due_at=clock() - timedelta(days=number), answered_on=date(2026, 3, 1))
           for number in range(1, 6)]  # fmt: skip
    with database.writer() as session:
        make_bank(session, claims_of=range(5), now=clock())
        put_cards(session, people.ada.user_id, due)
    return people.ada.user_id


def test_rows_have_the_types_of_the_columns(user_id: int, database: Database, clock: SettableClock) -> None:
    with database.reader() as session:
        expected = session.execute(CARDS, {"user": user_id, "before": clock()}).all()
        found = Prepared(CARDS).rows(session, {"user": user_id, "before": to_milliseconds(clock())})
    assert [tuple(row) for row in found] == [tuple(row) for row in expected]
    assert len(expected) == 5


def test_a_list_of_ids_is_one_parameter(user_id: int, database: Database) -> None:
    statement = Prepared(select(Card.question_id).where(IsAmong(Card.question_id, "ids")).order_by(Card.question_id))
    with database.reader() as session:
        assert [row[0] for row in statement.rows(session, {"ids": [2, 4, 99]})] == [2, 4]
        assert not statement.rows(session, {"ids": []})


def test_json_is_read(user_id: int, database: Database) -> None:
    statement = select(QuestionRevision.content).order_by(QuestionRevision.question_id)
    with database.reader() as session:
        assert [row[0] for row in Prepared(statement).rows(session, {})] == session.scalars(statement).all()


def test_an_error_of_the_driver_is_one_of_sqlalchemy(database: Database) -> None:
    with database.reader() as session, pytest.raises(SQLAlchemyError) as raised:
        driver_of(session).rows("SELECT * FROM no_such_table", {})
    assert isinstance(raised.value, ProgrammingError) or "no such table" in str(raised.value)


def test_a_session_that_goes_on_after_its_transaction_reads_by_the_connection_it_has_then(
    user_id: int, database: Database
) -> None:
    """The driver's connection is remembered: one that went back to the pool belongs to somebody else."""
    count = Prepared(select(func.count()).select_from(Card).where(Card.user_id == bindparam("user")))
    with database.reader() as session, database.writer() as other:
        assert count.rows(session, {"user": user_id}) == [(5,)]
        session.rollback()
        other.execute(delete(Card).where(Card.user_id == user_id, Card.question_id == 5))
        other.commit()
        first = driver_of(session)
        assert first.connection is session.connection()
        assert count.rows(session, {"user": user_id}) == [(4,)]


def test_after_a_write_that_failed_nothing_is_read_outside_of_a_transaction(user_id: int, database: Database) -> None:
    count = Prepared(select(func.count()).select_from(Card).where(Card.user_id == bindparam("user")))
    with database.reader() as session:
        assert count.rows(session, {"user": user_id}) == [(5,)]
        session.add(Topic(bank_id=-1, key="ferry", title="The ferry"))
        with pytest.raises(IntegrityError):
            session.flush()
        with pytest.raises(PendingRollbackError):
            count.rows(session, {"user": user_id})
        session.rollback()
        assert count.rows(session, {"user": user_id}) == [(5,)]


def test_a_session_that_was_given_its_connection_begins_a_transaction_anew(user_id: int, database: Database) -> None:
    count = Prepared(select(func.count()).select_from(Card).where(Card.user_id == bindparam("user")))
    with database.engine.connect() as connection, Session(connection) as session:
        assert count.rows(session, {"user": user_id}) == [(5,)]
        session.rollback()
        assert count.rows(session, {"user": user_id}) == [(5,)]
        assert session.in_transaction()
        assert connection.in_transaction()


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "statement",
    [queue._IN_LEARNING._whole, queue._IN_REVIEW._whole, queue._BY_RECALL._whole, queue._RETURNED_TO_NEW._whole,
     queue._UNSEEN, queue._UNSEEN_IN_COLLECTION, queue._BY_ARTICLE._whole, queue._AT_RANDOM._whole, day._RECENT_DAYS],
)  # fmt: skip
def test_a_statement_is_planned_once(database: Database, statement: Prepared) -> None:
    text, constants = statement._on_sqlite
    planned: list[int] = []

    def ask(*_: object) -> int:
        planned[-1] += 1
        return 0

    with database.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.set_authorizer(ask)  # it is asked for each table and column of a plan
        for most in (3, 4, 5):
            planned.append(0)
            driver.execute(text, defaultdict(int, {**constants, "most": most})).fetchall()
        connection.invalidate()  # whom others would ask too
    assert planned[0] > 0
    assert planned[1:] == [0, 0]


@pytest.mark.sqlite
def test_no_content_is_read_to_learn_whether_an_answer_has_changed(database: Database) -> None:
    text, constants = content._ASKED_BY_ID._on_sqlite
    with database.engine.connect() as connection:
        values = {**constants, "user": 1, "questions": "[1, 2]"}
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values).all()
    (step,) = [row[3] for row in plan if "question_revision" in row[3]]
    assert step == "SEARCH question_revision USING INDEX ix_question_revision_changes_answer (question_id=?)"
