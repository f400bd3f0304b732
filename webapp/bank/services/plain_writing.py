"""Write records without revisions in bulk: actors, issues, topics."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from webapp.bank.queries.plain import Plain
from webapp.models import Actor, Issue, Topic

from .comparison import WRITES, Change
from .plan import Contents, Plan
from .record_writing import note_loaded, retire, write_rows


def write_actors(session: Session, *, plan: Plan, bank_id: int, now: datetime) -> None:
    """Do the plan's steps for actors."""
    values = {
        key: {"name": record.name, "aliases": list(record.aliases), "line": record.line}
        for key, record in plan.bank.actors.items()
    }
    _write(session, Actor, plan.actors, values, bank_id, now)


def write_issues(session: Session, *, plan: Plan, bank_id: int, now: datetime) -> None:
    """Do the plan's steps for issues."""
    values = {key: {"question": record.question} for key, record in plan.bank.issues.items()}
    _write(session, Issue, plan.issues, values, bank_id, now)


def write_topics(session: Session, *, plan: Plan, bank_id: int, now: datetime) -> None:
    """Do the plan's steps for topics."""
    values = {
        key: {"title": record.title, "line": record.line, "aliases": list(record.aliases)}
        for key, record in plan.bank.topics.items()
    }
    _write(session, Topic, plan.topics, values, bank_id, now)


def _write(
    session: Session,
    model: Plain,
    contents: Contents,
    values: Mapping[str, Mapping[str, Any]],
    bank_id: int,
    now: datetime,
) -> None:
    rows = {
        key: {**values[key], "loaded_hash": contents.wanted[key], "retired_at": None} for key in contents.keys(*WRITES)
    }
    write_rows(session, model, rows, contents.stored, bank_id)
    note_loaded(session, model, contents)
    retire(session, model, contents.keys(Change.RETIRED), contents, now)
