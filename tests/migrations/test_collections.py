"""The migration that brings collections, on a database that was filled before it."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from tests.migrations.filling import fill
from webapp.migrations import upgrade

COLLECTION = "INSERT INTO collection (bank_id, kind, value) VALUES (1, :kind, 'ferry')"
CHOSEN = "INSERT INTO chosen_collection (user_id, collection_id) SELECT 1, id FROM collection"


def test_everybody_goes_on_with_the_whole_bank(empty: Engine) -> None:
    upgrade(empty, revision="0005")
    with empty.begin() as connection:
        fill(connection)
    upgrade(empty, revision="0006")
    with empty.connect() as connection:
        for table, number in (("user", 2), ("review_log", 2), ("collection", 0), ("chosen_collection", 0)):
            assert connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar() == number


def test_the_database_refuses_what_is_no_choice(migrated: Engine) -> None:
    with migrated.begin() as connection:
        fill(connection)
        connection.execute(text(COLLECTION), {"kind": "topic"})
    with pytest.raises(DBAPIError, match="ck_collection_kind"), migrated.begin() as connection:
        connection.execute(text(COLLECTION), {"kind": "mood"})
    with pytest.raises(DBAPIError, match=r"(?i)unique"), migrated.begin() as connection:
        connection.execute(text(COLLECTION), {"kind": "topic"})
    with pytest.raises(DBAPIError, match="ck_chosen_collection_chosen"), migrated.begin() as connection:
        connection.execute(text(CHOSEN))
