"""The migration that brings second factors, on a database that was filled before it."""

from __future__ import annotations

from sqlalchemy import Engine, text

from tests.migrations.filling import fill
from webapp.migrations import triggers, upgrade


def test_nobody_has_one_and_everything_is_what_it_was(empty: Engine) -> None:
    upgrade(empty, revision="0024")
    with empty.begin() as connection:
        fill(connection)
    upgrade(empty, revision="0029")
    with empty.begin() as connection:
        for table, number in (("user", 2), ("review_log", 2), ("second_factor", 0), ("recovery_code", 0)):
            assert connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar() == number
        assert triggers.present(connection) == triggers.wanted(connection.dialect.name)
        connection.execute(text("INSERT INTO second_factor VALUES (1, '{}', 0, 0)"))
