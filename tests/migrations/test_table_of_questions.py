"""The migration that brings the table of questions, on a database that was filled before it."""

from __future__ import annotations

from sqlalchemy import Engine, text

from tests.migrations.filling import fill
from webapp.migrations import triggers, upgrade
from webapp.operations.rows import data_tables


def test_the_table_begins_empty_everything_else_stays_and_its_words_are_no_data_for_a_backup(empty: Engine) -> None:
    upgrade(empty, revision="0011")
    with empty.begin() as connection:
        fill(connection)
    upgrade(empty, revision="0012")
    with empty.connect() as connection:
        for table, number in (("question", 1), ("question_revision", 1), ("question_entry", 0), ("bulk_change", 0),
                              ("search_index_of_bank", 0)):  # fmt: skip
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == number
        assert triggers.present(connection) == triggers.wanted(connection.dialect.name)
        names = {table.name for table in data_tables(connection)}
    assert {"question_entry", "saved_view"} <= names
    assert not [name for name in names if name.startswith("search_index")]
