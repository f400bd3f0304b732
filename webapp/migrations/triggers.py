"""The triggers that make the ledgers refuse changes: one list, written for SQLite and for PostgreSQL.

A batch alter on SQLite drops a table's triggers and autogenerate does not see them, so every upgrade makes them anew.
Changing this list takes a migration (an empty one will do): databases that are up to date are left alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """A table whose rows are never changed. ``erasable``: they may be deleted with the account that is being erased."""

    table: str
    erasable: bool = False


LEDGERS = (Ledger(table="claim_revision"), Ledger(table="question_revision"), Ledger(table="review_log", erasable=True))

_FUNCTIONS = (
    """CREATE OR REPLACE FUNCTION ledger_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% is a ledger: it refuses %', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
    END $$""",
    """CREATE OR REPLACE FUNCTION ledger_refuses_unless_erasing() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT FROM "user" WHERE id = OLD.user_id AND erasing_at IS NOT NULL) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION '% is a ledger: it refuses %', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
    END $$""",
)


def _name(ledger: Ledger, operation: str) -> str:
    return f"{ledger.table}_refuses_{operation.lower()}"


def _on_sqlite(ledger: Ledger, operation: str) -> str:
    unless = ""
    if operation == "DELETE" and ledger.erasable:
        unless = 'WHEN NOT EXISTS (SELECT 1 FROM "user" WHERE id = OLD.user_id AND erasing_at IS NOT NULL)'
    return (
        f"CREATE TRIGGER {_name(ledger, operation)} BEFORE {operation} ON {ledger.table} {unless} "
        f"BEGIN SELECT RAISE(ABORT, '{ledger.table} is a ledger: it refuses {operation}'); END"
    )


def _on_postgresql(ledger: Ledger, operation: str) -> str:
    each = "STATEMENT" if operation == "TRUNCATE" else "ROW"
    function = "ledger_refuses_unless_erasing" if operation == "DELETE" and ledger.erasable else "ledger_refuses"
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
    """The names of the ledgers' triggers that the database has."""
    statement = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace"
    )
    return frozenset(connection.exec_driver_sql(statement).scalars()) & wanted(connection.dialect.name)


def drop(connection: Connection) -> None:
    """Take the triggers away: the first step of making them anew, and what the tests of the triggers begin with."""
    there = present(connection)
    for ledger in LEDGERS:
        for operation in _operations(connection.dialect.name):
            name = _name(ledger, operation)
            if name in there:
                on = "" if connection.dialect.name == "sqlite" else f" ON {ledger.table}"
                connection.exec_driver_sql(f"DROP TRIGGER {name}{on}")


def recreate(connection: Connection) -> None:
    """Make all triggers as this list has them."""
    drop(connection)
    if connection.dialect.name == "postgresql":
        for function in _FUNCTIONS:
            connection.exec_driver_sql(function.replace("%", "%%"))
    write = _on_sqlite if connection.dialect.name == "sqlite" else _on_postgresql
    for ledger in LEDGERS:
        for operation in _operations(connection.dialect.name):
            connection.exec_driver_sql(write(ledger, operation))
