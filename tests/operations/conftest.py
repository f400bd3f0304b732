from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.empty_database import empty_database
from tests.study.banks import load_small_bank
from webapp.db import Database
from webapp.models import AccessToken, AuditEvent, User, UserSettings

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.fixture
def filled(database: Database) -> Database:
    """A database with a bank and with people, one of whom is gone again."""
    with database.writer() as session:
        load_small_bank(session, now=NOW)
        for number in range(3):
            session.add(User(email=f"é{number}@example.org", password="x", fs_uniquifier=str(number), created_at=NOW))
        session.flush()
        session.add(UserSettings(user_id=1, desired_retention=0.87, single_keys=False))
        session.add(AccessToken(user_id=1, name="phone", token_hash=bytes(range(32)), created_at=NOW))
        session.add(AuditEvent(at=NOW, user_id=1, action="made", detail={"b": [1, None], "a": {"ß": True}}))
        session.flush()
        session.delete(session.get_one(User, 3))
    return database


@pytest.fixture
def other_url(tmp_path: Path) -> Iterator[str]:
    """The address of an empty database besides."""
    folder = tmp_path / "other"
    folder.mkdir()
    with empty_database(folder) as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a SQLite database that does not exist yet, whatever the run is for."""
    folder = tmp_path / "sqlite"
    folder.mkdir()
    return f"sqlite:///{folder / 'tumen.sqlite3'}"
