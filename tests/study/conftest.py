"""A bank to study."""

from __future__ import annotations

import pytest

from tests.conftest import SettableClock
from webapp.db import Database

from .banks import MadeBank, load_small_bank, make_bank


@pytest.fixture
def small_bank(database: Database, clock: SettableClock) -> None:
    """The hand-written bank with all kinds, loaded."""
    with database.writer() as session:
        load_small_bank(session, now=clock())


@pytest.fixture
def made_bank(database: Database, clock: SettableClock) -> MadeBank:
    """Sixty questions, each on a claim of its own."""
    with database.writer() as session:
        return make_bank(session, claims_of=range(60), now=clock())
