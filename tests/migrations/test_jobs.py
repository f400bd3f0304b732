"""The migration that brings jobs, on a database that was filled before it."""

from __future__ import annotations

from sqlalchemy import Engine, text

from tests.migrations.filling import fill
from webapp.migrations import triggers, upgrade


def test_what_was_there_before_is_what_it_was(empty: Engine) -> None:
    upgrade(empty, revision="0017")
    with empty.begin() as connection:
        fill(connection)
    upgrade(empty, revision="0021")
    with empty.connect() as connection:
        for table, number in (("user", 2), ("review_log", 2), ("job", 0), ("job_part", 0)):
            assert connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar() == number
        assert triggers.present(connection) == triggers.wanted(connection.dialect.name)
