"""The place where the search for new cards begins is that of the banks in sight."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from tests.conftest import SettableClock
from tests.people import make_user
from tests.study.banks import make_bank
from webapp.db import Database
from webapp.models import Bank, NewCardFrontier
from webapp.models.visible import only_visible
from webapp.study.queries.day import stored_settings
from webapp.study.services.frontier import WORTH_STORING, Frontiers, start_position


def test_what_others_bring_neither_moves_nor_ends_the_place(database: Database, clock: SettableClock) -> None:
    """A bank that is hidden, and newer than what is in sight, is as if it were not there."""
    user_id = make_user(database, email="ada@example.org", role="student", now=clock())
    with database.writer() as session:
        make_bank(session, claims_of=[1, 2, 3], now=clock())
        seen = session.scalars(select(Bank.id)).one()
        later = clock() + timedelta(hours=1)
        session.add(Bank(key="hidden", title="Hidden", audience="members", loaded_at=later))
    frontiers = Frontiers()
    for banks in (frozenset({seen}), frozenset({seen, seen + 1000})):
        with only_visible(banks), database.reader() as session:
            stored = stored_settings(session, user_id=user_id)
            frontiers.note(user_id, start_position(stored) + WORTH_STORING, stored)
            frontiers.store(user_id, database)
        with database.reader() as session:
            row = session.get_one(NewCardFrontier, user_id)
            assert (row.position, row.as_of) == (1, clock())
        with only_visible(banks), database.reader() as session:
            assert start_position(stored_settings(session, user_id=user_id)) == 1


def test_what_was_noted_before_rights_changed_is_not_stored_for_the_banks_in_sight_since(
    database: Database, clock: SettableClock
) -> None:
    user_id = make_user(database, email="ada@example.org", role="student", now=clock())
    with database.writer() as session:
        make_bank(session, claims_of=[1, 2, 3], now=clock())
        seen = session.scalars(select(Bank.id)).one()
    frontiers = Frontiers()
    with only_visible(frozenset({seen, seen + 1000})), database.reader() as session:
        stored = stored_settings(session, user_id=user_id)
        frontiers.note(user_id, start_position(stored) + WORTH_STORING, stored)
    with only_visible(frozenset({seen})):
        frontiers.store(user_id, database)
    with database.reader() as session:
        assert session.get(NewCardFrontier, user_id) is None
