"""The migration that brings a place for questions from files, on a database that was filled before it."""

from __future__ import annotations

from sqlalchemy import Engine, text

from tests.migrations.filling import fill
from webapp.migrations import triggers, upgrade


def test_the_bank_before_is_what_it_was(empty: Engine) -> None:
    upgrade(empty, revision="0010")
    with empty.begin() as connection:
        fill(connection)
    upgrade(empty, revision="0014")
    with empty.connect() as connection:
        for table, number in (("user", 2), ("question_revision", 1), ("question_import", 0), ("imported_question", 0)):
            assert connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar() == number
        assert triggers.present(connection) == triggers.wanted(connection.dialect.name)
