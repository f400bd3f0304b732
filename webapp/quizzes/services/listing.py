"""The list of a student's quizzes, in pages."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from webapp.quizzes.queries import attempts
from webapp.quizzes.queries.attempts import AttemptRow

ROWS_A_PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptPage:
    """A page of the list; one beyond the last is the last."""

    rows: tuple[AttemptRow, ...]
    page: int
    pages: int
    total: int


def list_attempts(session: Session, *, user_id: int, page: int) -> AttemptPage:
    """The student's quizzes, the newest first."""
    total = attempts.attempt_count(session, user_id=user_id)
    pages = max(1, -(-total // ROWS_A_PAGE))
    page = min(page, pages)
    rows = attempts.attempts(session, user_id=user_id, offset=(page - 1) * ROWS_A_PAGE, most=ROWS_A_PAGE)
    return AttemptPage(rows=tuple(rows), page=page, pages=pages, total=total)
