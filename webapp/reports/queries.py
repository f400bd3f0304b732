"""Reports as their pages show them, and the questions they are about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, Select, and_, func, select
from sqlalchemy.orm import Session

from webapp.models import Bank, Question, QuestionRevision, Report, User


class AskedQuestion(NamedTuple):
    """A question in one of its revisions. ``newest`` is the number of the last one."""

    question_id: int
    key: str
    status: str
    newest: int
    revision: int
    content: dict[str, Any]
    is_own: bool = False  # of a deck that its student brought for themselves alone


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """A report with the question as it was shown. ``email`` is None of a guest."""

    id: UUID
    question: AskedQuestion
    email: str | None
    at: datetime
    what: str
    words: str
    status: str
    answer: str | None
    answered_at: datetime | None


_COLUMNS = (
    Report.id,
    Report.at,
    Report.what,
    Report.words,
    Report.status,
    Report.answer,
    Report.answered_at,
    User.email,
    Question.id,
    Question.key,
    Question.status,
    Question.revision,
    Report.revision,
    QuestionRevision.content,
)


def asked_question(session: Session, *, key: str, revision: int | None) -> AskedQuestion | None:
    """The question with this key in a revision (None: the newest); None if there is no such question or revision."""
    shown = QuestionRevision.number == (Question.revision if revision is None else revision)
    row = session.execute(
        select(Question.id, Question.key, Question.status, Question.revision, QuestionRevision.number,
               QuestionRevision.content, Bank.audience == "owner")
        .join(Bank, Bank.id == Question.bank_id)
        .join(QuestionRevision, and_(QuestionRevision.question_id == Question.id, shown))
        .where(Question.key == key)
        .order_by(Question.bank_id)
        .limit(1)
    ).one_or_none()  # fmt: skip
    return None if row is None else AskedQuestion._make(row)


def own_reports(session: Session, *, user_id: int, most: int) -> list[ReportRow]:
    """What a person reported, the newest first."""
    rows = session.execute(_reports().where(Report.user_id == user_id).order_by(Report.at.desc()).limit(most))
    return [_row(row) for row in rows]


def reports(session: Session, *, status: str, offset: int, most: int) -> list[ReportRow]:
    """Everybody's reports of a status, the oldest first while they are open, else the newest."""
    order = Report.at.asc() if status == "open" else Report.at.desc()
    rows = session.execute(
        _reports().where(Report.status == status).order_by(order, Report.id).offset(offset).limit(most)
    )
    return [_row(row) for row in rows]


def counts(session: Session) -> dict[str, int]:
    """How many reports there are of each status that has any."""
    rows = session.execute(select(Report.status, func.count()).group_by(Report.status))
    return {row[0]: row[1] for row in rows}


def open_reports(session: Session, *, user_id: int) -> int:
    """How many of a person's reports wait for an answer."""
    found = select(func.count()).select_from(Report).where(Report.user_id == user_id, Report.status == "open")
    return session.scalar(found) or 0


def _reports() -> Select[*tuple[Any, ...]]:
    shown = and_(QuestionRevision.question_id == Report.question_id, QuestionRevision.number == Report.revision)
    return (
        select(*_COLUMNS)
        .select_from(Report)
        .join(User, User.id == Report.user_id)
        .join(Question, Question.id == Report.question_id)
        .join(QuestionRevision, shown)
    )


def _row(row: Row[*tuple[Any, ...]]) -> ReportRow:
    name, at, what, words, status, answer, answered_at, email, question_id, key, question_status, newest, *shown = row
    revision, content = shown
    question = AskedQuestion(question_id, key, question_status, newest, revision, content)
    return ReportRow(id=UUID(bytes=bytes(name)), question=question, email=email, at=at, what=what, words=words,
                     status=status, answer=answer, answered_at=answered_at)  # fmt: skip
