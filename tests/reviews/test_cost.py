"""What recording costs: a fixed number of statements, each of which finds its rows by an index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from tests.conftest import MONDAY
from tests.reviews.asking import Student, action, answer, undo
from webapp.db import Database
from webapp.reviews import writing
from webapp.reviews.sql import CARD_COLUMNS, LOG_COLUMNS, SQLITE, Sql
from webapp.scheduling.fold import Event, Folded, fold

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
VALUES: dict[str, Any] = dict.fromkeys((*LOG_COLUMNS, *CARD_COLUMNS, "key", "version", "digest"), 1)
PATH = (
    "question_and_card",
    "settings",
    "content",
    "policy_id",
    "policy",
    "is_in_version",
    "insert_log_in_order",
    "update_card",
    "is_logged",
    "logged",
    "card_events",
    "delete_empty_day",
)


@contextmanager
def _counted(database: Database) -> Iterator[list[str]]:
    """The statements that the connection which commits runs meanwhile; those of others are named after them."""
    seen: list[str] = []
    assert database._writing is not None
    others = [connection.driver for connection in database._idle]
    database._writing.driver.set_trace_callback(seen.append)
    for driver in others:
        driver.set_trace_callback(lambda statement: seen.append(f"elsewhere {statement}"))
    yield seen
    for driver in (database._writing.driver, *others):
        driver.set_trace_callback(None)


@pytest.mark.sqlite
@pytest.mark.parametrize("answers_before", [1, 40])
def test_an_answer_takes_one_read_and_three_writes_in_one_transaction(ada: Student, answers_before: int) -> None:
    for number in range(answers_before):
        ada.send_one(answer("rope", MONDAY + number * DAY))
    with _counted(ada.database) as seen:
        ada.send_one(answer("rope", MONDAY + answers_before * DAY))
    verbs = [statement.split()[0] for statement in seen if not statement.startswith("--")]
    card = "UPDATE" if answers_before else "INSERT"
    assert verbs == ["SELECT", "BEGIN", "INSERT", card, "INSERT", "COMMIT"]


@pytest.mark.sqlite
@pytest.mark.parametrize("name", PATH)
def test_no_statement_of_the_answer_path_walks_over_a_table(ada: Student, name: str) -> None:
    assert name in Sql.__dataclass_fields__
    with ada.database.reading() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {getattr(SQLITE, name)}", VALUES).fetchall()
    steps = [row[3] for row in plan]
    assert steps
    assert not [step for step in steps if step.startswith("SCAN") and step != "SCAN CONSTANT ROW"]


@pytest.mark.sqlite
def test_a_card_is_read_and_folded_once_for_all_that_comes_to_it_in_a_request(ada: Student) -> None:
    """The lock is held meanwhile: entry by entry, two hundred to a card with a long log stopped everybody."""
    ada.send_one(answer("rope", MONDAY))
    late = [answer("rope", MONDAY - (number + 1) * MINUTE) for number in range(30)]
    flags = [action("rope", ("bury", "unbury")[number % 2], MONDAY) for number in range(30)]
    undos = [undo(entry, MONDAY) for entry in flags[:5]]
    with _counted(ada.database) as seen:
        results = ada.send(*late, *flags, *undos, now=MONDAY)
    assert {result.status for result in results} == {"recorded"}
    reads = [statement for statement in seen if " ".join(statement.split()).startswith("SELECT id, kind, mode")]
    writes = [
        statement for statement in seen if " ".join(statement.split()).startswith(("INSERT INTO card ", "UPDATE card "))
    ]
    assert (len(reads), len(writes)) == (1, 1)
    assert ada.differences() == []


@pytest.mark.parametrize(("is_taken_back_at_once", "folds"), [(False, 2), (True, 3)])
def test_an_undo_folds_its_card_before_and_after_and_no_third_time(
    ada: Student, monkeypatch: pytest.MonkeyPatch, is_taken_back_at_once: bool, folds: int
) -> None:
    """The third tells what an answer did that came with its undo: of one that is in the log already it was written."""
    folded: list[int] = []

    def counted(events: Sequence[Event], *, user_id: int, question_id: int) -> Folded:
        folded.append(len(events))
        return fold(events, user_id=user_id, question_id=question_id)

    first, second = answer("rope", MONDAY), answer("rope", MONDAY + MINUTE)
    ada.send_one(first)
    ada.send_one(second)
    monkeypatch.setattr(writing, "fold", counted)
    late = answer("rope", MONDAY - MINUTE)
    entries = [late, undo(late, MONDAY)] if is_taken_back_at_once else [undo(second, MONDAY + MINUTE)]
    results = ada.send(*entries, now=MONDAY + 2 * MINUTE)
    assert {result.status for result in results} == {"recorded"}
    assert len(folded) == folds
    assert {row.state_after is None for row in ada.log() if row.rating} == {False}
    assert ada.differences() == []
