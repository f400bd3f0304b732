"""The bank of the ferry, divided into collections."""

from __future__ import annotations

import pytest

from tests.conftest import SettableClock
from tests.study.banks import load_small_bank
from webapp.db import Database


@pytest.fixture(autouse=True)
def loaded(database: Database, clock: SettableClock) -> None:
    with database.writer() as session:
        load_small_bank(session, now=clock())
