"""Imported drafts that wait beside the bank."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.models import ImportedQuestion


class ImportedRow(NamedTuple):
    """An imported draft. ``question_id``: what it became in the bank, None as long as it waits."""

    id: int
    bank_id: int
    name: str
    file: str
    data: dict[str, Any]
    imported_at: datetime
    question_id: int | None


_ROW = select(
    ImportedQuestion.id,
    ImportedQuestion.bank_id,
    ImportedQuestion.name,
    ImportedQuestion.file,
    ImportedQuestion.data,
    ImportedQuestion.imported_at,
    ImportedQuestion.question_id,
)
_WAITS = ImportedQuestion.question_id.is_(None)


def imported(session: Session, *, number: int) -> ImportedRow | None:
    """The draft of this number."""
    row = session.execute(_ROW.where(ImportedQuestion.id == number)).one_or_none()
    return None if row is None else ImportedRow._make(row)


def waiting(session: Session, *, first: int, most: int) -> list[ImportedRow]:
    """Drafts that are not in the bank yet, in the order of their coming, from number ``first`` (0 is the first) on."""
    rows = session.execute(_ROW.where(_WAITS).order_by(ImportedQuestion.id).offset(first).limit(most))
    return [ImportedRow._make(row) for row in rows]


def waiting_count(session: Session) -> int:
    """How many drafts wait."""
    return session.scalar(select(func.count()).select_from(ImportedQuestion).where(_WAITS)) or 0
