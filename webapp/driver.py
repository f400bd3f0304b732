"""Statements in the driver's own SQL: what they give, and the connections that run them without SQLAlchemy's cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from sqlalchemy import Connection, Dialect, Engine
from sqlalchemy.exc import DBAPIError


class DriverRows(Protocol):
    """What a statement of the driver gave."""

    @property
    def rowcount(self) -> int: ...

    def fetchone(self) -> Sequence[Any] | None: ...

    def fetchmany(self, size: int, /) -> Sequence[Sequence[Any]]: ...

    def fetchall(self) -> Sequence[Sequence[Any]]: ...


class DriverStatements(Protocol):
    """A connection that takes the driver's own SQL: SQLAlchemy's, or the driver's without SQLAlchemy's cost."""

    def exec_driver_sql(self, statement: str, parameters: dict[str, Any], /) -> DriverRows: ...


class Reading(DriverStatements, Protocol):
    """A connection to read with."""

    def first_row(self, statement: str, parameters: dict[str, Any], /) -> Sequence[Any] | None:
        """The first row of a statement that finds one or few."""


class Rows:
    """A connection of SQLAlchemy to read with."""

    __slots__ = ("exec_driver_sql",)

    def __init__(self, connection: Connection) -> None:
        self.exec_driver_sql: Callable[[str, dict[str, Any]], DriverRows] = connection.exec_driver_sql

    def first_row(self, statement: str, parameters: dict[str, Any], /) -> Sequence[Any] | None:
        return self.exec_driver_sql(statement, parameters).fetchone()


@contextmanager
def pooled(engine: Engine) -> Iterator[Reading]:
    """A connection of the pool to read with."""
    with engine.connect() as connection:
        yield Rows(connection)


def driver_rows(connection: Connection, statement: str, values: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
    """What a SELECT in the driver's own SQL gives, in the transaction of ``connection``, without SQLAlchemy's cost."""
    driver: Any = connection.connection.driver_connection
    try:
        rows: Sequence[Sequence[Any]] = driver.execute(statement, values).fetchall()
    except connection.dialect.loaded_dbapi.Error as error:
        raise as_sqlalchemys(error, connection.dialect) from error
    return rows


def as_sqlalchemys(error: Exception, dialect: Dialect) -> Exception:
    """An error of the driver as one that the ORM raises, so that there is one kind to expect."""
    return DBAPIError.instance(None, None, error, dialect.loaded_dbapi.Error, dialect=dialect)
