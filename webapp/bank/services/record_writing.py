"""Write claims and questions in bulk: rows, revisions, retirements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from webapp.bank.queries.stored import Stored
from webapp.models import Actor, Article, Claim, ClaimRevision, Issue, Question, QuestionRevision, Topic
from webapp.web import reasons

from .comparison import WRITES, Change
from .plan import Contents, Plan

Kept = type[Actor] | type[Article] | type[Issue] | type[Topic] | type[Claim] | type[Question]


def note_loaded(session: Session, model: Kept, contents: Contents) -> None:
    """Note what the files had, where the application came to the same content by itself."""
    rows = [
        {"id": contents.stored[key].id, "loaded_hash": contents.wanted[key]} for key in contents.keys(Change.ADOPTED)
    ]
    if rows:
        session.execute(update(model), rows)


def retire(session: Session, model: Kept, keys: Iterable[str], contents: Contents, now: datetime) -> None:
    """Mark records that have gone from the files. Their rows, revisions and everybody's memories of them stay."""
    gone = {"retired_at": now, "loaded_hash": None, **({"status": "retired"} if model is Question else {})}
    rows = [{"id": contents.stored[key].id, **gone} for key in keys]
    if rows:
        session.execute(update(model), rows)


def write_claims(session: Session, *, plan: Plan, bank_id: int, now: datetime) -> None:
    """Do the plan's steps for claims."""
    contents = plan.claims
    topics = ids_by_key(session, Topic, bank_id)
    records = {key: plan.bank.claims[key] for key in contents.keys(*WRITES)}
    rows = {
        key: {
            "topic_id": topics[record.topic],
            "revision": _next_revision(contents, key),
            "loaded_hash": contents.wanted[key],
            "retired_at": None,
        }
        for key, record in records.items()
    }
    ids = write_rows(session, Claim, rows, contents.stored, bank_id)
    revisions = [
        {"claim_id": ids[key], "content": records[key].to_json(), **_revision(contents, key, now)}
        for key in records
        if _is_new_content(contents, key)
    ]
    if revisions:
        session.execute(insert(ClaimRevision), revisions)
    note_loaded(session, Claim, contents)
    retire(session, Claim, contents.keys(Change.RETIRED), contents, now)


def write_questions(session: Session, *, plan: Plan, bank_id: int, now: datetime) -> list[int]:
    """Do the plan's steps for questions; the ids of those that were written. Their order is written afterwards."""
    contents = plan.questions
    claims = ids_by_key(session, Claim, bank_id)
    records = {key: plan.bank.questions[key] for key in contents.keys(*WRITES)}
    rows = {
        key: {
            "kind": record.kind,
            "status": record.status.value,
            "importance": record.importance.value,
            "primary_claim_id": claims[record.claims[0]],
            "revision": _next_revision(contents, key),
            "loaded_hash": contents.wanted[key],
            "retired_at": None,
        }
        for key, record in records.items()
    }
    ids = write_rows(session, Question, rows, contents.stored, bank_id, position=0)
    revisions = [
        {"question_id": ids[key], "content": records[key].to_json(), **_revision(contents, key, now)}
        for key in records
        if _is_new_content(contents, key)
    ]
    if revisions:
        session.execute(insert(QuestionRevision), revisions)
    note_loaded(session, Question, contents)
    retire(session, Question, contents.keys(Change.RETIRED), contents, now)
    return [ids[key] for key in records]


def write_rows(
    session: Session,
    model: Kept,
    rows: Mapping[str, dict[str, Any]],
    stored: Mapping[str, Stored],
    bank_id: int,
    **at_first: Any,
) -> dict[str, int]:
    """Insert the rows that are new (with ``at_first`` besides), update the others; the ids of all by key."""
    old = [{"id": stored[key].id, **values} for key, values in rows.items() if key in stored]
    new = [{"bank_id": bank_id, "key": key, **at_first, **rows[key]} for key in rows if key not in stored]
    ids = {key: stored[key].id for key in rows if key in stored}
    if old:
        session.execute(update(model), old)
    if new:
        ids |= {row.key: row.id for row in session.execute(insert(model).returning(model.key, model.id), new)}
    return ids


def ids_by_key(session: Session, model: Kept, bank_id: int) -> dict[str, int]:
    """The ids of all records of a kind, by key."""
    return {row.key: row.id for row in session.execute(select(model.key, model.id).where(model.bank_id == bank_id))}


def _is_new_content(contents: Contents, key: str) -> bool:
    stored = contents.stored.get(key)
    return stored is None or stored.content_hash != contents.wanted[key]


def _next_revision(contents: Contents, key: str) -> int:
    stored = contents.stored.get(key)
    return (stored.revision if stored else 0) + _is_new_content(contents, key)


def _revision(contents: Contents, key: str, now: datetime) -> dict[str, Any]:
    return {
        "number": _next_revision(contents, key),
        "content_hash": contents.wanted[key],
        "created_at": now,
        "why": reasons.LOADED,
        "changes_answer": False,
    }
