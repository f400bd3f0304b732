"""The statements of the answer path, written once and prepared as text for either driver.

SQLite takes ``:name``, psycopg ``%(name)s``; nothing else differs, but for the lock that PostgreSQL needs and SQLite,
where one transaction writes at a time, does not.
"""

# ruff: noqa: S608  # what is put into the statements are names of columns, from the tuples below

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields

from webapp.models.visible import BANKS_ON_POSTGRESQL, BANKS_ON_SQLITE
from webapp.scheduling.settings import POLICY_COLUMNS

CARD_COLUMNS = (
    "state", "step", "stability", "difficulty", "due_at", "answered_at", "study_day", "repetitions", "lapses",
    "suspended", "buried_until", "leech",
)  # fmt: skip
LOG_COLUMNS = (
    "user_id", "id", "question_id", "revision", "kind", "mode", "presentation", "answered_at", "received_at",
    "study_day", "duration_ms", "response", "outcome", "proposed", "rating", "state_before", "stability_before",
    "difficulty_before", "state_after", "stability_after", "difficulty_after", "due_at", "policy_id", "undoes",
)  # fmt: skip
DAY_COLUMNS = ("answers", "milliseconds", "new_cards", "reviews", "passed")
EVENT_COLUMNS = ("id", "kind", "mode", "answered_at", "policy_id", "rating", "duration_ms", "due_at", "undoes")


def _names(columns: Iterable[str], before: str = "") -> str:
    return ", ".join(before + column for column in columns)


def _set(columns: Iterable[str]) -> str:
    return ", ".join(f"{column} = excluded.{column}" for column in columns)


OWN_WEIGHTS = "(SELECT p.weights FROM memory_parameters p WHERE p.user_id = :user_id AND p.in_force)"

_VERSION = """coalesce({card_version}, (SELECT count(*) FROM review_log l
                         WHERE l.user_id = :user_id AND l.question_id = {question}))"""


_QUESTION_AND_CARD = f"""
        SELECT q.id, q.status, q.revision, {_VERSION.format(card_version="c.version", question="q.id")},
               {_names(POLICY_COLUMNS, "s.")}, {OWN_WEIGHTS}, {_names(CARD_COLUMNS, "c.")}
        FROM question q
             LEFT JOIN card c ON c.user_id = :user_id AND c.question_id = q.id
             LEFT JOIN user_settings s ON s.user_id = :user_id
        WHERE q.bank_id IN {{banks}} AND q.key = :key
        ORDER BY q.bank_id LIMIT 1"""


def _whose(name: str) -> str:
    """The user's id; of whoever was erased null, which no row of the log takes: an author's row stays, emptied."""
    return f'(SELECT id FROM "user" WHERE id = :{name} AND erasing_at IS NULL)'


