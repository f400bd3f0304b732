"""Changes that wait for a second person, and everything else that waits for one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from question_bank.questions import Status
from webapp.models import Question, QuestionProposal, QuestionRevision, User


class ProposalRow(NamedTuple):
    """A content that was proposed for a question. ``author`` is None of somebody who has gone."""

    id: int
    base_revision: int
    content: dict[str, Any]
    author_id: int
    author: str | None
    made_at: datetime
    why: str
    changes_answer: bool
    state: str


class WaitingRow(NamedTuple):
    """A question that waits for a second person: in review, or with a proposed change."""

    key: str
    content: dict[str, Any]
    author_id: int | None
    author: str | None
    since: datetime
    why: str
    is_change: bool


def waiting_proposal(session: Session, *, question_id: int) -> ProposalRow | None:
    """The proposal that waits for a second person; there is one at most."""
    return waiting_by_question(session, question_ids=[question_id]).get(question_id)


def waiting_by_question(session: Session, *, question_ids: Collection[int]) -> dict[int, ProposalRow]:
    """The proposals that wait, by the ids of their questions."""
    rows = session.execute(
        _proposals().add_columns(QuestionProposal.question_id)
        .where(QuestionProposal.state == "waiting", QuestionProposal.question_id.in_(question_ids))
    )  # fmt: skip
    return {question_id: ProposalRow._make(row) for *row, question_id in rows}


def proposals(session: Session, *, question_id: int) -> list[ProposalRow]:
    """All that was proposed for a question, the newest first."""
    of_question = _proposals().where(QuestionProposal.question_id == question_id)
    rows = session.execute(of_question.order_by(QuestionProposal.id.desc()))
    return [ProposalRow._make(row) for row in rows]


def waiting(session: Session, *, most: int) -> list[WaitingRow]:
    """What waits for a second person, the oldest first: ``most`` questions in review and ``most`` changes."""
    in_review = (
        select(Question.key, QuestionRevision.content, QuestionRevision.author_id, User.email,
               QuestionRevision.created_at, QuestionRevision.why)
        .join(QuestionRevision, (QuestionRevision.question_id == Question.id)
              & (QuestionRevision.number == Question.revision))
        .outerjoin(User, User.id == QuestionRevision.author_id)
        .where(Question.status == Status.REVIEW.value)
        .order_by(QuestionRevision.created_at, Question.id)
        .limit(most)
    )  # fmt: skip
    proposed = (
        select(Question.key, QuestionProposal.content, QuestionProposal.author_id, User.email,
               QuestionProposal.made_at, QuestionProposal.why)
        .join(Question, Question.id == QuestionProposal.question_id)
        .join(User, User.id == QuestionProposal.author_id)
        .where(QuestionProposal.state == "waiting")
        .order_by(QuestionProposal.made_at, QuestionProposal.id)
        .limit(most)
    )  # fmt: skip
    found = [WaitingRow._make((*row, False)) for row in session.execute(in_review)]
    found += [WaitingRow._make((*row, True)) for row in session.execute(proposed)]
    return sorted(found, key=lambda row: row.since)


def _proposals() -> Select[*tuple[Any, ...]]:
    return (
        select(QuestionProposal.id, QuestionProposal.base_revision, QuestionProposal.content,
               QuestionProposal.author_id, User.email, QuestionProposal.made_at, QuestionProposal.why,
               QuestionProposal.changes_answer, QuestionProposal.state)
        .join(User, User.id == QuestionProposal.author_id)
    )  # fmt: skip
