"""A student of the tests: sends entries as a client would and reads what became of them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from tests.conftest import MONDAY
from webapp.db import Database
from webapp.models import Card, Question, ReviewDay, ReviewLog
from webapp.models.base import from_milliseconds, to_milliseconds
from webapp.reviews.entries import read_entries
from webapp.reviews.rebuild import Difference, rebuild
from webapp.reviews.record import Result, record

_COMMON = {"claims": ["ferry"], "status": "published", "importance": "core", "explanation": "The rope says it all."}
QUESTIONS: tuple[tuple[dict[str, Any], str], ...] = (
    ({"id": "rope", "kind": "card", "front": "What pulls the ferry?", "back": "A rope.", **_COMMON}, "published"),
    (
        {
            "id": "bank",
            "kind": "choice",
            "stem": "On which bank is the mill?",
            "options": [
                {"key": "a", "text": "Left", "right": True},
                {"key": "b", "text": "Right", "feedback": "That is the inn."},
                {"key": "c", "text": "Both", "feedback": "There is one mill."},
            ],
            **_COMMON,
        },
        "published",
    ),
    ({"id": "year", "kind": "short", "stem": "When did it begin?", "accept": ["1874"], **_COMMON}, "published"),
    ({"id": "secret", "kind": "card", "front": "Not yet?", "back": "Not yet.", **_COMMON}, "draft"),
)


KEYS = ("rope", "bank", "year")


def new_id() -> str:
    return str(uuid.uuid4())


def answer(card: str, at: datetime, **more: Any) -> dict[str, Any]:
    """An answer as it comes over the wire; rated Good unless something else is said."""
    how = {} if "rating" in more or "response" in more else {"rating": 3}
    return {"id": new_id(), "card": card, "revision": 1, "answered_at": to_milliseconds(at), **how, **more}


def action(card: str, name: str, at: datetime) -> dict[str, Any]:
    return {"id": new_id(), "card": card, "action": name, "answered_at": to_milliseconds(at)}


def undo(undone: dict[str, Any], at: datetime) -> dict[str, Any]:
    return {"id": new_id(), "undoes": undone["id"], "answered_at": to_milliseconds(at)}


@dataclass(frozen=True)
class Student:
    database: Database
    id: int

    def send(self, *entries: object, now: datetime | None = None) -> list[Result]:
        """Record ``entries`` in one request, received at ``now`` or else when the last of them was made."""
        times = [entry["answered_at"] for entry in entries if isinstance(entry, dict) and "answered_at" in entry]
        received = now or max((_instant(time) for time in times), default=MONDAY)
        return record(self.database, user_id=self.id, entries=read_entries(list(entries)), now=received)

    def send_one(self, entry: object, now: datetime | None = None) -> Result:
        (result,) = self.send(entry, now=now)
        return result

    def card(self, key: str) -> Card | None:
        with self.database.reader() as session:
            return session.scalar(
                select(Card)
                .join(Question, Question.id == Card.question_id)
                .where(Card.user_id == self.id, Question.key == key)
            )

    def known_card(self, key: str) -> Card:
        card = self.card(key)
        assert card is not None
        return card

    def log(self) -> list[ReviewLog]:
        with self.database.reader() as session:
            return list(
                session.scalars(select(ReviewLog).where(ReviewLog.user_id == self.id).order_by(ReviewLog.answered_at))
            )

    def days(self) -> list[ReviewDay]:
        with self.database.reader() as session:
            return list(
                session.scalars(select(ReviewDay).where(ReviewDay.user_id == self.id).order_by(ReviewDay.study_day))
            )

    def differences(self) -> list[Difference]:
        """What a rebuild would change."""
        with self.database.writer() as session:
            return rebuild(session, user_id=self.id, check=True)


def _instant(milliseconds: Any) -> datetime:
    return from_milliseconds(milliseconds)
