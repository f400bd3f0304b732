"""Writing one question: its next revision, its row, its claims, its place; and letting everybody know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from question_bank.canonical import content_hash
from question_bank.claims import Importance
from question_bank.questions import Question as QuestionRecord
from question_bank.questions import Status
from webapp.bank.queries.questions import KnownClaim, QuestionRow, question
from webapp.models import Bank, Question, QuestionClaim, QuestionRevision
from webapp.reviews.bring_back import bring_back

from .checking import Checked, check
from .collections import write_collections
from .search_index import index_question

_RANK = {importance.value: rank for rank, importance in enumerate(Importance)}


UNSEEN = frozenset({"status", "tags", "waive"})
"""Parts of a content that no student sees: changing them alone needs no second person."""


class NoSuchQuestionError(LookupError):
    """There is no question of this key. The message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A new content of a question (JSON as ``Question.to_json`` has it), who wrote it and why."""

    data: Mapping[str, Any]
    author_id: int
    why: str = ""
    changes_answer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What a save did: nothing where nothing was changed. ``brought_back`` counts the students who are asked again.

    ``is_proposed``: the new content waits for a second person, and ``revision`` is the one that students still see.
    ``is_seen``: it was or is published, so that ``announce`` has to be called.
    """

    revision: int
    is_new_revision: bool
    brought_back: int = 0
    is_proposed: bool = False
    is_seen: bool = False


def as_students_see_it(content: Mapping[str, Any]) -> dict[str, Any]:
    """A content without what no student sees."""
    return {name: value for name, value in content.items() if name not in UNSEEN}


def locked_question(session: Session, key: str) -> QuestionRow:
    """The question as it is; whoever saves it at the same time waits. Raises NoSuchQuestionError."""
    session.execute(select(Question.id).where(Question.key == key).with_for_update())
    stored = question(session, key=key)
    if stored is None:
        raise NoSuchQuestionError(f"There is no question {key}.")
    return stored


def check_edit(session: Session, *, stored: QuestionRow, data: Mapping[str, Any]) -> Checked:
    """The content that would take the place of ``stored``. Raises BadQuestionError."""
    return check(session, bank_id=stored.bank_id, data={**data, "id": stored.key, "kind": stored.kind})


def write_next_revision(session: Session, *, stored: QuestionRow, checked: Checked, edit: Edit, now: datetime) -> Saved:
    """Make a checked content the present one, if it is another one. ``announce`` is left to the caller."""
    content = checked.question.to_json()
    if content_hash(content) == bytes(stored.content_hash):
        return Saved(revision=stored.revision, is_new_revision=False)
    number = stored.revision + 1
    add_revision(session, stored.id, number, content, edit, now)
    _put(session, stored.id, checked.question, checked.claims, number)
    _place(session, stored, checked.question)
    index_question(session, question_id=stored.id, record=checked.question)
    brought_back = 0
    if edit.changes_answer and checked.question.status is Status.PUBLISHED:
        brought_back = bring_back(session, question_id=stored.id, revision=number, now=now)
    is_seen = Status.PUBLISHED.value in {stored.status, checked.question.status.value}
    return Saved(revision=number, is_new_revision=True, brought_back=brought_back, is_seen=is_seen)


def announce(session: Session, *, bank_id: int, now: datetime) -> None:
    """Let collections and the students' queues know: both are prepared ahead, the queues as of ``loaded_at``."""
    session.execute(update(Bank).where(Bank.id == bank_id).values(loaded_at=now))
    write_collections(session, bank_id=bank_id)


def add_revision(
    session: Session, question_id: int, number: int, content: dict[str, Any], edit: Edit, now: datetime
) -> None:
    """Add a revision to the ledger."""
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


def write_claims(session: Session, question_id: int, record: QuestionRecord, known: Mapping[str, KnownClaim]) -> None:
    """Let a question rest on the claims that its content names."""
    session.execute(delete(QuestionClaim).where(QuestionClaim.question_id == question_id))
    rows = [
        {"question_id": question_id, "claim_id": known[key].id, "role": "also" if place else "primary"}
        for place, key in enumerate(record.claims)
    ]
    session.execute(insert(QuestionClaim), rows)


def last_place(session: Session, bank_id: int, importance: str) -> int:
    """The position of the last question that matters as much or more: who shares it comes after it by its id."""
    ranks = [name for name, rank in _RANK.items() if rank <= _RANK[importance]]
    found = session.scalar(
        select(func.max(Question.position)).where(Question.bank_id == bank_id, Question.importance.in_(ranks))
    )
    return found or 0


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
    write_claims(session, question_id, record, known)


def _place(session: Session, stored: QuestionRow, record: QuestionRecord) -> None:
    """A question whose importance changed comes after the others of the new one."""
    if record.importance.value != stored.importance:
        place = last_place(session, stored.bank_id, record.importance.value)
        session.execute(update(Question).where(Question.id == stored.id).values(position=place))
