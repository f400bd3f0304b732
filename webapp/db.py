"""Where the application meets the database: engine, sessions, transactions, and the commit that many requests share."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask, current_app, g, request
from sqlalchemy import CompoundSelect, Delete, Engine, Select, Update, create_engine, event, make_url, text
from sqlalchemy.orm import ORMExecuteState, Session

from .commit_line import CommitLine, Waiting
from .driver import DriverRows, DriverStatements, Reading, as_sqlalchemys, pooled
from .file_lock import FileLock
from .models.visible import criteria, visible_banks
from .sqlite import (
    SqliteConnection,
    begin_before_write,
    begin_transaction,
    reserve_write_ahead_log,
    set_pragmas,
    sqlite_driver,
)

T = TypeVar("T")

POOL: dict[str, Any] = {"pool_size": 16, "max_overflow": 16, "hide_parameters": True}  # errors are logged, secrets not


def make_engine(url: str) -> Engine:
    """An engine for ``url``: SQLite with our pragmas and explicit BEGIN, or PostgreSQL by psycopg 3."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        engine = create_engine(address, module=sqlite_driver(), connect_args={"check_same_thread": False}, **POOL)
        event.listen(engine, "connect", set_pragmas)
        event.listen(engine, "begin", begin_transaction)
        return engine
    if address.get_backend_name() in {"postgresql", "postgres"}:
        return create_engine(address.set(drivername="postgresql+psycopg"), **POOL)
    raise ValueError(
        f"TUMEN_DATABASE_URL names a {address.get_backend_name()} database; Tumen knows sqlite and postgresql"
    )


class Begin(Enum):
    """When a request's session begins its transaction."""

    READING = "reading"  # at the first statement, and sees one state of the database
    AT_ONCE = "at once"  # at the first statement, with the write lock
    ON_WRITE = "on write"  # at the first INSERT, UPDATE or DELETE, with the write lock


class Database:
    """One database: sessions to read and to write with, and the shared commit of the answer path.

    ``lock_file`` names the file that the processes of one installation queue on before they write to SQLite.
    """

    def __init__(self, url: str, *, lock_file: Path | None = None) -> None:
        self.url = url
        self.engine = make_engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._immediate = self.engine.execution_options(begin="BEGIN IMMEDIATE")
        self._on_write = self._make_begin_on_write()
        self._single = self._on_write if self.is_sqlite else self.engine.execution_options(isolation_level="AUTOCOMMIT")
        between_processes = FileLock(lock_file) if lock_file and self.is_sqlite else nullcontext()
        self._line = CommitLine(self._commit, between_processes)
        self._writing: SqliteConnection | None = None  # used by whoever leads
        self._idle: deque[SqliteConnection] = deque()

    def _make_begin_on_write(self) -> Engine:
        if not self.is_sqlite:
            return self.engine  # PostgreSQL locks rows, not the database: its own BEGIN costs nobody anything
        engine = self.engine.execution_options(begin="")
        event.listen(engine, "before_cursor_execute", begin_before_write)
        return engine

    @contextmanager
    def reader(self) -> Iterator[Session]:
        """A session that sees one state of the database and is rolled back at the end."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writer(self) -> Iterator[Session]:
        """A session that may write: committed at the end, rolled back by an error."""
        with Session(self._immediate, expire_on_commit=False) as session, session.begin():
            yield session

    def reading(self) -> AbstractContextManager[Reading]:
        """A connection for reading statements of the driver's dialect, each outside any transaction."""
        return _SqliteReading(self) if self.is_sqlite else pooled(self._single)

    def borrow(self) -> SqliteConnection:
        """A connection for one thread alone until it is given back; not known to the pool."""
        try:
            return self._idle.pop()
        except IndexError:
            return SqliteConnection(self.engine)

    def give_back(self, connection: SqliteConnection) -> None:
        self._idle.append(connection)

    def first_row(self, statement: str, parameters: Mapping[str, Any]) -> Sequence[Any] | None:
        """The first row of one reading ``statement`` (of the driver's dialect), outside any transaction."""
        with self.reading() as connection:
            return connection.first_row(statement, dict(parameters))

    def row_of_sqlite(self, statement: str, parameters: dict[str, Any]) -> Sequence[Any] | None:
        """As ``first_row``, by the connection that commits while nobody does: it wrote last, and has the pages at hand
        that every other connection would have to read again.
        """
        writing = self._writing
        if writing is not None and self._line.enter_if_idle():
            try:
                return writing.first_row(statement, parameters)
            finally:
                self._line.leave()
        connection = self.borrow()
        try:
            return connection.first_row(statement, parameters)
        finally:
            self.give_back(connection)

    def request_session(self, *, begin: Begin) -> Session:
        """A session that lives as long as a request and is ended by ``commit_request`` or the end of the request."""
        engine = {Begin.READING: self.engine, Begin.AT_ONCE: self._immediate, Begin.ON_WRITE: self._on_write}[begin]
        return Session(engine, expire_on_commit=False)

    def commit_together(self, work: Callable[[DriverStatements], T]) -> T:
        """Run ``work`` in a write transaction and return its result once that is durably committed.

        On SQLite, requests that wait at the same time share one transaction (one of them leads and commits for all),
        each in a savepoint of its own: an error undoes its own work alone and is raised to its own caller. A caller
        that is itself in a write transaction would wait for itself.
        """
        if not self.is_sqlite:
            with self.engine.begin() as connection:
                return work(connection)
        waiting = self._line.stand(work)
        if waiting.error is not None:
            self.raise_if_drivers(waiting.error)
            raise waiting.error
        return waiting.result  # type: ignore[return-value]  # set by whoever committed

    def _commit(self, batch: list[Waiting[Any, Any]]) -> None:
        connection = self._writing = self._writing or self._open_for_writing()
        try:
            connection.run("BEGIN IMMEDIATE")
            for waiting in batch:
                _run(connection, waiting, alone=len(batch) == 1)
            connection.run("COMMIT")
        finally:
            if connection.driver.in_transaction:
                connection.run("ROLLBACK")

    def _open_for_writing(self) -> SqliteConnection:
        connection = SqliteConnection(self.engine)
        try:
            reserve_write_ahead_log(connection)
        except BaseException:
            connection.driver.close()
            raise
        return connection

    def raise_if_drivers(self, error: BaseException) -> None:
        """Raise an error of the driver as one that the ORM raises."""
        dialect = self.engine.dialect
        if isinstance(error, dialect.loaded_dbapi.Error):
            raise as_sqlalchemys(error, dialect) from error

    def ping(self) -> None:
        """Raise an error of the driver unless the database answers."""
        with self.engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        for connection in (*self._idle, *filter(None, [self._writing])):
            connection.driver.close()
        self._idle.clear()
        self._writing = None
        self.engine.dispose()


