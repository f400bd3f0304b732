"""The migrations that keep where guests went, on a database that was filled before them."""

from __future__ import annotations

from sqlalchemy import Engine, text

from tests.migrations.filling import fill
from webapp.migrations import triggers, upgrade


def test_what_students_did_before_is_what_it_was(empty: Engine) -> None:
    upgrade(empty, revision="0010")
    with empty.begin() as connection:
        fill(connection)
    upgrade(empty, revision="0013")
    with empty.connect() as connection:
        for table, number in (("user", 2), ("review_log", 2), ("question_revision", 1), ("moved_guest", 0)):
            assert connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar() == number
        assert triggers.present(connection) == triggers.wanted(connection.dialect.name)
    with empty.begin() as connection:
        connection.execute(text("INSERT INTO moved_guest (user_id, guest_id, moved_at) VALUES (1, 7, 0)"))
    upgrade(empty, revision="0024")
    with empty.connect() as connection:
        assert connection.execute(text("SELECT guest_id FROM moved_guest WHERE NOT is_deleted")).scalar() == 7
