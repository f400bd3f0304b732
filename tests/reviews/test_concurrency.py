"""Many at once: nothing lost, nothing twice, and nobody harmed by another's error."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.conftest import MONDAY
from tests.reviews.asking import KEYS, Student, action, answer, undo
from webapp.db import Database
from webapp.driver import DriverStatements

MINUTE = timedelta(minutes=1)
THREADS = 20
OWN = "INSERT INTO topic (bank_id, key, title) SELECT min(id), {key}, 't' FROM bank"


def _at_once(works: list[Callable[[], Any]]) -> list[Any]:
    """What ``works`` return or raise, begun at the same time by a thread each."""
    barrier = threading.Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return work()
        except (DBAPIError, ValueError) as error:
            return error

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.fixture
def other_process(database_url: str, instance: Path) -> Iterator[Database]:
    """A database object of its own, as another process of the installation has one."""
    opened = Database(database_url, lock_file=instance / "write.lock")
    yield opened
    opened.close()


def test_twenty_threads_lose_and_double_nothing(ada: Student, ben: Student, other_process: Database) -> None:
    """Two people on two processes; each answer is sent twice, by two threads, and cards are fought over."""
    entries = [
        [
            answer(KEYS[(number + turn) % 3], MONDAY + (number * 7 + turn) * MINUTE, rating=1 + turn % 4)
            for turn in range(6)
        ]
        for number in range(THREADS // 2)
    ]

    def send(number: int) -> list[str]:
        student = (ada, ben)[number % 2]
        if number >= THREADS // 2:
            student = Student(other_process, student.id)
        mine = entries[number // 2]
        return [student.send_one(entry, now=MONDAY + 300 * MINUTE).status for entry in mine]

    found = _at_once([lambda number=number: send(number) for number in range(THREADS)])  # type: ignore[misc]
    statuses = [status for one in found for status in one]
    assert set(statuses) <= {"recorded", "duplicate"}
    assert statuses.count("recorded") == len(ada.log()) + len(ben.log())
    for student in (ada, ben):
        ids = [row.id for row in student.log()]
        assert len(ids) == len(set(ids))
        assert sum(day.answers for day in student.days()) == len(ids)
        assert sum(student.known_card(key).repetitions for key in KEYS) == len(ids)
        assert student.differences() == []


def test_one_answer_sent_by_twenty_threads_is_recorded_once(ada: Student, other_process: Database) -> None:
    entry = answer("rope", MONDAY)
    senders = [ada, Student(other_process, ada.id)]
    results = _at_once([lambda sender=senders[n % 2]: sender.send_one(entry).status for n in range(THREADS)])  # type: ignore[misc]
    assert sorted(results) == ["duplicate"] * (THREADS - 1) + ["recorded"]
    assert len(ada.log()) == 1
    assert ada.known_card("rope").repetitions == 1


def test_answers_undos_and_flags_of_one_card_at_once(ada: Student) -> None:
    first = [answer("rope", MONDAY + number * MINUTE) for number in range(8)]
    ada.send(*first)
    now = MONDAY + 60 * MINUTE
    entries = [undo(entry, now) for entry in first] + [action("rope", "suspend", now), action("rope", "bury", now)]
    entries += [answer("rope", now + number * MINUTE) for number in range(8)]
    results = _at_once([lambda entry=entry: ada.send_one(entry, now=now + 60 * MINUTE).status for entry in entries])  # type: ignore[misc]
    assert set(results) == {"recorded"}
    assert (ada.known_card("rope").repetitions, ada.known_card("rope").version) == (8, 8 + len(entries))
    assert ada.differences() == []


def _insert(key: str) -> Callable[[DriverStatements], str]:
    def work(connection: DriverStatements) -> str:
        connection.exec_driver_sql(OWN.format(key=f"'{key}'"), {})
        return key

    return work


def _topics(database: Database) -> set[str]:
    with database.reader() as session:
        return set(session.scalars(text("SELECT key FROM topic WHERE title = 't'")))


def test_one_bad_piece_of_work_does_not_harm_the_others(database: Database, ada: Student) -> None:
    def bad_value(connection: DriverStatements) -> str:
        connection.exec_driver_sql(OWN.format(key="'half'"), {})
        raise ValueError("mine alone")

    def bad_statement(connection: DriverStatements) -> str:
        connection.exec_driver_sql(OWN.format(key="'half too'"), {})
        connection.exec_driver_sql("INSERT INTO topic (bank_id, key, title) VALUES (NULL, 'x', 'y')", {})
        return "never"

    works = [_insert(f"good-{number}") for number in range(THREADS - 4)] + [bad_value, bad_statement] * 2
    found = _at_once([lambda work=work: database.commit_together(work) for work in works])  # type: ignore[misc]
    good = {f"good-{number}" for number in range(THREADS - 4)}
    assert {result for result in found if isinstance(result, str)} == good
    assert [type(result).__name__ for result in found[-4:]] == ["ValueError", "IntegrityError"] * 2
    assert _topics(database) == good


@pytest.mark.sqlite
def test_all_who_wait_share_one_commit_and_none_is_answered_before_it(database: Database, ada: Student) -> None:
    """While the leader works, others queue up, and the next leader takes them all."""
    entered, leave = threading.Event(), threading.Event()
    transactions: list[int] = []

    def slow(connection: DriverStatements) -> None:
        entered.set()
        leave.wait(10)

    def note(connection: DriverStatements) -> None:
        transactions.append(_queue_length(database))

    with ThreadPoolExecutor(THREADS) as pool:
        first = pool.submit(database.commit_together, slow)
        entered.wait(10)
        others = [pool.submit(database.commit_together, note) for _ in range(5)]
        while _queue_length(database) < 5:
            threading.Event().wait(0.001)
        assert not any(other.done() for other in others)
        leave.set()
        first.result(10)
        for other in others:
            other.result(10)
    assert transactions == [0] * 5  # all had been taken from the queue before the first of them ran


def _queue_length(database: Database) -> int:
    return len(database._line)


@pytest.mark.sqlite
def test_when_nothing_can_be_written_each_one_is_told_and_none_is_kept(database: Database, ada: Student) -> None:
    with database.reading() as connection:
        connection.exec_driver_sql("SELECT 1", {})
    database.commit_together(_insert("before"))
    assert database._writing is not None
    database._writing.run("PRAGMA busy_timeout=10")
    with database.writer() as session:
        session.execute(text("SELECT 1"))
        found = _at_once([lambda: database.commit_together(_insert("never"))] * 4)
    assert [type(error).__name__ for error in found] == ["OperationalError"] * 4
    assert database.commit_together(_insert("after")) == "after"
    assert _topics(database) == {"before", "after"}


def test_an_interrupted_leader_leaves_nothing_half_done(database: Database, ada: Student) -> None:
    def interrupted(connection: DriverStatements) -> None:
        connection.exec_driver_sql(OWN.format(key="'half'"), {})
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        database.commit_together(interrupted)
    assert database.commit_together(_insert("after")) == "after"
    assert _topics(database) == {"after"}


@pytest.mark.sqlite
def test_an_error_of_one_who_was_alone_is_not_that_of_those_who_came_meanwhile(
    database: Database, ada: Student
) -> None:
    entered, leave = threading.Event(), threading.Event()

    def bad(connection: DriverStatements) -> None:
        entered.set()
        leave.wait(10)
        raise ValueError("mine alone")

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(database.commit_together, bad)
        entered.wait(10)
        second = pool.submit(database.commit_together, _insert("second"))
        while _queue_length(database) < 1:
            threading.Event().wait(0.001)
        leave.set()
        with pytest.raises(ValueError, match="mine alone"):
            first.result(10)
        assert second.result(10) == "second"
