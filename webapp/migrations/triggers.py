"""The triggers that make the ledgers refuse changes: one list, written for SQLite and for PostgreSQL.

A batch alter on SQLite drops a table's triggers and autogenerate does not see them, so every upgrade makes them anew.
Changing this list takes a migration (an empty one will do): databases that are up to date are left alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, inspect


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """A table whose rows are never changed. ``goes_with``: a statement that finds the account that a row (OLD) is
    deleted with, and only with, when that is erased.
    """

    table: str
    goes_with: str


_OWNER = (
    'SELECT 1 FROM {of} JOIN bank ON bank.id = {of}.bank_id JOIN "user" ON "user".id = bank.owner_id '
    'WHERE {of}.id = OLD.{of}_id AND "user".erasing_at IS NOT NULL'
)
LEDGERS = (
    Ledger(table="article_revision", goes_with=_OWNER.format(of="article")),
    Ledger(table="claim_revision", goes_with=_OWNER.format(of="claim")),
    Ledger(table="question_revision", goes_with=_OWNER.format(of="question")),
    Ledger(
        table="review_log", goes_with='SELECT 1 FROM "user" WHERE id = OLD.user_id AND erasing_at IS NOT NULL'
    ),
)  # fmt: skip

_REFUSES = """CREATE OR REPLACE FUNCTION ledger_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% is a ledger: it refuses %', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
    END $$"""
_REFUSES_UNLESS_ERASING = """
    CREATE OR REPLACE FUNCTION {table}_refuses_unless_erasing() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS ({goes_with}) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION '% is a ledger: it refuses %', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
    END $$"""


def _name(ledger: Ledger, operation: str) -> str:
    return f"{ledger.table}_refuses_{operation.lower()}"


def _on_sqlite(ledger: Ledger, operation: str) -> str:
    unless = f"WHEN NOT EXISTS ({ledger.goes_with})" if operation == "DELETE" else ""
    return (
        f"CREATE TRIGGER {_name(ledger, operation)} BEFORE {operation} ON {ledger.table} {unless} "
        f"BEGIN SELECT RAISE(ABORT, '{ledger.table} is a ledger: it refuses {operation}'); END"
    )


def _on_postgresql(ledger: Ledger, operation: str) -> str:
    each = "STATEMENT" if operation == "TRUNCATE" else "ROW"
    function = f"{ledger.table}_refuses_unless_erasing" if operation == "DELETE" else "ledger_refuses"
    return (
        f"CREATE TRIGGER {_name(ledger, operation)} BEFORE {operation} ON {ledger.table} "
        f"FOR EACH {each} EXECUTE FUNCTION {function}()"
    )


def _operations(dialect: str) -> tuple[str, ...]:
    return ("UPDATE", "DELETE") if dialect == "sqlite" else ("UPDATE", "DELETE", "TRUNCATE")


def wanted(dialect: str) -> frozenset[str]:
    """The names of the triggers that a database of ``dialect`` has."""
    return frozenset(_name(ledger, operation) for ledger in LEDGERS for operation in _operations(dialect))


def present(connection: Connection) -> frozenset[str]:
    """The names of the ledgers' triggers that the database has, or needs not yet: an older schema lacks the table."""
    statement = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace"
    )
    dialect, stored = connection.dialect.name, _stored(connection)
    made = frozenset(connection.exec_driver_sql(statement).scalars()) & wanted(dialect)
    missing = (ledger for ledger in LEDGERS if ledger not in stored)
    return made | {_name(ledger, operation) for ledger in missing for operation in _operations(dialect)}


def _stored(connection: Connection) -> list[Ledger]:
    """The ledgers that the schema of the database has."""
    tables = set(inspect(connection).get_table_names())
    return [ledger for ledger in LEDGERS if ledger.table in tables]


def drop(connection: Connection) -> None:
    """Take the triggers away: the first step of making them anew, and what the tests of the triggers begin with."""
    there = present(connection)
    for ledger in _stored(connection):
        for operation in _operations(connection.dialect.name):
            name = _name(ledger, operation)
            if name in there:
                on = "" if connection.dialect.name == "sqlite" else f" ON {ledger.table}"
                connection.exec_driver_sql(f"DROP TRIGGER {name}{on}")


def recreate(connection: Connection) -> None:
    """Make all triggers as this list has them."""
    drop(connection)
    if connection.dialect.name == "postgresql":
        named = (_REFUSES_UNLESS_ERASING.format(table=each.table, goes_with=each.goes_with) for each in LEDGERS)
        for function in (_REFUSES, *named):
            connection.exec_driver_sql(function.replace("%", "%%"))
    write = _on_sqlite if connection.dialect.name == "sqlite" else _on_postgresql
    for ledger in _stored(connection):
        for operation in _operations(connection.dialect.name):
            connection.exec_driver_sql(write(ledger, operation))
