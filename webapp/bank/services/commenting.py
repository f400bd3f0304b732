"""Comments on questions: said, answered, resolved, opened again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.bank.queries.questions import QuestionRow
from webapp.models import QuestionComment


class NoSuchCommentError(LookupError):
    """The question has no such comment, or it is an answer where a comment is meant."""


def comment(
    session: Session, *, question: QuestionRow, author_id: int, words: str, now: datetime, answers: int | None = None
) -> int:
    """Say something about a question, or answer the comment ``answers``, which is open again then; the comment's id.

    Raises NoSuchCommentError.
    """
    if answers is not None:
        answered = _comment(session, question, answers)
        answered.resolved_at, answered.resolved_by = None, None
    said = QuestionComment(
        question_id=question.id, answers=answers, revision=question.revision, author_id=author_id, at=now, words=words
    )
    session.add(said)
    session.flush()
    return said.id


def resolve(
    session: Session, *, question: QuestionRow, comment_id: int, by: int, now: datetime, is_resolved: bool
) -> None:
    """Say that nothing is left to do about a comment, or that there is again. Raises NoSuchCommentError."""
    found = _comment(session, question, comment_id)
    found.resolved_at, found.resolved_by = (now, by) if is_resolved else (None, None)
    session.flush()


def _comment(session: Session, question: QuestionRow, comment_id: int) -> QuestionComment:
    found = session.get(QuestionComment, comment_id)
    if found is None or found.question_id != question.id or found.answers is not None:
        raise NoSuchCommentError(f"{question.key} has no comment {comment_id}")
    return found
