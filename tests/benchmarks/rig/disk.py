"""What the disk takes: the time of the smallest durable commit, below which no durable answer can come."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path

from webapp.sqlite import sqlite_driver

from .report import median_ms

COMMITS = 60


def durable_commit_ms(folder: Path) -> float:
    """Median time of a commit of one small row to SQLite in WAL mode with synchronous=FULL."""
    seconds = []
    with closing(sqlite_driver().connect(str(folder / "commits.sqlite3"), isolation_level=None)) as connection:
        for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "CREATE TABLE one (number INTEGER)"):
            connection.execute(statement)
        for number in range(COMMITS):
            begin = time.perf_counter()
            connection.execute("INSERT INTO one VALUES (?)", (number,))
            seconds.append(time.perf_counter() - begin)
    return median_ms(seconds)
