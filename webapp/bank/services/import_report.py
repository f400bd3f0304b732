"""What became of each item of a file that was taken over, kept for a day."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from question_bank.words import from_json, to_json
from webapp.bank.queries.stored import bank_id
from webapp.history import jobs
from webapp.history.jobs import JobRow

from .banks_of_jobs import BANK, is_about_one_of
from .import_steps import Counts, Step, Verdict

REPORT = "report"


class ReportRow(NamedTuple):
    """An item: what became of it and why, and what is otherwise here than in the file."""

    number: int
    title: str
    verdict: Verdict
    reason: str
    changed: tuple[str, ...]


def packed_report(steps: Sequence[Step]) -> bytes:
    """What became of the items, to be kept by ``keep_report``."""
    rows = [
        (step.item.number, step.item.title, step.verdict, to_json(step.reason), list(map(to_json, step.item.changed)))
        for step in steps
    ]
    return zlib.compress(json.dumps(rows).encode(), level=1)


def keep_report(session: Session, *, content: bytes, done: Counts, file: str, user_id: int, now: datetime) -> None:
    """Keep what became of the items of ``file``, in the bank in sight."""
    asked, result = {BANK: bank_id(session)}, asdict(done)
    jobs.keep_done(
        session, user_id=user_id, kind=REPORT, title=file, asked=asked, result=result, content=content, now=now
    )  # fmt: skip


def latest_report(session: Session, *, user_id: int, now: datetime) -> JobRow | None:
    """The person's newest report; None where there is none, it is gone, or it is about another bank."""
    report = jobs.latest(session, user_id=user_id, kind=REPORT, now=now)
    return report if report is not None and is_about_one_of(report.asked, [bank_id(session)]) else None


def rows_of(session: Session, *, report: JobRow, only: Verdict | None) -> list[ReportRow]:
    """The items of a report, or those alone of which ``only`` became."""
    rows: list[Any] = json.loads(zlib.decompress(jobs.content_of(session, job=report, is_result=True)))
    found = (_row(*row) for row in rows)
    return [row for row in found if only is None or row.verdict is only]


def _row(number: int, title: str, verdict: str, reason: Any, changed: Sequence[Any]) -> ReportRow:
    return ReportRow(number, title, Verdict(verdict), from_json(reason), tuple(map(from_json, changed)))
