"""What instructors said to one another about a question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import QuestionComment, User


class CommentRow(NamedTuple):
    """A comment. ``author`` is None of somebody who has gone; ``answers`` is the comment that it stands under."""

    id: int
    answers: int | None
    revision: int
    author: str | None
    at: datetime
    words: str
    resolved_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A comment and what was answered to it, the oldest first."""

    first: CommentRow
    answers: tuple[CommentRow, ...]

    @property
    def said(self) -> tuple[CommentRow, ...]:
        """All of it, in its order."""
        return (self.first, *self.answers)

    @property
    def is_open(self) -> bool:
        return self.first.resolved_at is None


def threads(session: Session, *, question_id: int) -> list[Thread]:
    """What was said about a question: what is open first, each part the oldest first."""
    rows = session.execute(
        select(QuestionComment.id, QuestionComment.answers, QuestionComment.revision, User.email, QuestionComment.at,
               QuestionComment.words, QuestionComment.resolved_at)
        .outerjoin(User, User.id == QuestionComment.author_id)
        .where(QuestionComment.question_id == question_id)
        .order_by(QuestionComment.id)
    )  # fmt: skip
    said = [CommentRow._make(row) for row in rows]
    found = [
        Thread(first=first, answers=tuple(each for each in said if each.answers == first.id))
        for first in said
        if first.answers is None
    ]
    return sorted(found, key=lambda thread: (not thread.is_open, thread.first.id))
