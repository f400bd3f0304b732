"""The migration that brings actors and issues, on a database that was filled before it."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.migrations.filling import fill
from webapp.migrations import triggers, upgrade
from webapp.models import Topic


@pytest.fixture
def migrated_with_rows(empty: Engine) -> Engine:
    upgrade(empty, revision="0001")
    with empty.begin() as connection:
        fill(connection)
    upgrade(empty)
    return empty


def test_topic_of_before_has_no_line_and_no_aliases(migrated_with_rows: Engine) -> None:
    with Session(migrated_with_rows) as session:
        topic = session.get_one(Topic, 1)
        assert (topic.key, topic.line, topic.aliases) == ("river", None, [])


def test_claims_and_the_ledgers_are_what_they_were(migrated_with_rows: Engine) -> None:
    with migrated_with_rows.connect() as connection:
        for table, number in (("claim", 1), ("claim_revision", 1), ("review_log", 2), ("actor", 0), ("claim_issue", 0)):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == number
        assert triggers.present(connection) == triggers.wanted(connection.dialect.name)
    with pytest.raises(DBAPIError, match="it refuses DELETE"), migrated_with_rows.begin() as connection:
        connection.execute(text("DELETE FROM claim_revision"))


def test_claim_is_on_one_issue_at_most(migrated_with_rows: Engine) -> None:
    with migrated_with_rows.begin() as connection:
        for number in (1, 2):
            connection.execute(
                text("INSERT INTO issue (id, bank_id, key, question) VALUES (:id, 1, :key, 'Why?')"),
                {"id": number, "key": f"issue-{number}"},
            )
        connection.execute(text("INSERT INTO claim_issue (claim_id, issue_id) VALUES (1, 1)"))
    with pytest.raises(DBAPIError, match=r"(?i)unique"), migrated_with_rows.begin() as connection:
        connection.execute(text("INSERT INTO claim_issue (claim_id, issue_id) VALUES (1, 2)"))
