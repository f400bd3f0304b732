"""Reports made, answered, closed and opened again. Nothing here commits."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import Report

from . import queries
from .queries import AskedQuestion

MOST_OPEN = 50


class TooManyOpenError(ValueError):
    """The person has as many reports that wait for an answer as anybody may have."""


class NoSuchReportError(LookupError):
    """There is no such report."""


class AnotherReportError(ValueError):
    """The id is that of another report."""


def make_report(
    session: Session, *, user_id: int, report_id: UUID, question: AskedQuestion, what: str, words: str, now: datetime
) -> None:
    """Keep a report of the question as it was shown. The same id again changes nothing.

    Raises TooManyOpenError, and AnotherReportError where somebody else has a report with this id.
    """
    known = session.scalars(select(Report).where(Report.id == report_id.bytes)).one_or_none()
    if known is not None:
        if known.user_id != user_id:
            raise AnotherReportError(f"{report_id} is another report")
        return
    if queries.open_reports(session, user_id=user_id) >= MOST_OPEN:
        raise TooManyOpenError(f"{MOST_OPEN} reports are open")
    session.add(
        Report(
            user_id=user_id,
            id=report_id.bytes,
            question_id=question.question_id,
            revision=question.revision,
            at=now,
            what=what,
            words=words,
            status="open",
        )
    )
    session.flush()


def answer_report(session: Session, *, report_id: UUID, text: str, by: int, now: datetime) -> None:
    """Answer a report, or with an empty ``text`` close it without a word. An earlier answer is replaced.

    Raises NoSuchReportError.
    """
    report = _report(session, report_id)
    report.status, report.answer = ("answered", text) if text else ("closed", None)
    report.answered_by, report.answered_at = by, now
    session.flush()


def reopen_report(session: Session, *, report_id: UUID) -> None:
    """Put a report back among those that wait; its answer is taken back. Raises NoSuchReportError."""
    report = _report(session, report_id)
    report.status, report.answer, report.answered_by, report.answered_at = "open", None, None, None
    session.flush()


def _report(session: Session, report_id: UUID) -> Report:
    found = session.scalars(select(Report).where(Report.id == report_id.bytes)).one_or_none()
    if found is None:
        raise NoSuchReportError(f"there is no report {report_id}")
    return found
