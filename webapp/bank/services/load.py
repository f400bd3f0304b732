"""Carry a plan out: new records, new revisions, retirements; never an overwritten edit, never a deleted record."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from question_bank.introduction import introduction_order
from webapp.bank.queries.stored import bank_row
from webapp.models import Bank
from webapp.models.bank import SHIPPED

from .article_writing import write_articles
from .collections import write_collections
from .order import write_order
from .plain_writing import write_actors, write_issues, write_topics
from .plan import Plan
from .record_writing import write_claims, write_questions
from .relations import write_claim_relations, write_question_claims
from .search_index import write_search_index

TITLE = "The bank"


def load(session: Session, *, plan: Plan, now: datetime, files_digest: bytes | None = None) -> None:
    """Write what ``plan``, made in the same transaction, says. ``files_digest``: of the files that it was made from."""
    bank = bank_row(session)
    if bank is None:
        bank = Bank(key=SHIPPED, title=TITLE)
        session.add(bank)
        session.flush()
    write_actors(session, plan=plan, bank_id=bank.id, now=now)
    write_issues(session, plan=plan, bank_id=bank.id, now=now)
    write_topics(session, plan=plan, bank_id=bank.id, now=now)
    write_articles(session, plan=plan, bank_id=bank.id, now=now)
    write_claims(session, plan=plan, bank_id=bank.id, now=now)
    write_claim_relations(session, bank_id=bank.id)
    questions = write_questions(session, plan=plan, bank_id=bank.id, now=now)
    write_question_claims(session, bank_id=bank.id, question_ids=questions)
    write_order(session, bank_id=bank.id, file_order=introduction_order(plan.bank))
    bank.loaded_at = now
    if files_digest is not None:
        bank.files_digest = files_digest
    session.flush()
    write_search_index(session, bank_id=bank.id)
    write_collections(session, bank_id=bank.id)
