"""Cards, log rows and study days put straight into the tables, for tests of what is read from them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from webapp.models import Card, ReviewDay, ReviewLog, User, UserSettings


@dataclass(frozen=True, kw_only=True)
class Stored:
    """A card; ``answered_on`` is the study day of its last answer."""

    question_id: int
    state: int
    due_at: datetime | None
    answered_on: date | None = None
    suspended: bool = False
    buried_until: date | None = None
    leech: bool = False


def put_user(session: Session, *, now: datetime) -> int:
    """A guest; its id."""
    user = User(fs_uniquifier=uuid.uuid4().hex, created_at=now, active=True)
    session.add(user)
    session.flush()
    return user.id


def put_cards(session: Session, user_id: int, cards: list[Stored]) -> None:
    """Store the cards, each answered on its day with one row in the log."""
    if cards:
        session.execute(insert(Card), [_card(user_id, card) for card in cards])
    rows = [_log(user_id, card) for card in cards if card.answered_on is not None]
    if rows:
        session.execute(insert(ReviewLog), rows)


def put_day(session: Session, user_id: int, day: date, *, new: int, reviews: int, milliseconds: int = 0) -> None:
    """Store what was done on a study day."""
    session.add(
        ReviewDay(user_id=user_id, study_day=day, answers=new + reviews, milliseconds=milliseconds, new_cards=new,
                  reviews=reviews, passed=reviews)
    )  # fmt: skip
    session.flush()


def put_settings(session: Session, user_id: int, **chosen: object) -> None:
    """Store settings, defaults where none are named."""
    session.add(UserSettings(user_id=user_id, **{"zone": "UTC", **chosen}))
    session.flush()


def _card(user_id: int, card: Stored) -> dict[str, object]:
    return {
        "user_id": user_id, "question_id": card.question_id, "state": card.state,
        "step": 0 if card.state in {1, 3} else None, "stability": None if card.state == 0 else 3.0,
        "difficulty": None if card.state == 0 else 5.0, "due_at": card.due_at, "answered_at": None,
        "study_day": card.answered_on, "repetitions": 0 if card.state == 0 else 2, "lapses": 0,
        "suspended": card.suspended, "buried_until": card.buried_until, "leech": card.leech, "version": 1,
    }  # fmt: skip


def _log(user_id: int, card: Stored) -> dict[str, object]:
    at = datetime.fromisoformat(f"{card.answered_on}T12:00:00+00:00")
    return {
        "user_id": user_id, "id": card.question_id.to_bytes(16, "big"), "question_id": card.question_id,
        "revision": 1, "kind": 0, "mode": 0, "answered_at": at, "received_at": at, "study_day": card.answered_on,
        "rating": 3,
    }  # fmt: skip
