"""The bank of the ferry, and somebody who takes quizzes on it."""

from __future__ import annotations

import pytest

from tests.conftest import SettableClock
from tests.people import People
from tests.study.banks import load_small_bank
from webapp.db import Database

from .taking import Taker


@pytest.fixture
def loaded(database: Database, clock: SettableClock) -> None:
    with database.writer() as session:
        load_small_bank(session, now=clock())


@pytest.fixture
def ada(loaded: None, people: People) -> Taker:
    return Taker(people.ada)


@pytest.fixture
def ben(loaded: None, people: People) -> Taker:
    return Taker(people.ben)
