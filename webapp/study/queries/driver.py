"""SQL as the two drivers take it, for the few statements that run on the answer path."""

from __future__ import annotations

import re
from dataclasses import dataclass

PLACEHOLDER = re.compile(r":(\w+)")


@dataclass(frozen=True, slots=True)
class DriverSql:
    """One statement in SQLite's words (``:name``) and in psycopg's (``%(name)s``)."""

    sqlite: str
    postgresql: str

    def text(self, *, is_sqlite: bool) -> str:
        return self.sqlite if is_sqlite else self.postgresql


def driver_sql(statement: str) -> DriverSql:
    """``statement``, written with ``:name``, for both drivers."""
    return DriverSql(statement, PLACEHOLDER.sub(r"%(\1)s", statement))
