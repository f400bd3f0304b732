"""SQLite as this application uses it: WAL mode with ``synchronous=FULL``, and transactions that are begun by us.

What was committed survives a power cut. Whoever writes begins with BEGIN IMMEDIATE, so that a read-then-write can
neither lose an update nor fail half way.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from shutil import disk_usage
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS = 15
CHECKPOINT_PAGES = 4000  # of the write-ahead log: it is written back, and begun anew, when it has grown by so many
ROOM = 8  # how many times the log's full length must be free on the disk before it is reserved
SAFE_SQLITE = (3, 51, 3)  # older versions can corrupt a WAL database when two connections write and checkpoint at once


def sqlite_driver() -> Any:
    """The SQLite module to use: pysqlite3, which carries a recent SQLite, where a wheel of it exists."""
    try:
        import pysqlite3  # noqa: PLC0415  # exists on some platforms only
    except ImportError:
        return sqlite3
    return pysqlite3


def sqlite_is_safe_for_processes() -> bool:
    """Whether several processes may write one database with the SQLite that is in use."""
    return tuple(sqlite_driver().sqlite_version_info) >= SAFE_SQLITE


def sqlite_url(instance: Path) -> str:
    """The address of the database that an installation uses unless TUMEN_DATABASE_URL names another."""
    return f"sqlite:///{instance / 'tumen.sqlite3'}"


def set_pragmas(connection: Any, _: ConnectionPoolEntry) -> None:
    """Make a new connection durable and strict. Raises RuntimeError if it cannot be made durable."""
    # Without recursive_triggers, INSERT OR REPLACE would delete a ledger's row without asking its triggers.
    connection.isolation_level = None  # transactions are begun by us, never by the driver
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_SECONDS * 1000}",
                   f"wal_autocheckpoint={CHECKPOINT_PAGES}", "recursive_triggers=ON"):  # fmt: skip
        cursor.execute(f"PRAGMA {pragma}")
    if cursor.execute("PRAGMA synchronous").fetchone()[0] != 2:
        raise RuntimeError(
            "SQLite does not take synchronous=FULL: an acknowledged answer would not survive a power cut"
        )
    cursor.close()


def begin_transaction(connection: Connection) -> None:
    """Begin a transaction as the engine's option ``begin`` says; empty: not yet."""
    statement = connection.get_execution_options().get("begin", "BEGIN")
    if statement:
        driver: Any = connection.connection.driver_connection  # by way of SQLAlchemy it would take longer than a row
        driver.execute(statement)


def begin_before_write(_connection: Connection, cursor: Any, statement: str, *_: Any) -> None:
    """Begin the transaction of a connection that read without one, once it is about to write."""
    if not cursor.connection.in_transaction and statement.lstrip()[:6].upper() in {"INSERT", "UPDATE", "DELETE"}:
        cursor.execute("BEGIN IMMEDIATE")


_NAME = re.compile(r":([a-z]\w*)")


@lru_cache(maxsize=1024)
def by_number(statement: str) -> tuple[str, Callable[[Mapping[str, Any]], Sequence[Any]]]:
    """``statement`` with numbers in the place of ``:name``, and what puts the values in their order.

    Given names, the driver makes a string of each at each run to look for its value: a seventh of an answer's writes.
    """
    names = list(dict.fromkeys(_NAME.findall(statement)))
    numbered = _NAME.sub(lambda name: f"?{names.index(name[1]) + 1}", statement)
    if len(names) > 1:
        return numbered, itemgetter(*names)
    return numbered, lambda values: [values[name] for name in names]


class SqliteConnection:
    """A connection of the SQLite driver that the pool knows nothing of, kept open."""

    def __init__(self, engine: Engine) -> None:
        pooled = engine.raw_connection()
        driver: Any = pooled.driver_connection
        pooled.detach()
        self.driver = driver
        self.run: Callable[[str], Any] = driver.execute

    def exec_driver_sql(self, statement: str, parameters: dict[str, Any]) -> Any:
        numbered, in_order = by_number(statement)
        return self.driver.execute(numbered, in_order(parameters))

    def first_row(self, statement: str, parameters: dict[str, Any]) -> Sequence[Any] | None:
        row: Sequence[Any] | None = self.exec_driver_sql(statement, parameters).fetchone()
        return row


def reserve_write_ahead_log(connection: SqliteConnection) -> None:
    """Let the write-ahead log have its full length before it is used, where there is room to spare.

    While the file grows, every durable commit has to make its new length durable too, which takes as long again as
    the commit. The transaction that is rolled back here is too large for its cache, spills into the file and leaves
    its length behind, and nothing else. It only saves time: where it fails, the space is given back.
    """
    page_size: int = connection.run("PRAGMA page_size").fetchone()[0]
    file = Path(connection.run("PRAGMA database_list").fetchone()[2] + "-wal")
    wanted = CHECKPOINT_PAGES * page_size
    if not file.is_file() or file.stat().st_size >= wanted or disk_usage(file.parent).free < ROOM * wanted:
        return
    cache_size: int = connection.run("PRAGMA cache_size").fetchone()[0]
    connection.run("PRAGMA cache_size=10")
    error = sqlite_driver().Error
    try:
        _spill(connection, wanted)
    except error:
        with suppress(error):  # on a disk that is quite full not even that is possible; what was reserved is used then
            connection.run("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.run(f"PRAGMA cache_size={cache_size}")


def _spill(connection: SqliteConnection, length: int) -> None:
    """Write so many bytes into the write-ahead log and take them back."""
    try:
        connection.run("BEGIN IMMEDIATE")
        connection.run("CREATE TABLE reserved_length (bytes BLOB)")
        connection.exec_driver_sql("INSERT INTO reserved_length VALUES (zeroblob(:bytes))", {"bytes": length})
    finally:
        if connection.driver.in_transaction:
            connection.run("ROLLBACK")
