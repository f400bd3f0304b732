"""Databases without any table, on the server that the run is for: SQLite, or PostgreSQL by TUMEN_TEST_DATABASE_URL."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url, text

from webapp.db import make_engine


@contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """The address of an empty database, which is gone afterwards."""
    server = os.environ.get("TUMEN_TEST_DATABASE_URL")
    if not server:
        yield f"sqlite:///{folder / f'{uuid.uuid4().hex}.sqlite3'}"
        return
    name = f"tumen_test_{uuid.uuid4().hex}"
    engine = make_engine(server)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0"))
        try:
            yield make_url(server).set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()
