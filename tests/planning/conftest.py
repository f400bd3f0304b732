"""A bank of sixty questions, and Ada, who has studied it for months."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.conftest import SettableClock
from tests.people import People
from tests.study.banks import MadeBank, make_bank
from webapp.db import Database
from webapp.models import User

from .studying import study


@pytest.fixture
def made_bank(database: Database, clock: SettableClock) -> MadeBank:
    with database.writer() as session:
        return make_bank(session, claims_of=range(60), now=clock())


@pytest.fixture
def ada_id(database: Database, people: People) -> int:
    with database.reader() as session:
        return session.scalars(select(User.id).where(User.email == people.ada.email)).one()


@pytest.fixture
def studied(database: Database, ada_id: int, made_bank: MadeBank, clock: SettableClock) -> int:
    """Ada has answered fifty cards for four months; how many reviews that can be foreseen."""
    keys = [made_bank.key(number) for number in made_bank.questions[:50]]
    return study(database, user_id=ada_id, keys=keys, until=clock())
