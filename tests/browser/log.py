"""What reached the server: the review log, in the order in which things were done."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from webapp.db import Database
from webapp.models import Question, ReviewLog
from webapp.scheduling.fold import EventKind


@dataclass(frozen=True)
class Logged:
    question_key: str
    kind: int
    rating: int | None
    proposed: int | None
    outcome: str | None
    mode: int

    @property
    def is_undo(self) -> bool:
        return self.kind == EventKind.UNDO


def logged(database: Database) -> list[Logged]:
    """Every row of the log, by the time of the act."""
    asked = (
        select(Question.key, ReviewLog.kind, ReviewLog.rating, ReviewLog.proposed, ReviewLog.outcome, ReviewLog.mode)
        .join(Question, Question.id == ReviewLog.question_id)
        .order_by(ReviewLog.answered_at, ReviewLog.id)
    )
    with database.reader() as session:
        return [Logged(*row) for row in session.execute(asked)]


def ratings(database: Database) -> list[int]:
    """The grades that were given."""
    return [row.rating for row in logged(database) if row.rating is not None]
