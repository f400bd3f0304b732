"""The small bank, and a student with some history in it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conftest import SettableClock
from tests.people import People, PersonClient
from tests.study.banks import load_small_bank
from tests.study.student import answer, get_batch
from webapp.db import Database
from webapp.models.base import to_milliseconds

from .own import birds, bring


@pytest.fixture
def bank(database: Database, clock: SettableClock) -> None:
    with database.writer() as session:
        load_small_bank(session, now=clock())


@pytest.fixture
def studied(bank: None, people: People, clock: SettableClock) -> PersonClient:
    """Ada, who has studied for ten days, well and badly."""
    for day in range(10):
        for number, card in enumerate(get_batch(people.ada)["cards"][:6]):
            clock.move(timedelta(seconds=20))
            answer(people.ada, card, clock(), rating=(3, 1, 4, 2, 3, 3)[(number + day) % 6])
        clock.move(timedelta(days=1))
    return people.ada


@pytest.fixture
def brought(bank: None, people: People, clock: SettableClock) -> PersonClient:
    bring(people.ada, birds(to_milliseconds(clock())))
    return people.ada
