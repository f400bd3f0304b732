"""Changes to a bank as its files, and as its instructors in the application, would make them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from question_bank.bank import Bank
from question_bank.canonical import content_hash
from webapp.bank.services.load import load
from webapp.bank.services.plan import Plan, plan
from webapp.models import Claim, ClaimRevision, Question, QuestionRevision

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def load_bank_into(session: Session, bank: Bank) -> Plan:
    """Plan and load in one go; what was planned."""
    made = plan(session, bank=bank)
    load(session, plan=made, now=NOW)
    return made


def steps(made: Plan) -> list[tuple[str, str, str]]:
    """The steps of a plan, to be compared."""
    return [(step.change.value, step.record, step.key) for step in made.steps]


def without(bank: Bank, record: str, *keys: str) -> Bank:
    """The bank without some records of one kind."""
    kept = {key: item for key, item in getattr(bank, record).items() if key not in keys}
    return replace(bank, **{record: kept})


def with_changed(bank: Bank, record: str, key: str, **changes: Any) -> Bank:
    """The bank with one record changed."""
    items = getattr(bank, record)
    return replace(bank, **{record: {**items, key: replace(items[key], **changes)}})


def edit_question(session: Session, key: str, **changes: Any) -> None:
    """Edit a question in the application: a new revision."""
    row = session.scalars(select(Question).where(Question.key == key)).one()
    content = {**_content(session, QuestionRevision, QuestionRevision.question_id == row.id, row.revision), **changes}
    row.revision += 1
    session.add(QuestionRevision(question_id=row.id, number=row.revision, content=content,
                                 content_hash=content_hash(content), created_at=NOW))  # fmt: skip
    row.status, row.importance = content["status"], content["importance"]
    session.flush()


def edit_claim(session: Session, key: str, **changes: Any) -> None:
    """Edit a claim in the application: a new revision."""
    row = session.scalars(select(Claim).where(Claim.key == key)).one()
    content = {**_content(session, ClaimRevision, ClaimRevision.claim_id == row.id, row.revision), **changes}
    row.revision += 1
    session.add(ClaimRevision(claim_id=row.id, number=row.revision, content=content,
                              content_hash=content_hash(content), created_at=NOW))  # fmt: skip
    session.flush()


def _content(session: Session, model: Any, is_of: Any, number: int) -> dict[str, Any]:
    content: dict[str, Any] = session.scalars(select(model.content).where(is_of, model.number == number)).one()
    return content
