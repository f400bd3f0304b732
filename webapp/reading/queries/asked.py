"""A question of an article as it is answered where it stands, and what the person's card of it is."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import Bank, Card, Question


class AskedRow(NamedTuple):
    """A published question; ``state`` and ``repetitions`` are those of the person's card, None where there is none."""

    claim_id: int
    question_id: int
    key: str
    revision: int
    state: int | None
    repetitions: int | None


def asked_question(session: Session, *, user_id: int, key: str) -> AskedRow | None:
    """The published question with this key; None if there is none."""
    row = session.execute(
        select(
            Question.primary_claim_id,
            Question.id,
            Question.key,
            Question.revision,
            Card.state,
            Card.repetitions,
        )
        .join(Bank, Bank.id == Question.bank_id)  # keys are unique, and indexed, within one
        .outerjoin(Card, (Card.question_id == Question.id) & (Card.user_id == user_id))
        .where(Question.key == key, Question.status == "published")
        .order_by(Bank.id)
        .limit(1)
    ).one_or_none()
    return None if row is None else AskedRow._make(row)
