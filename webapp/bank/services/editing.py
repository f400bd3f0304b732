"""Editing questions: each save is a new revision or a proposal for one, and nobody's work is overwritten unseen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from question_bank.questions import Status
from question_bank.words import gettext
from webapp.bank.queries.proposals import ProposalRow, waiting_proposal
from webapp.bank.queries.questions import QuestionRow
from webapp.bank.queries.stored import bank_row
from webapp.models import Question

from .checking import BadQuestionError, Checked, check
from .faults import name_taken
from .proposing import propose, settle
from .revision_writing import (
    Edit,
    NoSuchQuestionError,
    Saved,
    add_revision,
    announce,
    as_students_see_it,
    check_edit,
    last_place,
    locked_question,
    write_claims,
    write_next_revision,
)
from .search_index import index_question

__all__ = ["Base", "Edit", "EditConflictError", "NoSuchQuestionError", "Saved", "create_question", "save_question"]


class EditConflictError(Exception):
    """Somebody else saved the question meanwhile; nothing was written.

    ``current`` is what they left, ``proposal`` what they proposed instead of it.
    """

    def __init__(self, current: QuestionRow, proposal: ProposalRow | None = None) -> None:
        self.current, self.proposal = current, proposal
        super().__init__(f"{current.key} has the revision {current.revision} by now")


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What an editor began with: a revision and, where one waited, a proposal (0: none)."""

    revision: int
    proposal: int = 0


def save_question(
    session: Session,
    *,
    key: str,
    base_revision: int,
    edit: Edit,
    now: datetime,
    base_proposal: int = 0,
    needs_second: bool = False,
) -> Saved:
    """Make ``edit`` the present content of the question, if its author began with what there still is.

    That is ``base_revision`` and, where a proposal waited, its id ``base_proposal`` (0: none), which this save takes
    the place of. With ``needs_second`` a published question stays as it is, and the edit becomes a proposal, unless it
    changes nothing that students see.

    Raises NoSuchQuestionError, EditConflictError and BadQuestionError.
    """
    base = Base(revision=base_revision, proposal=base_proposal)
    saved, bank_id = save_unannounced(session, key=key, base=base, edit=edit, now=now, needs_second=needs_second)
    if saved.is_seen:
        announce(session, bank_id=bank_id, now=now)
    return saved


def save_unannounced(
    session: Session, *, key: str, base: Base, edit: Edit, now: datetime, needs_second: bool
) -> tuple[Saved, int]:
    """``save_question`` for whoever saves many and announces them once; with the bank's id. Raises what it does."""
    stored = locked_question(session, key)
    waiting = waiting_proposal(session, question_id=stored.id)
    if Base(revision=stored.revision, proposal=waiting.id if waiting else 0) != base:
        raise EditConflictError(stored, waiting)
    checked = check_edit(session, stored=stored, data=edit.data)
    status = checked.question.status
    if needs_second and stored.status == Status.PUBLISHED.value == status.value and _is_seen(checked, stored):
        return propose(session, stored=stored, waiting=waiting, checked=checked, edit=edit, now=now), stored.bank_id
    saved = write_next_revision(session, stored=stored, checked=checked, edit=edit, now=now)
    if waiting is not None and status.value == stored.status:
        settle(session, proposal_id=waiting.id, state="replaced", now=now)
    return saved, stored.bank_id


def _is_seen(checked: Checked, stored: QuestionRow) -> bool:
    """Whether students would see a difference."""
    return as_students_see_it(checked.question.to_json()) != as_students_see_it(stored.content)


def create_question(session: Session, *, edit: Edit, now: datetime) -> str:
    """Make a question; its key. It is a draft until somebody publishes it. Raises BadQuestionError."""
    bank = bank_row(session)
    if bank is None:
        raise BadQuestionError([gettext("there is no bank yet: load one first")])
    checked = check(session, bank_id=bank.id, data={**edit.data, "status": Status.DRAFT.value})
    record = checked.question
    row = {
        "bank_id": bank.id,
        "key": record.id,
        "kind": record.kind,
        "status": record.status.value,
        "importance": record.importance.value,
        "position": last_place(session, bank.id, record.importance.value),
        "primary_claim_id": checked.claims[record.claims[0]].id,
        "revision": 1,
    }
    try:
        with session.begin_nested():
            question_id: int = session.execute(insert(Question).returning(Question.id), row).scalar_one()
    except IntegrityError as error:
        raise BadQuestionError([name_taken(record.id)]) from error
    add_revision(session, question_id, 1, record.to_json(), edit, now)
    write_claims(session, question_id, record, checked.claims)
    index_question(session, question_id=question_id, record=record)
    return record.id
