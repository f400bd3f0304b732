"""The migration that brings questions in review, on a database that was filled before it."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from tests.migrations.filling import fill
from webapp.migrations import triggers, upgrade

STATUS = text("UPDATE question SET status = :status WHERE id = 1")


def test_questions_stay_and_can_be_in_review_and_nothing_else_is_allowed_more(empty: Engine) -> None:
    upgrade(empty, revision="0010")
    with empty.begin() as connection:
        fill(connection)
    upgrade(empty, revision="0011")
    with empty.begin() as connection:
        assert connection.execute(text("SELECT key, status, revision FROM question")).one() == (
            "ferry-opened-year", "published", 1,
        )  # fmt: skip
        connection.execute(STATUS, {"status": "review"})
        assert triggers.present(connection) == triggers.wanted(connection.dialect.name)
    for statement in (STATUS, text("UPDATE question SET importance = :status WHERE id = 1")):
        with empty.connect() as connection, pytest.raises(IntegrityError):
            connection.execute(statement, {"status": "unheard-of"})
