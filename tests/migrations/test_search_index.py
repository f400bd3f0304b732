"""The migration that brings the search index, on a database that was filled before it; and what leaves it out."""

from __future__ import annotations

from sqlalchemy import Engine, text

from tests.migrations.filling import fill
from webapp.migrations import upgrade
from webapp.models.search import is_search_table
from webapp.operations.rows import data_tables


def test_a_filled_database_gets_an_empty_index_and_keeps_its_rows(empty: Engine) -> None:
    upgrade(empty, revision="0002")
    with empty.begin() as connection:
        fill(connection)
    upgrade(empty)
    with empty.connect() as connection:
        for table, number in (("search_index", 0), ("claim_revision", 1), ("review_log", 2)):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == number


def test_the_index_is_no_data_for_a_backup(migrated: Engine) -> None:
    with migrated.connect() as connection:
        names = {table.name for table in data_tables(connection)}
    assert "question" in names
    assert not [name for name in names if is_search_table(name)]