class _SqliteReading:
    """One of the database's idle connections from the first statement that needs it on, for as long as a block takes.
    Made for each request more than once.
    """

    __slots__ = ("_borrowed", "_database", "first_row")

    def __init__(self, database: Database) -> None:
        self._database = database
        self._borrowed: SqliteConnection | None = None
        self.first_row = database.row_of_sqlite

    def exec_driver_sql(self, statement: str, parameters: dict[str, Any], /) -> DriverRows:
        if self._borrowed is None:
            self._borrowed = self._database.borrow()
        rows: DriverRows = self._borrowed.exec_driver_sql(statement, parameters)
        return rows

    def __enter__(self) -> Reading:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if self._borrowed is not None:
            self._database.give_back(self._borrowed)
        if error is not None:
            self._database.raise_if_drivers(error)


def _run(connection: SqliteConnection, waiting: Waiting[Any, Any], *, alone: bool) -> None:
    """Do the work of ``waiting``; what it wrote is undone if it fails, and nothing else unless it is ``alone``."""
    if alone:
        waiting.result = waiting.work(connection)
        return
    connection.run("SAVEPOINT work")
    try:
        waiting.result = waiting.work(connection)
    except Exception as error:  # noqa: BLE001  # handed to the caller whose work it was
        waiting.error = error
        connection.run("ROLLBACK TO work")
    connection.run("RELEASE work")


@event.listens_for(Session, "do_orm_execute")
def _leave_out_what_is_hidden(execution: ORMExecuteState) -> None:
    """Whatever reads or changes what belongs to a bank meets only the banks in sight, in every session."""
    banks = visible_banks()
    if banks is not None and isinstance(execution.statement, Select | CompoundSelect | Update | Delete):
        execution.statement = execution.statement.options(*criteria(banks))


def init_app(app: Flask) -> None:
    """Open the database of ``app`` (``app.config['DATABASE_URL']``) and give each request a session."""
    app.extensions["tumen_db"] = Database(
        app.config["DATABASE_URL"], lock_file=Path(app.config["INSTANCE"]) / "write.lock"
    )
    app.teardown_appcontext(_close_session)


def database() -> Database:
    """The database of the running application."""
    found: Database = current_app.extensions["tumen_db"]
    return found


def request_session() -> Session:
    """The database session of this request: it writes (BEGIN IMMEDIATE) unless the method is a reading one."""
    if "session" not in g:
        reading = request.method in {"GET", "HEAD", "OPTIONS"}
        begin = Begin.READING if reading else g.get("session_begins", Begin.AT_ONCE)
        g.session = database().request_session(begin=begin)
    session: Session = g.session
    return session


def begin_on_write() -> None:
    """Let this request hold SQLite's write lock only from its first INSERT, UPDATE or DELETE on: for requests that
    hash passwords or send mail. What they read before is not protected from others' writes.
    """
    g.session_begins = Begin.ON_WRITE


def commit_request() -> None:
    """Commit what the request wrote: called once, at the edge, after the response was made."""
    if "session" in g:
        g.session.commit()


def roll_back_request() -> None:
    """Undo what the request wrote: called at the edge when the answer is an error."""
    if "session" in g:
        g.session.rollback()


def _close_session(_: BaseException | None) -> None:
    session = g.pop("session", None)
    if session is not None:
        session.close()
