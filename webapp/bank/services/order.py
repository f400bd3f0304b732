"""The order in which new questions come: by importance, then as the files introduce them, then the others."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from question_bank.claims import Importance
from webapp.models import Question

_RANK = {importance.value: rank for rank, importance in enumerate(Importance)}


def write_order(session: Session, *, bank_id: int, file_order: Sequence[str]) -> None:
    """Number the questions that are not retired; only those whose place changed are written."""
    place = {key: number for number, key in enumerate(file_order)}
    rows = session.execute(
        select(Question.id, Question.key, Question.importance, Question.position).where(
            Question.bank_id == bank_id, Question.retired_at.is_(None)
        )
    ).all()
    ordered = sorted(
        rows, key=lambda row: (_RANK[row.importance], place.get(row.key, len(place)), row.position, row.id)
    )
    moved = [
        {"id": row.id, "position": position} for position, row in enumerate(ordered, 1) if row.position != position
    ]
    if moved:
        session.execute(update(Question), moved)
