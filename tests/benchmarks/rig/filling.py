"""Fill an SQLite database with many questions, people and reviews in little time, by plain SQL past the application.

The rows are such as the application writes, but for the memories: those are plausible, not folded from the log.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from webapp.models.base import to_day_number, to_milliseconds
from webapp.scheduling.settings import StudySettings
from webapp.sqlite import sqlite_driver, sqlite_url

from .report import say

DAY_MS = 86_400_000
ANSWER_MS = 9_000
NOON_MS = DAY_MS // 2
AT_ONCE = 50_000  # log rows a statement

COPIES = """
WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < :copies)
"""
MULTIPLY = (
    """INSERT INTO claim (id, bank_id, key, topic_id, revision)
    SELECT id + n * :claims, bank_id, key || '-' || n, topic_id, revision FROM claim, copy WHERE id <= :claims""",
    """INSERT INTO claim_revision (claim_id, number, content, content_hash, created_at, why, changes_answer)
    SELECT claim_id + n * :claims, number, content, content_hash, created_at, why, changes_answer
    FROM claim_revision, copy WHERE claim_id <= :claims""",
    """INSERT INTO claim_passage (claim_id, passage_id, position)
    SELECT claim_id + n * :claims, passage_id, position FROM claim_passage, copy WHERE claim_id <= :claims""",
    """INSERT INTO claim_link (claim_id, other_id, kind)
    SELECT claim_id + n * :claims, other_id + n * :claims, kind FROM claim_link, copy
    WHERE claim_id <= :claims AND other_id <= :claims""",
    """INSERT INTO question (id, bank_id, key, kind, status, importance, position, primary_claim_id, revision)
    SELECT id + n * :questions, bank_id, key || '-' || n, kind, status, importance, position + n * :positions,
           primary_claim_id + n * :claims, revision FROM question, copy WHERE id <= :questions""",
    """INSERT INTO question_revision (question_id, number, content, content_hash, created_at, why, changes_answer)
    SELECT question_id + n * :questions, number, content, content_hash, created_at, why, changes_answer
    FROM question_revision, copy WHERE question_id <= :questions""",
    """INSERT INTO question_claim (question_id, claim_id, role)
    SELECT question_id + n * :questions, claim_id + n * :claims, role FROM question_claim, copy
    WHERE question_id <= :questions""",
)
"""Statements that repeat the whole bank ``:copies`` times under other keys; siblings stay siblings within a copy."""

PEOPLE = """
WITH RECURSIVE person(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM person WHERE n < :count)
INSERT INTO "user" (id, active, fs_uniquifier, created_at)
SELECT :first + n - 1, 1, 'bench-' || (:first + n), :now FROM person
"""
PUBLISHED = "SELECT id FROM question WHERE status = 'published' ORDER BY position, id"
POLICY = "INSERT INTO scheduling_policy (digest, content) VALUES (?, ?)"
LOG = """
INSERT INTO review_log (user_id, id, question_id, revision, kind, mode, presentation, answered_at, received_at,
    study_day, duration_ms, response, outcome, proposed, rating, state_before, stability_before, difficulty_before,
    state_after, stability_after, difficulty_after, due_at, policy_id, undoes)
VALUES (?, ?, ?, 1, 0, 0, '{"seed":1}', ?, ?, ?, 9000, '{"text":"2014"}', 'right', 3, 3, 2, 12.5, 5.5, 2, 25.0, 5.4,
    ?, ?, NULL)
"""
CARD = """
INSERT INTO card (user_id, question_id, state, step, stability, difficulty, due_at, answered_at, study_day,
    repetitions, lapses, suspended, buried_until, leech, version)
VALUES (?, ?, 2, NULL, 25.0, 5.4, ?, ?, ?, ?, 0, 0, NULL, 0, ?)
"""
REVIEW_DAY = """
INSERT INTO review_day (user_id, study_day, answers, milliseconds, new_cards, reviews, passed)
VALUES (?, ?, ?, ?, 0, ?, ?)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """``cards`` cards in review, each with ``rows`` rows in the log, ``between`` days apart; ``due`` are due now."""

    cards: int
    rows: int
    due: int
    between: int = 5


