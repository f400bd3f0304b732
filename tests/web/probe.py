"""What the tests of the edge share: a dump of the whole database, and pages to probe it with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from webapp.db import Database
from webapp.models.base import Base
from webapp.web.access import ACCESS
from webapp.web.edge import Tumen
from webapp.web.people import Standing


def everything_in(database: Database) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    with database.reader() as session:
        return {
            table.name: sorted(str(tuple(row)) for row in session.execute(select(table)))
            for table in Base.metadata.sorted_tables
        }


def add_page(app: Tumen, path: str, view: Callable[..., Any], *, methods: tuple[str, ...] = ("GET",)) -> None:
    """A page of the test alone, open to everybody."""
    app.add_url_rule(path, f"probe{path.replace('/', '_')}", view, methods=list(methods))


def open_to_everybody(monkeypatch: Any, *paths: str) -> None:
    for path in paths:
        monkeypatch.setitem(ACCESS, f"probe{path.replace('/', '_')}", Standing.NOBODY)
