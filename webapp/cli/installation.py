"""The installation that a command works on: its application, its database brought to the newest schema."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

from webapp.app import create_app
from webapp.configuration import read_configuration
from webapp.db import Begin, Database
from webapp.migrations import upgrade
from webapp.operations.places import keep_private


@contextmanager
def open_database(instance: Path | None) -> Iterator[Database]:
    """The installation's database, brought to the newest schema."""
    configuration = read_configuration(instance)
    folder: Path = configuration["INSTANCE"]
    folder.mkdir(parents=True, exist_ok=True)
    keep_private(configuration["DATABASE_URL"])
    database = Database(configuration["DATABASE_URL"], lock_file=folder / "write.lock")
    try:
        upgrade(database.engine)
        yield database
    finally:
        database.close()


@contextmanager
def account_session(instance: Path | None) -> Iterator[Session]:
    """A session for services of accounts, within the application's context: passwords are hashed by its settings, and
    before the session takes the write lock.
    """
    app = create_app(instance)
    keep_private(app.config["DATABASE_URL"])
    database: Database = app.extensions["tumen_db"]
    try:
        upgrade(database.engine)
        with app.app_context(), database.request_session(begin=Begin.ON_WRITE) as session:
            yield session
            session.commit()
    finally:
        database.close()
