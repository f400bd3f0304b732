"""Asking again about a claim that no longer says what was learned: its questions get a revision of their own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from question_bank.questions import Status
from webapp.models import Question, QuestionClaim, QuestionProposal, QuestionRevision
from webapp.reviews.bring_back import bring_back

from .revision_writing import Edit, add_revision


def ask_again(session: Session, *, claim_id: int, author_id: int, why: str, now: datetime) -> int:
    """Give each question on the claim a revision that says what the one before said, and marks the answer as changed;
    who learned a published one is asked again. Returns how many cards of students come back.

    The questions themselves are not changed, so a change that waits for one of them still fits.
    """
    rows = session.execute(
        select(Question.id, Question.revision, Question.status, QuestionRevision.content)
        .join(QuestionClaim, QuestionClaim.question_id == Question.id)
        .join(
            QuestionRevision,
            (QuestionRevision.question_id == Question.id) & (QuestionRevision.number == Question.revision),
        )
        .where(QuestionClaim.claim_id == claim_id, Question.status != Status.RETIRED.value)
        .order_by(Question.id)
        .with_for_update(of=Question)
    ).all()
    brought_back = 0
    for question_id, revision, status, content in rows:
        number = revision + 1
        edit = Edit(data=content, author_id=author_id, why=why, changes_answer=True)
        add_revision(session, question_id, number, content, edit, now)
        session.execute(update(Question).where(Question.id == question_id).values(revision=number))
        session.execute(
            update(QuestionProposal)
            .where(
                QuestionProposal.question_id == question_id,
                QuestionProposal.state == "waiting",
                QuestionProposal.base_revision == revision,
            )
            .values(base_revision=number)
        )
        if status == Status.PUBLISHED.value:
            brought_back += bring_back(session, question_id=question_id, revision=number, now=now)
    return brought_back
