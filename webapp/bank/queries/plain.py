"""Stored records without revisions (actors, issues, topics): the row alone is the content."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from question_bank.actors import Actor as ActorRecord
from question_bank.canonical import content_hash
from question_bank.issues import Issue as IssueRecord
from question_bank.topics import Topic as TopicRecord
from webapp.models import Actor, Issue, Topic

from .stored import Stored

Plain = type[Actor] | type[Issue] | type[Topic]
PlainRow = Actor | Issue | Topic
PlainRecord = ActorRecord | IssueRecord | TopicRecord


def plain_records(session: Session, model: Plain, *, bank_id: int) -> list[PlainRecord]:
    """The records that are not retired, oldest first."""
    return [plain_record(row) for row in plain_rows(session, model, bank_id) if row.retired_at is None]


def stored_plain(session: Session, model: Plain, *, bank_id: int) -> dict[str, Stored]:
    """All records of a kind by key."""
    return {
        row.key: Stored(
            id=row.id,
            content_hash=content_hash(plain_record(row).to_json()),
            loaded_hash=row.loaded_hash,
            is_retired=row.retired_at is not None,
        )
        for row in plain_rows(session, model, bank_id)
    }


def plain_rows(session: Session, model: Plain, bank_id: int) -> list[PlainRow]:
    """All rows of a kind, oldest first."""
    return list(session.scalars(select(model).where(model.bank_id == bank_id).order_by(model.id)))


def plain_record(row: PlainRow) -> PlainRecord:
    """What a row holds."""
    if isinstance(row, Actor):
        return ActorRecord(id=row.key, name=row.name, aliases=tuple(row.aliases), line=row.line)
    if isinstance(row, Issue):
        return IssueRecord(id=row.key, question=row.question)
    return TopicRecord(key=row.key, title=row.title, line=row.line, aliases=tuple(row.aliases))
