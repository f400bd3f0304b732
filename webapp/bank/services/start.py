"""The bank's load at the start of the server: only when the files are others than at the last load."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from question_bank.bank import files_digest, load_bank
from webapp.bank.queries.stored import bank_row
from webapp.history.own_search import fill_missing_own

from .collections import fill_missing_collections
from .load import load
from .plan import Plan, plan
from .search_index import fill_missing_search_index


def load_changed_files(session: Session, *, articles: Path, data: Path, now: datetime) -> Plan | None:
    """Load the bank from its files; the plan that was carried out, None where nothing has changed since the last load.

    Raises BankError, and has written nothing, where the files have problems.
    """
    fill_missing_own(session)
    digest = files_digest(articles, data)
    row = bank_row(session)
    if row is not None and row.files_digest == digest:
        fill_missing_search_index(session)
        fill_missing_collections(session)
        return None
    made = plan(session, bank=load_bank(articles, data))
    load(session, plan=made, now=now, files_digest=digest)
    return made
