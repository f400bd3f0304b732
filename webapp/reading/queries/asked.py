"""Questions of an article as they are answered where they stand, and what the person's cards of them are."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Select, select
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
        _asked(user_id)
        .join(Bank, Bank.id == Question.bank_id)  # keys are unique, and indexed, within one
        .where(Question.key == key)
        .order_by(Bank.id)
        .limit(1)
    ).one_or_none()
    return None if row is None else AskedRow._make(row)


def asked_about(session: Session, *, user_id: int, claim_ids: Collection[int]) -> list[AskedRow]:
    """The published questions of the claims, in the order in which new ones come."""
    rows = session.execute(
        _asked(user_id).where(Question.primary_claim_id.in_(claim_ids)).order_by(Question.position, Question.id)
    )
    return [AskedRow._make(row) for row in rows]


def _asked(user_id: int) -> Select[int, int, str, int, int, int]:
    return (
        select(
            Question.primary_claim_id,
            Question.id,
            Question.key,
            Question.revision,
            Card.state,
            Card.repetitions,
        )
        .outerjoin(Card, (Card.question_id == Question.id) & (Card.user_id == user_id))
        .where(Question.status == "published")
    )
