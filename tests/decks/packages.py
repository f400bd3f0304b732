"""Packages that the application gave, looked into by plain SQL."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from tests.people import PersonClient


@dataclass(frozen=True)
class Package:
    content: bytes

    def rows(self, statement: str) -> list[Any]:
        with ZipFile(BytesIO(self.content)) as packed, closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(packed.read("collection.anki2"))
            return connection.execute(statement).fetchall()

    def value(self, statement: str) -> Any:
        return self.rows(statement)[0][0]

    def fields(self) -> list[list[str]]:
        return [row[0].split("\x1f") for row in self.rows("SELECT flds FROM notes ORDER BY id")]


def download(client: PersonClient, cards: str = "studied") -> Package:
    response = client.get("/decks/tumen.apkg", query_string={"cards": cards})
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith('attachment; filename="tumen-2026-')
    return Package(response.data)