@contextmanager
def open_for_filling(instance: Path) -> Iterator[Any]:
    """The driver's connection to an installation's SQLite database, fast and unsafe; committed at the end."""
    with closing(sqlite_driver().connect(sqlite_url(instance).removeprefix("sqlite:///"))) as connection:
        for pragma in ("synchronous=OFF", "foreign_keys=OFF", "cache_size=-200000"):
            connection.execute(f"PRAGMA {pragma}")
        yield connection
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def multiply_bank(connection: Any, wanted: int) -> None:
    """Repeat the bank under other keys until it has at least ``wanted`` published questions."""
    published = connection.execute("SELECT count(*) FROM question WHERE status = 'published'").fetchone()[0]
    copies = -(-wanted // published) - 1
    if copies < 1:
        return
    highest = connection.execute(
        "SELECT (SELECT max(id) FROM claim), max(id), max(position) + 1 FROM question"
    ).fetchone()
    values = {"copies": copies, **dict(zip(("claims", "questions", "positions"), highest, strict=True))}
    for statement in MULTIPLY:
        into, select = statement.split("SELECT", 1)
        connection.execute(f"{COPIES}{into}SELECT{select}", values)


def add_people(connection: Any, count: int, now: datetime) -> list[int]:
    """Make so many guests; their ids."""
    first: int = connection.execute('SELECT coalesce(max(id), 0) + 1 FROM "user"').fetchone()[0]
    connection.execute(PEOPLE, {"first": first, "count": count, "now": to_milliseconds(now)})
    return list(range(first, first + count))


def add_history(connection: Any, people: Sequence[tuple[int, Habit]], now: datetime) -> None:
    """Give each person (an id and a habit) cards, and the reviews and days that these come from."""
    content = json.dumps(StudySettings().policy.to_json(), sort_keys=True, separators=(",", ":"))
    policy = connection.execute(POLICY, (hashlib.sha256(content.encode()).digest(), content)).lastrowid
    questions = [row[0] for row in connection.execute(PUBLISHED)]
    total = sum(habit.cards * habit.rows for _, habit in people)
    done = reported = 0
    rows: list[tuple[Any, ...]] = []
    for user_id, habit in people:
        days: Counter[int] = Counter()
        rows += _log_rows(user_id, habit, questions, now, policy, days)
        connection.executemany(CARD, _card_rows(user_id, habit, questions, now))
        connection.executemany(REVIEW_DAY, [(user_id, day, answers, answers * ANSWER_MS, answers, answers)
                                            for day, answers in sorted(days.items())])  # fmt: skip
        done += habit.cards * habit.rows
        if len(rows) >= AT_ONCE or done == total:
            connection.executemany(LOG, rows)
            rows.clear()
        if done - reported >= total // 5 and total >= AT_ONCE:
            say(f"  {done:,} of {total:,} log rows")
            reported = done


def _last_answer(habit: Habit, place: int, today: int) -> int:
    """The day of a card's last answer: far enough in the past for the due ones, lately for the others."""
    return today - (40 if place < habit.due else 1 + place % 20)


def _log_rows(
    user_id: int, habit: Habit, questions: Sequence[int], now: datetime, policy: int, days: Counter[int]
) -> Iterator[tuple[Any, ...]]:
    """A person's log, in the order of its key: ids begin with the time, as those of UUID version 7 do."""
    today = to_day_number(StudySettings().policy.calendar.day_of(now))
    made = sorted(
        (_last_answer(habit, place, today) - habit.between * (habit.rows - 1 - row), place)
        for place in range(habit.cards)
        for row in range(habit.rows)
    )
    for number, (day, place) in enumerate(made):
        instant = day * DAY_MS + NOON_MS + number % 1000
        name = ((instant << 80) | (7 << 76) | (2 << 62) | number).to_bytes(16, "big")
        days[day] += 1
        due_at = (day + 25) * DAY_MS + NOON_MS
        yield (user_id, name, questions[place], instant, instant, day, due_at, policy)


def _card_rows(user_id: int, habit: Habit, questions: Sequence[int], now: datetime) -> Iterator[tuple[Any, ...]]:
    today = to_day_number(StudySettings().policy.calendar.day_of(now))
    for place in range(habit.cards):
        day = _last_answer(habit, place, today)
        past, future = now - timedelta(hours=1 + place % 24), now + timedelta(days=2 + place % 30)
        due_at = to_milliseconds(past if place < habit.due else future)
        yield (user_id, questions[place], due_at, day * DAY_MS + NOON_MS, day, habit.rows, habit.rows)
