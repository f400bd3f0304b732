"""A database that has the newest schema already: told without Alembic, so that a start of every day does not wait for
its import.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect

from . import statistics, triggers

VERSIONS = Path(__file__).resolve().parent / "versions"


class NewerDatabaseError(Exception):
    """The database was made by a newer version of Tumen."""


def upgrade(database: Engine | Connection, *, revision: str = "head", folder: Path | None = None) -> None:
    """Bring ``database`` to ``revision``, as ``webapp.migrations.running`` does; nothing where it is there already.

    Raises NewerDatabaseError for a database of a newer version, BrokenReferencesError where a migration would leave
    dangling references; both leave the database as it was.
    """
    if isinstance(database, Engine) and revision == "head" and folder is None:
        with database.connect() as connection:
            if is_current(connection):
                return
    from .running import upgrade as migrate  # noqa: PLC0415  # imports Alembic

    migrate(database, revision=revision, folder=folder)


def is_current(connection: Connection) -> bool:
    """Whether the database has the newest schema, its triggers and what the planner is told."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    stored = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    if stored != [newest()] or triggers.present(connection) != triggers.wanted(connection.dialect.name):
        return False
    return connection.dialect.name != "sqlite" or statistics.written(connection)


def newest() -> str:
    """The revision of the newest schema: files of migrations begin with their number."""
    return max(path.name.split("_")[0] for path in VERSIONS.glob("[0-9]*.py"))
