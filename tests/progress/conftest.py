"""A bank to have progress in, and cards put straight into the table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from tests.conftest import SettableClock
from tests.study.banks import load_small_bank
from webapp.db import Database
from webapp.models import Card


@pytest.fixture
def loaded(database: Database, clock: SettableClock) -> None:
    with database.writer() as session:
        load_small_bank(session, now=clock())


@pytest.fixture
def make_card(clock: SettableClock) -> Callable[..., Card]:
    """Makes a card in review; its stability and due date are what a test is about."""

    def make(
        *, user_id: int, question_id: int, stability: float | None = 5.0, due_at: datetime | None = None,
        suspended: bool = False,
    ) -> Card:  # fmt: skip
        return Card(
            user_id=user_id,
            question_id=question_id,
            state=2,
            stability=stability,
            difficulty=5.0,
            due_at=due_at or clock(),
            repetitions=3,
            lapses=0,
            suspended=suspended,
            leech=False,
            version=3,
        )

    return make
