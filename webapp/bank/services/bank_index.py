"""What the table of questions is searched and sorted by: entries, tags and words of all questions of any status.

``write_search_index`` and ``index_question`` call these, so that whoever writes questions need not think of them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import TextClause, delete, exists, insert, select, text
from sqlalchemy.orm import Session, aliased

from question_bank.questions import Question as QuestionRecord
from question_bank.wordings import wordings
from webapp.models import Bank, Question, QuestionEntry, QuestionRevision, QuestionTag
from webapp.web.markdown import render_inline

LONGEST_STEM = 300
_DELETE_ALL = text("DELETE FROM search_index_of_bank")
_ANY = text("SELECT 1 FROM search_index_of_bank LIMIT 1")
AT_A_TIME = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sql:
    """The statements of a database for the words."""

    insert: TextClause
    delete: TextClause


_SQLITE = _Sql(
    insert=text("INSERT INTO search_index_of_bank (rowid, body) VALUES (:record, :body)"),
    delete=text("DELETE FROM search_index_of_bank WHERE rowid = :record"),
)
_POSTGRESQL = _Sql(
    insert=text("INSERT INTO search_index_of_bank (record, words) VALUES (:record, to_tsvector('english', :body))"),
    delete=text("DELETE FROM search_index_of_bank WHERE record = :record"),
)


def write_bank_index(session: Session) -> None:
    """Let the table have every question as it is now."""
    session.execute(delete(QuestionTag))
    session.execute(delete(QuestionEntry))
    session.execute(_DELETE_ALL)
    for part in _parts(_present(session)):
        _write(session, part)


def index_entry(session: Session, *, question_id: int) -> None:
    """Let the table have one question as it is now."""
    session.execute(delete(QuestionTag).where(QuestionTag.question_id == question_id))
    session.execute(delete(QuestionEntry).where(QuestionEntry.question_id == question_id))
    session.execute(_sql(session).delete, {"record": question_id})
    _write(session, list(_present(session, question_id)))


def has_bank_index(session: Session) -> bool:
    """Whether the table has questions, or there are none."""
    is_there = session.scalar(select(exists().select_from(QuestionEntry))) and session.execute(_ANY).first()
    return bool(is_there) or not session.scalar(select(exists().select_from(Question)))


def stem_of(record: QuestionRecord) -> str:
    """What a question asks, as plain text of one line."""
    stem = record.prompt(random.Random(0)).stem  # noqa: S311  # an order is not shown
    return render_inline(stem).striptags()[:LONGEST_STEM]


def _write(session: Session, found: Sequence[_Found]) -> None:
    if not found:
        return
    session.execute(insert(QuestionEntry), [each.entry for each in found])
    session.execute(_sql(session).insert, [{"record": each.entry["question_id"], "body": each.body} for each in found])
    tags = [{"tag": tag, "question_id": each.entry["question_id"]} for each in found for tag in each.tags]
    if tags:
        session.execute(insert(QuestionTag), tags)


@dataclass(frozen=True, slots=True)
class _Found:
    entry: Mapping[str, Any]
    body: str
    tags: Sequence[str]


def _present(session: Session, question_id: int | None = None) -> Iterator[_Found]:
    first = aliased(QuestionRevision)
    statement = (
        select(Question.id, QuestionRevision.content, QuestionRevision.content_hash, QuestionRevision.created_at,
               first.author_id)
        .join(QuestionRevision, (QuestionRevision.question_id == Question.id)
              & (QuestionRevision.number == Question.revision))
        .outerjoin(first, (first.question_id == Question.id) & (first.number == 1))
    )  # fmt: skip
    if question_id is None:  # what somebody brought for themselves alone is in nobody's table
        statement = statement.join(Bank, (Bank.id == Question.bank_id) & (Bank.audience != "owner"))
    else:
        statement = statement.where(Question.id == question_id)
    for number, content, digest, at, owner in session.execute(statement):
        yield _found(number, content, digest, at, owner)


def _found(number: int, content: dict[str, Any], digest: bytes, at: datetime, owner: int | None) -> _Found:
    record = QuestionRecord.from_json(content)
    entry = {"question_id": number, "changed_at": at, "content_hash": digest, "owner_id": owner,
             "stem": stem_of(record)}  # fmt: skip
    body = " ".join([record.id, *record.claims, *record.tags, *wordings(content)])
    return _Found(entry, body, record.tags)


def _parts(found: Iterator[_Found]) -> Iterator[list[_Found]]:
    part: list[_Found] = []
    for each in found:
        part.append(each)
        if len(part) == AT_A_TIME:
            yield part
            part = []
    yield part


def _sql(session: Session) -> _Sql:
    return _SQLITE if session.get_bind().dialect.name == "sqlite" else _POSTGRESQL
