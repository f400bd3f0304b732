from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from tests.migrations.filling import fill
from webapp.migrations import NewerDatabaseError, triggers, upgrade
from webapp.models import Base
from webapp.models.search import is_compared

COMPARED = {"include_name": is_compared}


def test_upgrade_from_empty_equals_the_models(migrated: Engine) -> None:
    with migrated.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=COMPARED), Base.metadata) == []
        assert triggers.present(connection) == triggers.wanted(connection.dialect.name)


def test_constraints_of_the_models_are_in_the_database(migrated: Engine) -> None:
    """Alembic does not compare CHECK constraints, so they are compared here."""
    there = inspect(migrated)
    for table in Base.metadata.sorted_tables:
        wanted = {item.name for item in table.constraints if type(item).__name__ == "CheckConstraint"}
        assert {item["name"] for item in there.get_check_constraints(table.name)} == wanted


def test_sqlite_tables_have_the_models_shape(sqlite: Engine) -> None:
    with sqlite.connect() as connection:
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        written = {row.name: row.sql for row in rows}
    for table in Base.metadata.sorted_tables:
        sql = written[table.name]
        assert ("AUTOINCREMENT" in sql) == bool(table.dialect_options["sqlite"]["autoincrement"]), table.name
        assert ("WITHOUT ROWID" in sql) == (table.dialect_options["sqlite"]["with_rowid"] is False), table.name


def test_upgrading_twice_changes_nothing(migrated: Engine) -> None:
    with migrated.begin() as connection:
        fill(connection)
    upgrade(migrated)
    with migrated.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM review_log")).scalar() == 2


def test_upgrade_takes_an_open_connection_and_leaves_it_usable(empty: Engine) -> None:
    with empty.connect() as connection:
        upgrade(connection)
        with connection.begin():
            fill(connection)
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_database_of_a_newer_version_is_refused_in_words(migrated: Engine) -> None:
    with migrated.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabaseError, match="start the newer version"):
        upgrade(migrated)


def test_missing_triggers_come_back(migrated: Engine) -> None:
    with migrated.begin() as connection:
        triggers.drop(connection)
    upgrade(migrated)
    with migrated.connect() as connection:
        assert triggers.present(connection) == triggers.wanted(connection.dialect.name)
