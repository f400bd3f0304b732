"""Bring a database up to date, in one transaction, under a lock: it has the old schema or the new one, never half."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, text

from . import statistics, triggers
from .current import NewerDatabaseError

ADVISORY_LOCK = 7_236_001  # any number that is ours: two processes of one PostgreSQL database do not migrate at once


class BrokenReferencesError(Exception):
    """After the migration rows would refer to rows that are not there: nothing was changed."""


def configuration(connection: Connection | None = None, folder: Path | None = None) -> Config:
    """Alembic's configuration. ``folder`` holds further versions, for tests of the machinery itself."""
    here = Path(__file__).resolve().parent
    config = Config()
    config.set_main_option("script_location", str(here).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    locations = [here / "versions", *([folder] if folder else [])]
    config.set_main_option("version_locations", "\n".join(str(place).replace("%", "%%") for place in locations))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    """Switch SQLite's foreign keys off: inside a transaction that has no effect, switched on DROP TABLE fails."""
    driver = connection.connection.dbapi_connection
    if connection.dialect.name != "sqlite" or driver is None:
        yield
        return
    cursor = driver.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _check_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise BrokenReferencesError(
            f"{len(broken)} rows would refer to rows that do not exist, the first in {broken[0][0]}"
        )


def _known(script: ScriptDirectory, revision: str) -> Script | None:
    """The migration that leads to a schema. Raises NewerDatabaseError for one that this version does not have."""
    try:
        return script.get_revision(revision)
    except CommandError as error:
        raise NewerDatabaseError(
            f"the schema {revision} of the database is not known to this version of Tumen: start the newer version"
        ) from error


def _upgrade(connection: Connection, revision: str, folder: Path | None) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
    config = configuration(connection, folder)
    script = ScriptDirectory.from_config(config)
    before = _current(connection)
    _known(script, before or "base")
    target = _known(script, revision)
    planned = not is_sqlite or statistics.written(connection)
    has_triggers = triggers.present(connection) == triggers.wanted(connection.dialect.name)
    if target is not None and before == target.revision and has_triggers and planned:
        return
    triggers.drop(connection)  # SQLite rebuilds no table that a trigger mentions
    command.upgrade(config, revision)
    triggers.recreate(connection)
    if is_sqlite:
        statistics.write(connection)
        _check_references(connection)


def upgrade(database: Engine | Connection, *, revision: str = "head", folder: Path | None = None) -> None:
    """Bring ``database`` to ``revision``. A connection that is given must not be in a transaction.

    Raises NewerDatabaseError for a database of a newer version, BrokenReferencesError where a migration would leave
    dangling references; both leave the database as it was.
    """
    opened = database.connect() if isinstance(database, Engine) else nullcontext(database)
    with opened as connection, _without_foreign_keys(connection):
        # Execution options of a connection stay with it, so they are put back.
        connection.execution_options(begin="BEGIN IMMEDIATE")
        try:
            with connection.begin():
                _upgrade(connection, revision, folder)
        finally:
            connection.execution_options(begin="BEGIN")


def revise(connection: Connection, message: str, folder: Path | None = None) -> Path:
    """Write the migration that leads from the newest schema, which ``connection`` has, to the models; its file."""
    config = configuration(connection, folder)
    newest = ScriptDirectory.from_config(config).get_current_head()
    number = int(newest or 0) + 1
    place = folder or Path(__file__).resolve().parent / "versions"
    written = command.revision(config, message, autogenerate=True, rev_id=f"{number:04}", version_path=str(place))
    if written is None or isinstance(written, list):
        raise RuntimeError("Alembic wrote no single migration")
    return Path(written.path)
