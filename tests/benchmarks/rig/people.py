"""People with cards to answer: known to the server by a session and by a token, with a history made by the services."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from webapp.accounts.services import make_token
from webapp.db import Database
from webapp.models.base import to_milliseconds
from webapp.reviews.entries import MOST_ENTRIES, read_entries
from webapp.reviews.record import record
from webapp.sqlite import sqlite_driver, sqlite_url

from .answering import Asked, Ids, asked, present
from .report import say
from .visitor import Visitor, start_guest

NEWEST_USER = 'SELECT max(id) FROM "user"'
QUESTIONS = """
SELECT q.key, q.revision, r.content FROM question q
JOIN question_revision r ON r.question_id = q.id AND r.number = q.revision
WHERE q.status = 'published' ORDER BY q.position, q.id
"""
EASY = 4  # a first answer of Easy brings a card into review at once
DAYS_AGO = 30  # longer ago than the first interval of an easy card: all are due


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who answers: ``seen`` are due reviews, ``unseen`` was never answered."""

    user_id: int
    session_headers: Mapping[str, str]
    token_headers: Mapping[str, str]
    seen: Sequence[Asked]
    unseen: Sequence[Asked]
    answered_before: frozenset[bytes]


def make_people(instance: Path, port: int, *, count: int, cards: int) -> list[Person]:
    """Guests of the server at ``port``, each with ``cards`` cards that are due and the other questions unseen."""
    now = present()
    database = Database(sqlite_url(instance), lock_file=instance / "write.lock")
    with closing(sqlite_driver().connect(sqlite_url(instance).removeprefix("sqlite:///"))) as connection:
        questions = all_questions(connection)
        people = []
        for number in range(count):
            visitor = start_guest(port)
            user_id = connection.execute(NEWEST_USER).fetchone()[0]
            before = answer_long_ago(database, user_id, questions[:cards], Ids(seed=1000 + number), now)
            people.append(
                Person(
                    user_id=user_id,
                    session_headers=session_headers(visitor),
                    token_headers=token_headers(database, user_id, now),
                    seen=questions[:cards],
                    unseen=questions[cards:],
                    answered_before=before,
                )
            )
    database.close()
    say(f"{count} people with {cards} cards each")
    return people


def all_questions(connection: Any) -> list[Asked]:
    """The published questions in the order in which new ones come."""
    return [asked(key, revision, json.loads(content)) for key, revision, content in connection.execute(QUESTIONS)]


def session_headers(visitor: Visitor) -> dict[str, str]:
    return {"Cookie": visitor.cookie_header, "X-CSRFToken": visitor.csrf_token}


def token_headers(database: Database, user_id: int, now: datetime) -> dict[str, str]:
    """The person's own token; the page that makes them is for accounts, the server takes a guest's all the same."""
    with database.writer() as session:
        made = make_token(session=session, user_id=user_id, name="benchmark", now=now)
    return {"Authorization": f"Bearer {made.token}"}


def answer_long_ago(
    database: Database, user_id: int, questions: Sequence[Asked], ids: Ids, now: datetime
) -> frozenset[bytes]:
    """Let the person have answered ``questions`` once, a month ago, by the services; the ids of the answers."""
    begin = now.astimezone(UTC) - timedelta(days=DAYS_AGO)
    wire: list[dict[str, object]] = []
    for number, question in enumerate(questions):
        at = to_milliseconds(begin + timedelta(seconds=10 * number))
        wire.append({"id": str(ids.at(at)), "card": question.key, "revision": question.revision, "answered_at": at,
                     "duration_ms": 6000, "rating": EASY})  # fmt: skip
    for start in range(0, len(wire), MOST_ENTRIES):
        results = record(database, user_id=user_id, entries=read_entries(wire[start : start + MOST_ENTRIES]), now=now)
        if any(result.status != "recorded" for result in results):
            raise RuntimeError(f"an answer of long ago was not recorded: {results[0]}")
    return frozenset(bytes.fromhex(str(entry["id"]).replace("-", "")) for entry in wire)
