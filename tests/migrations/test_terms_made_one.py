"""The migration that notes what terms were made one with, on a database in which some were before it."""

from __future__ import annotations

import json

from sqlalchemy import Engine, text

from tests.migrations.filling import fill
from webapp.migrations import triggers, upgrade

EVENT = "INSERT INTO audit_event (at, action, detail, bank_id) VALUES (0, :action, :detail, :bank)"
TOPIC = "INSERT INTO topic (id, bank_id, key, title, retired_at) VALUES (:id, :bank, :key, :key, :at)"


def test_what_was_made_one_before_is_taken_from_the_audit(empty: Engine) -> None:
    upgrade(empty, revision="0004")
    with empty.begin() as connection:
        fill(connection)
    upgrade(empty, revision="0031")
    with empty.begin() as connection:
        connection.execute(text("UPDATE bank SET key = 'main'"))
        connection.execute(text("INSERT INTO bank (id, key, title, audience) VALUES (2, 'other', 'Other', 'members')"))
        for number, bank, key, at in (
            (10, 1, "banks", 1), (11, 1, "shores", 1), (12, 2, "banks", 1), (13, 1, "back", None)
        ):  # fmt: skip
            connection.execute(text(TOPIC), {"id": number, "bank": bank, "key": key, "at": at})
        for of_bank, detail in (
            (None, {"topic": "banks", "into": "shores"}),
            (1, {"topic": "shores", "into": "river"}),
            (1, {"topic": "back", "into": "river"}),
            (1, {}),
        ):
            event = {"action": "topic merged", "detail": json.dumps(detail), "bank": of_bank}
            connection.execute(text(EVENT), event)
    upgrade(empty, revision="0032")
    with empty.connect() as connection:
        found = connection.execute(text("SELECT bank_id, key, merged_into FROM topic ORDER BY id")).all()
        assert [tuple(row) for row in found] == [
            (1, "river", None), (1, "banks", "river"), (1, "shores", "river"), (2, "banks", None), (1, "back", None)
        ]  # fmt: skip
        assert triggers.present(connection) == triggers.wanted(connection.dialect.name)
