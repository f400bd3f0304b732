"""SQL as the two drivers take it, for the few statements that run on the answer path."""

from __future__ import annotations

import re
from dataclasses import dataclass

from webapp.models.visible import BANKS_ON_POSTGRESQL, BANKS_ON_SQLITE

PLACEHOLDER = re.compile(r":(\w+)")


@dataclass(frozen=True, slots=True)
class DriverSql:
    """One statement in SQLite's words (``:name``) and in psycopg's (``%(name)s``)."""

    sqlite: str
    postgresql: str

    def text(self, *, is_sqlite: bool) -> str:
        return self.sqlite if is_sqlite else self.postgresql


def among_banks(statement: str) -> DriverSql:
    """The same with ``{banks}`` for the banks in sight, which ``visible_values`` gives it."""
    on_postgresql = driver_sql(statement.format(banks=BANKS_ON_POSTGRESQL)).postgresql
    return DriverSql(statement.format(banks=BANKS_ON_SQLITE), on_postgresql)


def driver_sql(statement: str) -> DriverSql:
    """``statement``, written with ``:name``, for both drivers."""
    return DriverSql(statement, PLACEHOLDER.sub(r"%(\1)s", statement))
