"""Proposals: what somebody wrote for a published question, kept until a second person publishes it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from question_bank.canonical import content_hash
from webapp.bank.queries.proposals import ProposalRow
from webapp.bank.queries.questions import QuestionRow
from webapp.models import QuestionProposal

from .checking import Checked
from .revision_writing import Edit, Saved


def propose(
    session: Session,
    *,
    stored: QuestionRow,
    waiting: ProposalRow | None,
    checked: Checked,
    edit: Edit,
    now: datetime,
) -> Saved:
    """Keep a checked content as the proposal for ``stored``, in the place of the one that waits.

    Nothing is kept where it says what that one says, or what students see already.
    """
    content = checked.question.to_json()
    is_seen_already = content_hash(content) == bytes(stored.content_hash)
    if waiting is not None and content != waiting.content:
        settle(session, proposal_id=waiting.id, state="withdrawn" if is_seen_already else "replaced", now=now)
    if is_seen_already or (waiting is not None and content == waiting.content):
        return Saved(revision=stored.revision, is_new_revision=False)
    session.add(
        QuestionProposal(
            question_id=stored.id,
            base_revision=stored.revision,
            content=content,
            author_id=edit.author_id,
            made_at=now,
            why=edit.why,
            changes_answer=edit.changes_answer,
        )
    )
    session.flush()
    return Saved(revision=stored.revision, is_new_revision=True, is_proposed=True)


def settle(session: Session, *, proposal_id: int, state: str, now: datetime) -> None:
    """Say what became of a proposal that waits: ``published``, ``replaced`` or ``withdrawn``."""
    session.execute(
        update(QuestionProposal)
        .where(QuestionProposal.id == proposal_id, QuestionProposal.state == "waiting")
        .values(state=state, settled_at=now)
    )
