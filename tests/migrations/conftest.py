from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.empty_database import empty_database
from webapp.db import make_engine
from webapp.migrations import upgrade


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Engine]:
    """An engine on a database without tables."""
    with empty_database(tmp_path) as url:
        engine = make_engine(url)
        yield engine
        engine.dispose()


@pytest.fixture
def migrated(empty: Engine) -> Engine:
    """An engine on a database with the newest schema and no rows."""
    upgrade(empty)
    return empty


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    """An engine on a migrated SQLite database, whatever the run is for: for what only SQLite can get wrong."""
    engine = make_engine(f"sqlite:///{tmp_path / 'only.sqlite3'}")
    upgrade(engine)
    yield engine
    engine.dispose()
