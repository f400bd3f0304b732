"""Write records without revisions in bulk: actors, issues, topics."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from question_bank.actors import Actor as ActorRecord
from question_bank.issues import Issue as IssueRecord
from webapp.bank.queries.plain import Plain, PlainRecord
from webapp.models import Actor, Issue, Topic

from .comparison import WRITES, Change
from .plan import Contents, Plan
from .record_writing import note_loaded, retire, write_rows


def write_actors(session: Session, *, plan: Plan, bank_id: int, now: datetime) -> None:
    """Do the plan's steps for actors."""
    _write(session, Actor, plan.actors, plan.bank.actors, bank_id, now)


def write_issues(session: Session, *, plan: Plan, bank_id: int, now: datetime) -> None:
    """Do the plan's steps for issues."""
    _write(session, Issue, plan.issues, plan.bank.issues, bank_id, now)


def write_topics(session: Session, *, plan: Plan, bank_id: int, now: datetime) -> None:
    """Do the plan's steps for topics."""
    _write(session, Topic, plan.topics, plan.bank.topics, bank_id, now)


def values_of(record: PlainRecord) -> dict[str, Any]:
    """The columns that hold a record, all but its key."""
    if isinstance(record, ActorRecord):
        return {"name": record.name, "aliases": list(record.aliases), "line": record.line}
    if isinstance(record, IssueRecord):
        return {"question": record.question}
    return {"title": record.title, "line": record.line, "aliases": list(record.aliases)}


def _write(
    session: Session,
    model: Plain,
    contents: Contents,
    records: Mapping[str, PlainRecord],
    bank_id: int,
    now: datetime,
) -> None:
    rows = {
        key: {**values_of(records[key]), "loaded_hash": contents.wanted[key], "retired_at": None, "merged_into": None}
        for key in contents.keys(*WRITES)
    }
    write_rows(session, model, rows, contents.stored, bank_id)
    note_loaded(session, model, contents)
    retire(session, model, contents.keys(Change.RETIRED), contents, now)