_OWNER = _whose("user_id")
_LOG_VALUES = _names(LOG_COLUMNS[1:], ":")
_CARD_VERSION = "(SELECT version FROM card WHERE user_id = :user_id AND question_id = :question_id)"
_IS_IN_VERSION = f"{_VERSION.format(card_version=_CARD_VERSION, question=':question_id')} = :version"
_INSERT_LOG_IN_VERSION = f"""
        INSERT INTO review_log ({_names(LOG_COLUMNS)}) SELECT {_OWNER}, {_LOG_VALUES}
        WHERE {_IS_IN_VERSION} ON CONFLICT (user_id, id) DO NOTHING"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sql:
    """One text for each statement. A card's version is the number of its log rows, whether or not it has a row.

    ``insert_log_in_order`` writes nothing where the id is there already or the card is in another version. SQLite takes
    a quarter longer for a row that is selected than for one of values: there it is a key that is no key which makes it
    ignore the row. It then ignores any other row that the table does not take, too: ``insert_log`` says why.
    """

    lock_user: str | None = None
    question_and_card: str = _QUESTION_AND_CARD.format(banks="(SELECT id FROM bank)")
    visible_question_and_card: str = _QUESTION_AND_CARD.format(banks=BANKS_ON_SQLITE)
    settings: str = f"""
        SELECT {_names(POLICY_COLUMNS, "s.")}, {OWN_WEIGHTS}
        FROM "user" u LEFT JOIN user_settings s ON s.user_id = u.id WHERE u.id = :user_id"""
    revision: str = "SELECT revision FROM question WHERE id = :question_id"
    content: str = "SELECT content FROM question_revision WHERE question_id = :question_id AND number = :revision"
    changed_in: str = """
        SELECT max(number) FROM question_revision
        WHERE question_id = :question_id AND number > :revision AND changes_answer"""
    policy_id: str = "SELECT id FROM scheduling_policy WHERE digest = :digest"
    policy: str = "SELECT content FROM scheduling_policy WHERE id = :policy_id"
    insert_policy: str = """
        INSERT INTO scheduling_policy (digest, content) VALUES (:digest, :content) ON CONFLICT (digest) DO NOTHING"""
    is_in_version: str = f"SELECT {_IS_IN_VERSION}"
    is_logged: str = "SELECT 1 FROM review_log WHERE user_id = :user_id AND id = :id"
    insert_log: str = f"""
        INSERT INTO review_log ({_names(LOG_COLUMNS)}) VALUES ({_OWNER}, {_LOG_VALUES})"""
    insert_log_in_order: str = f"""
        INSERT OR IGNORE INTO review_log ({_names(LOG_COLUMNS)})
        VALUES (CASE WHEN {_IS_IN_VERSION} THEN {_OWNER} END, {_LOG_VALUES})"""
    update_card: str = f"""
        UPDATE card SET {", ".join(f"{column} = :{column}" for column in (*CARD_COLUMNS, "version"))}
        WHERE user_id = :user_id AND question_id = :question_id"""
    put_card: str = f"""
        INSERT INTO card (user_id, question_id, {_names(CARD_COLUMNS)}, version)
        VALUES (:user_id, :question_id, {_names(CARD_COLUMNS, ":")}, :version)
        ON CONFLICT (user_id, question_id) DO UPDATE SET {_set((*CARD_COLUMNS, "version"))}"""
    delete_card: str = "DELETE FROM card WHERE user_id = :user_id AND question_id = :question_id"
    lower_frontier: str = """
        UPDATE new_card_frontier SET position = (SELECT position FROM question WHERE id = :question_id)
        WHERE user_id = :user_id AND position > (SELECT position FROM question WHERE id = :question_id)"""
    add_to_day: str = f"""
        INSERT INTO review_day (user_id, study_day, {_names(DAY_COLUMNS)})
        VALUES (:user_id, :study_day, {_names(DAY_COLUMNS, ":")})
        ON CONFLICT (user_id, study_day) DO UPDATE
        SET {", ".join(f"{column} = review_day.{column} + excluded.{column}" for column in DAY_COLUMNS)}"""
    put_day: str = f"""
        INSERT INTO review_day (user_id, study_day, {_names(DAY_COLUMNS)})
        VALUES (:user_id, :study_day, {_names(DAY_COLUMNS, ":")})
        ON CONFLICT (user_id, study_day) DO UPDATE SET {_set(DAY_COLUMNS)}"""
    delete_empty_day: str = """
        DELETE FROM review_day WHERE user_id = :user_id AND study_day = :study_day AND answers = 0"""
    delete_day: str = "DELETE FROM review_day WHERE user_id = :user_id AND study_day = :study_day"
    logged: str = """
        SELECT question_id, revision, kind, mode, study_day FROM review_log WHERE user_id = :user_id AND id = :id"""
    card_events: str = f"""
        SELECT {_names(EVENT_COLUMNS)} FROM review_log WHERE user_id = :user_id AND question_id = :question_id"""
    user_events: str = f"""
        SELECT question_id, {_names(EVENT_COLUMNS)} FROM review_log WHERE user_id = :user_id ORDER BY question_id"""
    user_cards: str = f"""
        SELECT question_id, version, {_names(CARD_COLUMNS)} FROM card WHERE user_id = :user_id"""
    user_days: str = f"SELECT study_day, {_names(DAY_COLUMNS)} FROM review_day WHERE user_id = :user_id"
    copy_log: str = f"""
        INSERT INTO review_log ({_names(LOG_COLUMNS)})
        SELECT {_whose("to_user")}, {_names(LOG_COLUMNS[1:])} FROM review_log WHERE user_id = :user_id
        ON CONFLICT (user_id, id) DO NOTHING"""


def _for_psycopg(sql: Sql) -> Sql:
    texts = {field.name: getattr(sql, field.name) for field in fields(sql)}
    texts["insert_log_in_order"] = _INSERT_LOG_IN_VERSION
    texts["visible_question_and_card"] = _QUESTION_AND_CARD.format(banks=BANKS_ON_POSTGRESQL)
    texts["lock_user"] = "SELECT pg_advisory_xact_lock(7301, CAST(mod(:user_id, 2147483647) AS int))"
    return Sql(**{name: re.sub(r":(\w+)", r"%(\1)s", text) for name, text in texts.items()})


SQLITE = Sql()
POSTGRESQL = _for_psycopg(SQLITE)


def statements(*, is_sqlite: bool) -> Sql:
    """The statements for the database in use."""
    return SQLITE if is_sqlite else POSTGRESQL
