"""The bank of the ferry to read, and somebody who knows some of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from sqlalchemy import select

from tests.conftest import SettableClock
from tests.people import People
from tests.study.banks import load_small_bank
from webapp.db import Database
from webapp.models import Card, Question

Know = Callable[[Mapping[str, tuple[int, float]]], None]


@pytest.fixture
def loaded(database: Database, clock: SettableClock) -> None:
    with database.writer() as session:
        load_small_bank(session, now=clock())


@pytest.fixture
def ada_knows(loaded: None, database: Database, people: People, clock: SettableClock) -> Know:
    """Gives Ada cards: state and stability by the question's key."""

    def know(cards: Mapping[str, tuple[int, float]]) -> None:
        assert people.ada.user_id is not None
        with database.writer() as session:
            ids = {row.key: row.id for row in session.execute(select(Question.key, Question.id))}
            session.add_all(
                Card(user_id=people.ada.user_id, question_id=ids[key], state=state, stability=stability,
                     difficulty=5.0, due_at=clock(), repetitions=2, lapses=0, suspended=False, leech=False, version=2)
                for key, (state, stability) in cards.items()
            )  # fmt: skip

    return know
