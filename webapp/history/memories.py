"""The memories that a student has at present, one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import Card, Question
from webapp.scheduling.forgetting import retrievability
from webapp.scheduling.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentMemory:
    """``stability`` in days, ``difficulty`` 1 to 10, ``recall`` the chance of remembering now, 0 to 1.

    ``recall`` is None on the study day of the last answer: the curve says nothing of less than a day.
    """

    stability: float
    difficulty: float
    recall: float | None


def present_memories(session: Session, *, user_id: int, today: date, policy: Policy) -> list[PresentMemory]:
    """The memories of published questions whose cards are not suspended, on study day ``today``."""
    rows = session.execute(
        select(Card.stability, Card.difficulty, Card.study_day)
        .join(Question, Question.id == Card.question_id)
        .where(
            Card.user_id == user_id,
            Card.suspended.is_(False),
            Card.stability.is_not(None),
            Question.status == "published",
        )
    )
    return [
        PresentMemory(
            stability=stability,
            difficulty=difficulty,
            recall=_recall(stability, day, today, policy),
        )
        for stability, difficulty, day in rows
        if stability is not None and difficulty is not None
    ]


def _recall(stability: float, day: date | None, today: date, policy: Policy) -> float | None:
    if day is None or day >= today:
        return None
    return retrievability(stability, (today - day).days, policy.weights)
