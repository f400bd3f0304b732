"""The memories that a student has at present."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Integer, select, type_coerce
from sqlalchemy.orm import Session

from webapp.models import Card, Question
from webapp.models.base import to_day_number
from webapp.scheduling.forgetting import curve
from webapp.scheduling.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentMemories:
    """Of each memory its stability in days, its difficulty, 1 to 10, and the chance of remembering now, 0 to 1.

    Each column is in the order of its own values: there may be thousands, and what is asked is how many lie where. What
    was answered on this study day has no chance: the curve says nothing of less than a day.
    """

    stabilities: list[float]
    difficulties: list[float]
    recalls: list[float]


def present_memories(session: Session, *, user_id: int, today: date, policy: Policy) -> PresentMemories:
    """The memories of published questions whose cards are not suspended, on study day ``today``."""
    memories = select(Card.stability, Card.difficulty, type_coerce(Card.study_day, Integer)).join(
        Question, Question.id == Card.question_id
    )
    rows = session.connection().execute(  # no entities are read: the ORM would look at each row for nothing
        memories.where(
            Card.user_id == user_id,
            Card.suspended.is_(False),
            Card.stability.is_not(None),
            Question.status == "published",
        )
    )
    known: Sequence[Any] = rows.all()
    recall, day = curve(policy.weights), to_day_number(today)
    return PresentMemories(
        stabilities=sorted(stability for stability, _, _ in known),
        difficulties=sorted(difficulty for _, difficulty, _ in known),
        recalls=sorted(
            recall(stability, day - last) for stability, _, last in known if last is not None and last < day
        ),
    )
