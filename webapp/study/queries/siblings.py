"""The other questions on a question's claim."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from webapp.models import Question


def sibling_ids(session: Session, *, question_id: int, most: int) -> list[int]:
    """The ids of the published questions that have the same primary claim, in the order of the bank."""
    own = aliased(Question)
    statement = (
        select(Question.id)
        .join(own, own.primary_claim_id == Question.primary_claim_id)
        .where(own.id == question_id, Question.id != question_id, Question.status == "published")
        .order_by(Question.position, Question.id)
        .limit(most)
    )
    return list(session.scalars(statement))
