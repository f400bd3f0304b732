"""Fixtures that every part shares: an installation in a folder of its own, its database, the people of the tests."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Connection, Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.engine.interfaces import Compiled
from sqlalchemy.orm import Session
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from tests.people import People, PersonClient, make_people
from tests.server_database import ServerDatabase
from webapp.app import create_app
from webapp.db import Database, make_engine
from webapp.migrations.running import upgrade
from webapp.sqlite import sqlite_url
from webapp.web.edge import Tumen

SERVER = os.environ.get("TUMEN_TEST_DATABASE_URL", "")
settings.register_profile("tumen", deadline=None, database=None)  # machines are busy; no files of its own
settings.load_profile("tumen")
PURE = ("tests/question_bank/", "tests/scheduling/", "tests/pictures/")
_COMPILED = ("_parts", "_trace", "_converters", "arguments", "_build", "_build_unknown")  # what Rule.compile sets
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where the run is for PostgreSQL, leave out what is about SQLite alone, and what knows of no database."""
    if not SERVER:
        return
    pure = [item for item in items if item.nodeid.startswith(PURE)]
    config.hook.pytest_deselected(items=pure)
    items[:] = [item for item in items if not item.nodeid.startswith(PURE)]
    for item in items:
        if item.get_closest_marker("sqlite"):
            item.add_marker(pytest.mark.skip(reason="about SQLite alone"))


def pytest_collection_finish() -> None:
    """Look for garbage seldom: all that has been collected stays, and to walk over it took a seventh of a run."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


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


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty database with the newest schema, made once by the migrations."""
    folder = tmp_path_factory.mktemp("template")
    engine = make_engine(sqlite_url(folder))
    upgrade(engine)
    engine.dispose()
    return folder / "tumen.sqlite3"


@pytest.fixture(scope="session")
def server_database() -> Iterator[ServerDatabase]:
    """The database of this process on the PostgreSQL server that TUMEN_TEST_DATABASE_URL names."""
    made = ServerDatabase(SERVER)
    yield made
    made.drop()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, instance: Path) -> Iterator[str]:
    """The address of a fresh database: SQLite, or PostgreSQL where TUMEN_TEST_DATABASE_URL names a server."""
    if not SERVER:
        shutil.copy(request.getfixturevalue("template"), instance / "tumen.sqlite3")
        yield sqlite_url(instance)
        return
    server_database: ServerDatabase = request.getfixturevalue("server_database")
    yield server_database.url
    server_database.empty()


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


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates compiled once for all applications of a run: otherwise that is a quarter of its time."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture(scope="session", autouse=True)
def _addresses_compiled_once() -> Iterator[None]:
    """Addresses compiled once for all applications of a run: there are hundreds, and it takes longer than a request."""
    compile_one = Rule.compile
    compiled: dict[tuple[object, ...], dict[str, object]] = {}

    def once(rule: Rule) -> None:
        key = (rule.rule, rule.subdomain, rule.host, str(rule.defaults), rule.merge_slashes)
        if key not in compiled:
            compile_one(rule)
            compiled[key] = {name: getattr(rule, name) for name in _COMPILED}
        vars(rule).update(compiled[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "compile", once)
        yield


@pytest.fixture(scope="session", autouse=True)
def _statements_compiled_once() -> Iterator[None]:
    """Statements compiled once for all databases of a run: each test has one of its own, with the same statements."""
    compiled: LRUCache[Any, Compiled] = LRUCache(5000)
    with pytest.MonkeyPatch.context() as patch:
        one_for_all = property(lambda _engine: compiled, lambda _engine, _made: None)
        patch.setattr(Engine, "_compiled_cache", one_for_all, raising=False)
        patch.setattr(DefaultDialect, "__eq__", lambda one, other: type(one) is type(other))
        patch.setattr(DefaultDialect, "__hash__", lambda one: hash(type(one)))  # a statement's key has the dialect
        yield


@pytest.fixture
def make_app(
    database_url: str, instance: Path, clock: SettableClock, compiled_templates: FileSystemBytecodeCache
) -> Iterator[Callable[..., Tumen]]:
    """Makes applications on the test's database: ``make_app(PUBLIC_URL="https://...")``."""
    made: list[Tumen] = []

    def make(**overrides: object) -> Tumen:
        cheap = {"argon2__time_cost": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}
        settings = {"TESTING": True, "DATABASE_URL": database_url, "CLOCK": clock, "SMTP_URL": None, "REDIS_URL": None,
                    "OWN_PUBLISHING": True,  # one instructor does a test's work; tests/bank/test_publishing.py has two
                    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": cheap}  # fmt: skip
        app = create_app(instance, **{**settings, **overrides})
        app.test_client_class = PersonClient
        app.jinja_env.bytecode_cache = compiled_templates
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
