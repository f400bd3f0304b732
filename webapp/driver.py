"""Statements in the driver's own SQL: what they give, and the connections that run them without SQLAlchemy's cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection, Dialect, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

_DRIVER = "tumen_driver"  # in a session's own remarks


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


class DriverConnection(NamedTuple):
    """The driver's connection below SQLAlchemy's, in the same transaction."""

    connection: Connection
    driver: Any
    is_sqlite: bool

    def rows(self, statement: str, values: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        """What a SELECT in the driver's own SQL gives, without SQLAlchemy's cost."""
        try:
            rows: Sequence[Sequence[Any]] = self.driver.execute(statement, values).fetchall()
        except self.connection.dialect.loaded_dbapi.Error as error:
            raise as_sqlalchemys(error, self.connection.dialect) from error
        return rows


def driver_of(session: Session) -> DriverConnection:
    """The driver's connection in the session's transaction, which is begun if need be. Remembered as long as that
    lasts: a batch runs a dozen statements, and the way there takes as long as a short one of them.

    A connection can be open when its transaction is over: after a write that failed, or where the session was given it.
    What is read by it then is of no transaction, so the session is asked, which begins one or says what has failed.
    """
    found: DriverConnection | None = session.info.get(_DRIVER)
    if found is None or not found.connection.in_transaction():
        connection = session.connection()
        driver: Any = connection.connection.driver_connection
        found = session.info[_DRIVER] = DriverConnection(connection, driver, connection.dialect.name == "sqlite")
    return found


def as_sqlalchemys(error: Exception, dialect: Dialect) -> Exception:
    """An error of the driver as one that the ORM raises, so that there is one kind to expect."""
    return DBAPIError.instance(None, None, error, dialect.loaded_dbapi.Error, dialect=dialect)
