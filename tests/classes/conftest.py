from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import SettableClock
from tests.people import People
from tests.study.banks import load_other_bank, load_small_bank
from webapp.db import Database
from webapp.models import BankMember

from .teaching import WORD, make_class


@pytest.fixture
def banks(database: Database, clock: SettableClock, people: People, tmp_path: Path) -> int:
    """The shipped bank, and one for its members alone, which ben edits; the id of the latter."""
    with database.writer() as session:
        load_small_bank(session, now=clock())
        number = load_other_bank(session, tmp_path, word=WORD, audience="members", now=clock())
        session.add(BankMember(user_id=people.ben.user_id, bank_id=number, role="editor"))
    return number


@pytest.fixture
def made(banks: int, people: People) -> int:
    """The id of a class of ben's that learns from the bank of its own."""
    number = make_class(people.ben, "Rivers, year 3")
    assert people.ben.post(f"/classes/{number}/banks", data={"bank": str(banks)}).status_code == 303
    return number
