from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from tests.migrations.filling import LOG, fill
from webapp.migrations import triggers

CHANGES = (
    "UPDATE article_revision SET why = 'other'",
    "DELETE FROM article_revision",
    "UPDATE claim_revision SET why = 'other'",
    "DELETE FROM claim_revision",
    "UPDATE question_revision SET why = 'other'",
    "DELETE FROM question_revision",
    "UPDATE review_log SET rating = 4",
    "DELETE FROM review_log",
)
EMPTYING = (
    "TRUNCATE article_revision",
    "TRUNCATE claim_revision",
    "TRUNCATE question_revision CASCADE",  # a quiz pins revisions: without CASCADE that alone would refuse it
    "TRUNCATE review_log",
    "TRUNCATE review_log CASCADE",
)
ARTICLE = (
    """INSERT INTO article (id, bank_id, key, title, authors, published_on, language, inferred)
    VALUES (1, 1, 'ferry', 'The ferry', '[]', '1951', 'en', '{}')""",
    """INSERT INTO article_revision (article_id, number, content, content_hash, created_at, why)
    VALUES (1, 1, '{}', :digest, 0, '')""",
)
REPLACING = LOG.replace("INSERT", "INSERT OR REPLACE")


@pytest.fixture
def filled(migrated: Engine) -> Engine:
    with migrated.begin() as connection:
        fill(connection)
        for statement in ARTICLE:
            connection.execute(text(statement), {"digest": bytes(32)})
    return migrated


def changes_of(engine: Engine) -> tuple[str, ...]:
    return CHANGES if engine.dialect.name == "sqlite" else CHANGES + EMPTYING


def test_ledgers_refuse_every_change(filled: Engine) -> None:
    for change in changes_of(filled):
        with pytest.raises(DBAPIError, match="is a ledger: it refuses"), filled.begin() as connection:
            connection.execute(text(change))


def test_without_the_triggers_every_one_of_these_changes_passes(filled: Engine) -> None:
    for change in changes_of(filled):
        with filled.connect() as connection:
            triggers.drop(connection)
            connection.execute(text(change))
            connection.rollback()


def test_replacing_a_row_of_the_log_is_refused(sqlite: Engine) -> None:
    row = {"user": 1, "id": bytes([1]) * 16}
    with sqlite.begin() as connection:
        fill(connection)
    with pytest.raises(DBAPIError, match="refuses DELETE"), sqlite.begin() as connection:
        connection.execute(text(REPLACING), row)


def test_rows_of_a_user_being_erased_may_be_deleted_and_only_those(filled: Engine) -> None:
    with filled.begin() as connection:
        connection.execute(text('UPDATE "user" SET erasing_at = 1 WHERE id = 1'))
        connection.execute(text("DELETE FROM review_log WHERE user_id = 1"))
    with pytest.raises(DBAPIError, match="refuses DELETE"), filled.begin() as connection:
        connection.execute(text("DELETE FROM review_log WHERE user_id = 2"))
    with filled.begin() as connection:
        connection.execute(text('UPDATE "user" SET erasing_at = 1 WHERE id = 2'))
    with pytest.raises(DBAPIError, match="refuses UPDATE"), filled.begin() as connection:
        connection.execute(text("UPDATE review_log SET rating = 1 WHERE user_id = 2"))
