"""What is promised of SQLite: durable, strict, and a write-ahead log that need not grow while people answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from webapp.db import Database
from webapp.driver import DriverStatements
from webapp.sqlite import CHECKPOINT_PAGES, SqliteConnection, _spill, by_number, sqlite_driver, sqlite_url

pytestmark = pytest.mark.sqlite

PAGE_BYTES = 4096


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Database]:
    database = Database(sqlite_url(tmp_path))
    with database.writer() as session:
        session.connection().exec_driver_sql("CREATE TABLE kept (number INTEGER)")
    yield database
    database.close()


def _insert(database: Database, number: int) -> None:
    def work(connection: DriverStatements) -> None:
        connection.exec_driver_sql("INSERT INTO kept VALUES (:number)", {"number": number})

    database.commit_together(work)


def _log_bytes(tmp_path: Path) -> int:
    return Path(f"{sqlite_url(tmp_path).removeprefix('sqlite:///')}-wal").stat().st_size


def test_answers_do_not_lengthen_the_write_ahead_log(own: Database, tmp_path: Path) -> None:
    _insert(own, 0)
    before = _log_bytes(tmp_path)
    assert before >= CHECKPOINT_PAGES * PAGE_BYTES
    for number in range(1, 20):
        _insert(own, number)
    assert _log_bytes(tmp_path) == before


def test_reserving_the_log_leaves_nothing_in_the_database(own: Database) -> None:
    _insert(own, 7)
    rows = own.first_row("SELECT group_concat(name), (SELECT max(number) FROM kept) FROM sqlite_master", {})
    assert rows is not None
    assert tuple(rows) == ("kept", 7)
    assert own.first_row("PRAGMA integrity_check", {}) == ("ok",)


def test_a_second_process_finds_the_log_reserved(own: Database, tmp_path: Path) -> None:
    _insert(own, 1)
    before = _log_bytes(tmp_path)
    other = Database(sqlite_url(tmp_path))
    _insert(other, 2)
    assert _log_bytes(tmp_path) == before
    other.close()
    assert own.first_row("SELECT count(*) FROM kept", {}) == (2,)


def test_on_a_disk_that_is_nearly_full_nothing_is_reserved(
    own: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.sqlite.disk_usage", lambda _: SimpleNamespace(free=20_000_000))
    _insert(own, 1)
    assert _log_bytes(tmp_path) < PAGE_BYTES * 20


def test_a_reservation_that_fails_gives_its_space_back_and_stops_nobody(
    own: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(connection: SqliteConnection, length: int) -> None:
        _spill(connection, length)
        raise sqlite_driver().OperationalError("database or disk is full")

    monkeypatch.setattr("webapp.sqlite._spill", full)
    _insert(own, 1)
    assert own.first_row("SELECT count(*) FROM kept", {}) == (1,)
    assert _log_bytes(tmp_path) < PAGE_BYTES * 20


def test_every_connection_is_durable_and_strict(own: Database) -> None:
    for name, wanted in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("recursive_triggers", 1)):
        assert own.first_row(f"PRAGMA {name}", {}) == (wanted,)


@pytest.mark.parametrize(
    ("statement", "values", "row"),
    [
        ("SELECT :b, :a, :b", {"a": 1, "b": 2, "unused": 3}, (2, 1, 2)),
        ("SELECT :only, :only", {"only": "x"}, ("x", "x")),
        ("SELECT ':1', 7", {}, (":1", 7)),
        ("SELECT :a1 || :a", {"a": "x", "a1": "y"}, ("yx",)),
    ],
)
def test_names_are_given_by_number(
    own: Database, statement: str, values: dict[str, object], row: tuple[object, ...]
) -> None:
    assert not [name for name in values if f":{name}" in by_number(statement)[0]]
    assert own.first_row(statement, values) == row


def test_a_value_that_is_not_there_is_said_and_not_taken_for_null(own: Database) -> None:
    with pytest.raises(KeyError, match="missing"):
        own.first_row("SELECT :there, :missing", {"there": 1})
