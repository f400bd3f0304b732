"""Where the application meets the database: engine, sessions, transactions, and the commit that many requests share.

SQLite runs in WAL mode with ``synchronous=FULL``: what was committed survives a power cut. Whoever writes begins with
BEGIN IMMEDIATE, so that a read-then-write can neither lose an update nor fail half way.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from flask import Flask, current_app, g
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from .file_lock import FileLock

T = TypeVar("T")

BUSY_SECONDS = 15
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


def _set_pragmas(connection: Any, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # transactions are begun by us, never by the driver
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_SECONDS * 1000}",
                   "wal_autocheckpoint=4000"):  # fmt: skip
        cursor.execute(f"PRAGMA {pragma}")
    if cursor.execute("PRAGMA synchronous").fetchone()[0] != 2:
        raise RuntimeError(
            "SQLite does not take synchronous=FULL: an acknowledged answer would not survive a power cut"
        )
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def make_engine(url: str) -> Engine:
    """An engine for ``url``: SQLite with our pragmas and explicit BEGIN, or PostgreSQL by psycopg 3."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        engine = create_engine(address, module=sqlite_driver(), connect_args={"check_same_thread": False}, pool_size=16,
                               max_overflow=16)  # fmt: skip
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
        return engine
    if address.get_backend_name() in {"postgresql", "postgres"}:
        return create_engine(address.set(drivername="postgresql+psycopg"), pool_size=16, max_overflow=16)
    raise ValueError(
        f"TUMEN_DATABASE_URL names a {address.get_backend_name()} database; Tumen knows sqlite and postgresql"
    )


@dataclass(slots=True)
class _Waiting(Generic[T]):
    """A piece of work that waits for the next shared commit, and afterwards its result or its error."""

    work: Callable[[Connection], T]
    done: threading.Event = field(default_factory=threading.Event)
    result: T | None = None
    error: BaseException | None = None


class Database:
    """One database: sessions to read and to write with, and the shared commit of the answer path.

    ``lock_file`` names the file that the processes of one installation queue on before they write to SQLite.
    """

    def __init__(self, url: str, *, lock_file: Path | None = None) -> None:
        self.url = url
        self.engine = make_engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._immediate = self.engine.execution_options(begin="BEGIN IMMEDIATE")
        self._mutex = threading.Lock()
        self._queue: deque[_Waiting[Any]] = deque()
        self._between_processes = FileLock(lock_file) if lock_file and self.is_sqlite else nullcontext()

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

    def request_session(self, *, writes: bool) -> Session:
        """A session that lives as long as a request and is ended by ``commit_request`` or the end of the request."""
        return Session(self._immediate if writes else self.engine, expire_on_commit=False)

    def commit_together(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` in a write transaction and return its result once that is durably committed.

        On SQLite, requests that wait at the same time share one transaction (whoever takes the lock commits for all),
        each in a savepoint of its own: an error undoes its own work alone and is raised to its own caller.
        """
        if not self.is_sqlite:
            with self.engine.begin() as connection:
                return work(connection)
        waiting = _Waiting(work)
        self._queue.append(waiting)
        with self._mutex:
            if not waiting.done.is_set():
                self._commit_all_waiting()
        if waiting.error is not None:
            raise waiting.error
        return waiting.result  # type: ignore[return-value]  # set by whoever committed

    def _commit_all_waiting(self) -> None:
        batch: list[_Waiting[Any]] = []
        try:
            with self._between_processes, self._immediate.begin() as connection:
                batch = [self._queue.popleft() for _ in range(len(self._queue))]
                for waiting in batch:
                    _run_in_savepoint(connection, waiting)
        except BaseException as error:
            for waiting in batch:
                waiting.error = waiting.error or error
            raise
        finally:
            for waiting in batch:
                waiting.done.set()

    def ping(self) -> None:
        """Raise an error of the driver unless the database answers."""
        with self.engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        self.engine.dispose()


def _run_in_savepoint(connection: Connection, waiting: _Waiting[Any]) -> None:
    connection.exec_driver_sql("SAVEPOINT work")
    try:
        waiting.result = waiting.work(connection)
    except Exception as error:  # noqa: BLE001  # handed to the caller whose work it was
        connection.exec_driver_sql("ROLLBACK TO work")
        waiting.error = error
    connection.exec_driver_sql("RELEASE work")


def sqlite_url(instance: Path) -> str:
    """The address of the database that an installation uses unless TUMEN_DATABASE_URL names another."""
    return f"sqlite:///{instance / 'tumen.sqlite3'}"


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
    """The database session of this request. It writes (BEGIN IMMEDIATE) unless the request's method is a reading one."""
    if "session" not in g:
        from flask import request  # noqa: PLC0415

        g.session = database().request_session(writes=request.method not in {"GET", "HEAD", "OPTIONS"})
    session: Session = g.session
    return session


def commit_request() -> None:
    """Commit what the request wrote: called once, at the edge, after the response was made."""
    if "session" in g:
        g.session.commit()


def _close_session(_: BaseException | None) -> None:
    session = g.pop("session", None)
    if session is not None:
        session.close()


