"""Fixtures that every part shares: an installation in a folder of its own, its database, the people of the tests."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.orm import Session

from tests.people import People, PersonClient, make_people
from webapp.app import create_app
from webapp.db import Database, make_engine
from webapp.migrations.running import upgrade
from webapp.sqlite import sqlite_url
from webapp.web.edge import Tumen

SERVER = os.environ.get("TUMEN_TEST_DATABASE_URL", "")
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
_numbers = itertools.count()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what is about SQLite alone where the run is for PostgreSQL."""
    for item in items:
        if SERVER and item.get_closest_marker("sqlite"):
            item.add_marker(pytest.mark.skip(reason="about SQLite alone"))


class SettableClock:
    """A clock that stands still until it is told to move."""

    def __init__(self, start: datetime = MONDAY) -> None:
        self.instant = start

    def __call__(self) -> datetime:
        return self.instant

    def move(self, by: timedelta) -> datetime:
        self.instant += by
        return self.instant


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """In place of pytest-flask's: one context for a whole test would share ``g`` between the requests of a test."""


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    folder = tmp_path / "instance"
    folder.mkdir()
    return folder


def _on_server(statement: str, url: str = SERVER) -> None:
    address = make_url(url).set(drivername="postgresql+psycopg")
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _migrate(url: str) -> None:
    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty database with the newest schema, made once by the migrations: a file's path or a database's name."""
    if not SERVER:
        folder = tmp_path_factory.mktemp("template")
        _migrate(sqlite_url(folder))
        yield str(folder / "tumen.sqlite3")
        return
    name = f"tumen_template_{os.getpid()}"
    _on_server(f"CREATE DATABASE {name}")
    _migrate(make_url(SERVER).set(database=name).render_as_string(hide_password=False))
    yield name
    _on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database_url(template: str, instance: Path) -> Iterator[str]:
    """The address of a fresh database: SQLite, or PostgreSQL where TUMEN_TEST_DATABASE_URL names a server."""
    if not SERVER:
        shutil.copy(template, instance / "tumen.sqlite3")
        yield sqlite_url(instance)
        return
    name = f"tumen_test_{os.getpid()}_{next(_numbers)}"
    _on_server(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    _on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(database_url: str, instance: Path) -> Iterator[Database]:
    """The test's own way to the database; the application has another one to the same."""
    opened = Database(database_url, lock_file=instance / "write.lock")
    yield opened
    opened.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session that may write and is rolled back. On SQLite it holds the write lock: send no requests beside it."""
    with database.writer() as writer:
        yield writer
        writer.rollback()


@pytest.fixture
def make_app(database_url: str, instance: Path, clock: SettableClock) -> Iterator[Callable[..., Tumen]]:
    """Makes applications on the test's database: ``make_app(PUBLIC_URL="https://...")``."""
    made: list[Tumen] = []

    def make(**overrides: object) -> Tumen:
        cheap = {"argon2__time_cost": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}
        settings = {"TESTING": True, "DATABASE_URL": database_url, "CLOCK": clock, "SMTP_URL": None, "REDIS_URL": None,
                    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": cheap}  # fmt: skip
        app = create_app(instance, **{**settings, **overrides})
        app.test_client_class = PersonClient
        made.append(app)
        return app

    yield make
    for app in made:
        app.extensions["tumen_db"].close()


@pytest.fixture
def app(make_app: Callable[..., Tumen]) -> Tumen:
    return make_app()


@pytest.fixture
def client(app: Tumen) -> PersonClient:
    """A browser that nobody is known by. Its posts carry the CSRF token unless ``csrf=False`` is given."""
    return PersonClient(app, app.response_class)


@pytest.fixture
def people(app: Tumen, clock: SettableClock) -> People:
    """nobody, guest, ada (student), ben and cleo (instructors) and admin: browsers that are logged in."""
    return make_people(app, now=clock())


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """A connection to read with."""
    with database.engine.connect() as opened:
        yield opened
