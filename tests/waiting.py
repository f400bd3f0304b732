"""What tests of races wait for."""

from __future__ import annotations

from threading import Event

from sqlalchemy import text

from webapp.db import Database

_WAITING = """SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND state = 'active'"""


def until_somebody_waits(database: Database) -> None:
    """Return once another transaction waits for a lock; at once on SQLite, where it waits to begin."""
    if database.is_sqlite:
        return
    for _try in range(1000):
        with database.reader() as session:
            if session.scalar(text(_WAITING)):
                return
        Event().wait(0.01)
    raise AssertionError("nobody waited for a lock")
