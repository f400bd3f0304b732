"""One state of the whole database, read while others go on writing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256

from sqlalchemy import Connection, Engine, Table, func, select, text

from .manifest import Manifest, TableEntry
from .rows import columns_of, data_tables, lines

Progress = Callable[[int], None]
"""Called with a number of rows that have been done since the last call."""

Write = Callable[[bytes], object]


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that sees the database as it is now until the end: SQLite's log and PostgreSQL's rows keep it."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            yield connection


def row_count(connection: Connection) -> int:
    """How many rows all tables have."""
    return sum(connection.scalar(select(func.count()).select_from(table)) or 0 for table in data_tables(connection))


def read_table(connection: Connection, table: Table, write: Write, progress: Progress) -> TableEntry:
    """Hand every line of a table to ``write``; what the manifest says of it."""
    digest, rows = sha256(), 0
    for line in lines(connection, table):
        digest.update(line)
        write(line)
        rows += 1
        progress(1)
    columns = tuple(column.name for column in columns_of(table))
    return TableEntry(name=table.name, columns=columns, rows=rows, sha256=digest.hexdigest())


def describe(connection: Connection, *, made_at: str, tables: tuple[TableEntry, ...]) -> Manifest:
    """The manifest of the tables that were read."""
    schema = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    return Manifest(schema=schema, made_at=made_at, tables=tables, counters=counters(connection))


def counters(connection: Connection) -> dict[str, int]:
    """The highest id that each table with a counter ever gave."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT name, seq FROM sqlite_sequence ORDER BY name"))
        return {row.name: row.seq for row in rows if not row.name.startswith("_alembic")}
    found = {}
    for table in data_tables(connection):
        name = sequence_of(connection, table)
        if name is not None:
            row = connection.execute(text(f"SELECT last_value, is_called FROM {name}")).one()  # noqa: S608  # quoted by PostgreSQL
            if row.is_called:
                found[table.name] = row.last_value
    return found


def sequence_of(connection: Connection, table: Table) -> str | None:
    """The sequence that gives a PostgreSQL table its ids, as it is written in SQL."""
    if "id" not in table.columns:
        return None
    statement = text("SELECT pg_get_serial_sequence(:table, 'id')")
    name: str | None = connection.execute(statement, {"table": f'"{table.name}"'}).scalar_one()
    return name


def digest_of(engine: Engine, progress: Progress) -> str:
    """The digest of a database as it is now: that of a backup of it."""
    with snapshot(engine) as connection:
        entries = tuple(read_table(connection, table, bytes, progress) for table in data_tables(connection))
        return describe(connection, made_at="", tables=entries).digest
