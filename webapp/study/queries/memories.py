"""The memories of the cards that a person has in review."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from webapp.models import Card
from webapp.scheduling.memory import State

from .prepared import Prepared
from .queue import NOT_SUSPENDED

_IN_REVIEW = Prepared(
    select(Card.stability, Card.difficulty).where(
        Card.user_id == bindparam("user"), Card.state == int(State.REVIEW), NOT_SUSPENDED
    )
)


def memories_in_review(session: Session, *, user_id: int) -> Sequence[Sequence[Any]]:
    """Stability (days) and difficulty of each card in review that is not suspended."""
    return _IN_REVIEW.rows(session, {"user": user_id})
