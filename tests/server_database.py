"""One PostgreSQL database for the tests of a process, emptied after each: to make one takes longer than a test."""

from __future__ import annotations

import os

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, make_url, text

from webapp.db import make_engine
from webapp.migrations.running import upgrade

KEPT = "alembic_version"
_SMALL = 1_000_000  # bytes; more than that is not deleted row by row, which would leave dead rows to be walked over

_TABLES = """SELECT relname, pg_relation_size(oid) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"""
_OTHERS = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""
_SEQUENCES = """SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE last_value IS NOT NULL"""
_SCHEMA = """SELECT md5(string_agg(oid::text, ',' ORDER BY oid)) FROM (
    SELECT oid FROM pg_class WHERE relnamespace >= 16384 OR relnamespace = 'public'::regnamespace
    UNION ALL SELECT oid FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT oid FROM pg_constraint WHERE oid >= 16384
    UNION ALL SELECT oid FROM pg_proc WHERE oid >= 16384
    UNION ALL SELECT oid FROM pg_namespace WHERE oid >= 16384) AS found"""


def _commanding(url: URL) -> Engine:
    """It keeps no connection open, since a restore refuses while somebody else is connected."""
    return create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)


class ServerDatabase:
    """A database with the newest schema and without rows. It is made anew when a test changed its schema."""

    def __init__(self, server: str) -> None:
        self._server = make_url(server).set(drivername="postgresql+psycopg")
        self._name = f"tumen_test_{os.getpid()}"
        self.url = make_url(server).set(database=self._name).render_as_string(hide_password=False)
        self._engine = _commanding(self._server.set(database=self._name))
        self._make()

    def _make(self) -> None:
        self._say(f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")
        self._say(f"CREATE DATABASE {self._name}")
        engine = make_engine(self.url)
        upgrade(engine)
        engine.dispose()
        with self._engine.connect() as connection:
            names = [name for name, _size in connection.execute(text(_TABLES)) if name != KEPT]
            self._made = self._state(connection)
        self._filled = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in names)

    def _say(self, statement: str) -> None:
        with _commanding(self._server).connect() as connection:
            connection.execute(text(statement))

    def empty(self) -> None:
        """As it was when it was new: no rows, numbers from one, nobody connected."""
        with self._engine.connect() as connection:
            connection.execute(text(_OTHERS))
            is_as_made = self._state(connection) == self._made
            if is_as_made:
                self._delete_rows(connection)
        if not is_as_made:
            self._make()

    def _state(self, connection: Connection) -> tuple[str, list[str]]:
        """What is not to differ from when the database was made: its schema, and which one it says that it has."""
        schema = connection.execute(text(_SCHEMA)).scalar_one()
        is_versioned = connection.execute(text(f"SELECT to_regclass('{KEPT}')")).scalar_one() is not None
        versions = connection.execute(text(f"SELECT version_num FROM {KEPT}")).scalars() if is_versioned else ()
        return schema, list(versions)

    def _delete_rows(self, connection: Connection) -> None:
        connection.execute(text("SET session_replication_role = replica"))  # the ledgers refuse otherwise
        size = {row[0]: row[1] for row in connection.execute(text(_TABLES))}
        for (name,) in connection.execute(text(self._filled)).all():
            is_small = size[name] < _SMALL
            connection.execute(text(f'DELETE FROM "{name}"' if is_small else f'TRUNCATE "{name}" CASCADE'))
        connection.execute(text(_SEQUENCES))
        connection.execute(text("SET session_replication_role = origin"))

    def drop(self) -> None:
        self._say(f"DROP DATABASE {self._name} WITH (FORCE)")
