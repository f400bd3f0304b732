"""Editing questions: each save is a new revision, and nobody's work is overwritten unseen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from question_bank.canonical import content_hash
from question_bank.claims import Importance
from question_bank.questions import Question as QuestionRecord
from question_bank.questions import Status
from webapp.bank.queries.questions import KnownClaim, QuestionRow, question
from webapp.bank.queries.stored import bank_row
from webapp.models import Bank, Question, QuestionClaim, QuestionRevision
from webapp.reviews.bring_back import bring_back

from .checking import BadQuestionError, check
from .collections import write_collections
from .search_index import index_question

_RANK = {importance.value: rank for rank, importance in enumerate(Importance)}
NOBODY_SEES = frozenset({Status.DRAFT, Status.RETIRED})


class NoSuchQuestionError(LookupError):
    """There is no question of this key. The message says which."""


class EditConflictError(Exception):
    """Somebody else saved the question meanwhile; nothing was written. ``current`` is what they left."""

    def __init__(self, current: QuestionRow) -> None:
        self.current = current
        super().__init__(f"{current.key} has the revision {current.revision} by now")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A new content of a question (JSON as ``Question.to_json`` has it), who wrote it and why."""

    data: Mapping[str, Any]
    author_id: int
    why: str = ""
    changes_answer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What a save did: nothing where nothing was changed. ``brought_back`` counts the students who are asked again."""

    revision: int
    is_new_revision: bool
    brought_back: int = 0


def save_question(session: Session, *, key: str, base_revision: int, edit: Edit, now: datetime) -> Saved:
    """Make ``edit`` the present content of the question, if ``base_revision`` is still what its author began with.

    Raises NoSuchQuestionError, EditConflictError and BadQuestionError.
    """
    stored = _stored(session, key)
    if stored.revision != base_revision:
        raise EditConflictError(stored)
    checked = check(session, bank_id=stored.bank_id, data={**edit.data, "id": key, "kind": stored.kind})
    content = checked.question.to_json()
    if content_hash(content) == bytes(stored.content_hash):
        return Saved(revision=stored.revision, is_new_revision=False)
    number = stored.revision + 1
    _add_revision(session, stored.id, number, content, edit, now)
    _put(session, stored.id, checked.question, checked.claims, number)
    _place(session, stored, checked.question)
    _publish(session, stored.bank_id, stored.id, checked.question, before=stored.status, now=now)
    brought_back = 0
    if edit.changes_answer and checked.question.status is Status.PUBLISHED:
        brought_back = bring_back(session, question_id=stored.id, revision=number, now=now)
    return Saved(revision=number, is_new_revision=True, brought_back=brought_back)


def create_question(session: Session, *, edit: Edit, now: datetime) -> str:
    """Make a question; its key. It is a draft until somebody publishes it. Raises BadQuestionError."""
    bank = bank_row(session)
    if bank is None:
        raise BadQuestionError(["there is no bank yet: load one first"])
    checked = check(session, bank_id=bank.id, data={**edit.data, "status": Status.DRAFT.value})
    record = checked.question
    row = {
        "bank_id": bank.id,
        "key": record.id,
        "kind": record.kind,
        "status": record.status.value,
        "importance": record.importance.value,
        "position": _last_place(session, bank.id, record.importance.value),
        "primary_claim_id": checked.claims[record.claims[0]].id,
        "revision": 1,
    }
    try:
        with session.begin_nested():
            question_id: int = session.execute(insert(Question).returning(Question.id), row).scalar_one()
    except IntegrityError as error:
        raise BadQuestionError([f"the name '{record.id}' is taken: a name is never used twice"]) from error
    _add_revision(session, question_id, 1, record.to_json(), edit, now)
    _write_claims(session, question_id, record, checked.claims)
    return record.id


def _stored(session: Session, key: str) -> QuestionRow:
    """The question as it is; whoever saves it at the same time waits."""
    session.execute(select(Question.id).where(Question.key == key).with_for_update())
    stored = question(session, key=key)
    if stored is None:
        raise NoSuchQuestionError(f"There is no question {key}.")
    return stored


def _add_revision(
    session: Session, question_id: int, number: int, content: dict[str, Any], edit: Edit, now: datetime
) -> None:
    session.add(
        QuestionRevision(
            question_id=question_id,
            number=number,
            content=content,
            content_hash=content_hash(content),
            author_id=edit.author_id,
            created_at=now,
            why=edit.why,
            changes_answer=edit.changes_answer,
        )
    )
    session.flush()


def _put(
    session: Session, question_id: int, record: QuestionRecord, known: Mapping[str, KnownClaim], number: int
) -> None:
    session.execute(
        update(Question)
        .where(Question.id == question_id)
        .values(
            revision=number,
            status=record.status.value,
            importance=record.importance.value,
            primary_claim_id=known[record.claims[0]].id,
        )
    )
    _write_claims(session, question_id, record, known)


def _write_claims(session: Session, question_id: int, record: QuestionRecord, known: Mapping[str, KnownClaim]) -> None:
    session.execute(delete(QuestionClaim).where(QuestionClaim.question_id == question_id))
    rows = [
        {"question_id": question_id, "claim_id": known[key].id, "role": "also" if place else "primary"}
        for place, key in enumerate(record.claims)
    ]
    session.execute(insert(QuestionClaim), rows)


def _place(session: Session, stored: QuestionRow, record: QuestionRecord) -> None:
    """A question whose importance changed comes after the others of the new one."""
    if record.importance.value != stored.importance:
        place = _last_place(session, stored.bank_id, record.importance.value)
        session.execute(update(Question).where(Question.id == stored.id).values(position=place))


def _last_place(session: Session, bank_id: int, importance: str) -> int:
    """The position of the last question that matters as much or more: who shares it comes after it by its id."""
    ranks = [name for name, rank in _RANK.items() if rank <= _RANK[importance]]
    found = session.scalar(
        select(func.max(Question.position)).where(Question.bank_id == bank_id, Question.importance.in_(ranks))
    )
    return found or 0


def _publish(
    session: Session, bank_id: int, question_id: int, record: QuestionRecord, *, before: str, now: datetime
) -> None:
    """Let search, collections and the students' queues know: all are prepared ahead, the queues as of ``loaded_at``."""
    index_question(session, question_id=question_id, record=record)
    if record.status not in NOBODY_SEES or before == Status.PUBLISHED.value:
        session.execute(update(Bank).where(Bank.id == bank_id).values(loaded_at=now))
        write_collections(session, bank_id=bank_id)
