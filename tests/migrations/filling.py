"""A few rows in the tables around the ledgers, by plain SQL of the first schema."""

from __future__ import annotations

from sqlalchemy import Connection, text

USER = 'INSERT INTO "user" (id, active, fs_uniquifier, created_at) VALUES (:id, :active, :unique, 0)'
STATEMENTS = (
    "INSERT INTO bank (id, key, title) VALUES (1, 'ferry', 'The ferry')",
    "INSERT INTO topic (id, bank_id, key, title) VALUES (1, 1, 'river', 'The river')",
    "INSERT INTO claim (id, bank_id, key, topic_id, revision) VALUES (1, 1, 'ferry-opened', 1, 1)",
    """INSERT INTO question (id, bank_id, key, kind, status, importance, position, primary_claim_id, revision)
    VALUES (1, 1, 'ferry-opened-year', 'date', 'published', 'core', 1, 1, 1)""",
)
REVISION = (
    "INSERT INTO {0}_revision ({0}_id, number, content, content_hash, created_at, why, changes_answer) "
    "VALUES (1, 1, '{{}}', :digest, 0, '', :no)"
)
LOG = (
    "INSERT INTO review_log (user_id, id, question_id, revision, kind, mode, answered_at, received_at, study_day) "
    "VALUES (:user, :id, 1, 1, 0, 0, 0, 0, 0)"
)


def fill(connection: Connection) -> None:
    """Two users, a claim, a question, a revision of each, and a row in each user's review log."""
    for number in (1, 2):
        connection.execute(text(USER), {"id": number, "active": True, "unique": f"u{number}"})
    for statement in STATEMENTS:
        connection.execute(text(statement))
    for table in ("claim", "question"):
        connection.execute(text(REVISION.format(table)), {"digest": bytes(32), "no": False})
    for number in (1, 2):
        connection.execute(text(LOG), {"user": number, "id": bytes([number]) * 16})
