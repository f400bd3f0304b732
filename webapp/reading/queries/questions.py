"""Published questions, and their present contents."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from question_bank.questions import Question as QuestionContent
from webapp.models import Question, QuestionRevision
from webapp.reviews.known import Known


class QuestionRow(NamedTuple):
    """A question, and the claim that it asks about first of all."""

    claim_id: int
    question_id: int
    key: str
    revision: int


def questions_of_claims(session: Session, *, claim_ids: Collection[int]) -> list[QuestionRow]:
    """The published questions of the claims, in the order in which new ones come."""
    rows = session.execute(
        select(Question.primary_claim_id, Question.id, Question.key, Question.revision)
        .where(Question.primary_claim_id.in_(claim_ids), Question.status == "published")
        .order_by(Question.position, Question.id)
    )
    return [QuestionRow._make(row) for row in rows]


def question_contents(session: Session, *, rows: Collection[QuestionRow], known: Known) -> dict[int, QuestionContent]:
    """What the questions ask, by their ids. Revisions never change: those that ``known`` remembers are not read."""
    found = {row.question_id: known.questions.get((row.question_id, row.revision)) for row in rows}
    unknown = [question_id for question_id, content in found.items() if content is None]
    if unknown:
        read = session.execute(
            select(Question.id, Question.revision, QuestionRevision.content)
            .join(
                QuestionRevision,
                and_(QuestionRevision.question_id == Question.id, QuestionRevision.number == Question.revision),
            )
            .where(Question.id.in_(unknown))
        )
        for question_id, revision, content in read:
            found[question_id] = known.keep_question(question_id, revision, content)
    return {question_id: content for question_id, content in found.items() if content is not None}
