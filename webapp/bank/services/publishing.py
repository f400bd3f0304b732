"""The way of a question: draft, in review, published, retired; and who may publish what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from sqlalchemy.orm import Session

from question_bank.questions import Status
from webapp.bank.queries.proposals import ProposalRow, waiting_proposal
from webapp.bank.queries.questions import QuestionRow, RevisionRow, revisions
from webapp.web import reasons

from .editing import EditConflictError
from .proposing import settle
from .revision_writing import (
    Edit,
    Saved,
    announce,
    as_students_see_it,
    check_edit,
    locked_question,
    write_next_revision,
)

WHY: Mapping[Status, str] = {
    Status.DRAFT: reasons.MADE_A_DRAFT,
    Status.REVIEW: reasons.TO_BE_REVIEWED,
    Status.PUBLISHED: reasons.PUBLISHED,
    Status.RETIRED: reasons.RETIRED,
}


class NeedsSecondPersonError(Exception):
    """Whoever wrote the last change cannot publish it here."""


class NotInReviewError(Exception):
    """The question has to be given to review first."""


class NoSuchProposalError(LookupError):
    """There is no such proposal, or somebody has settled it meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Who wants a question's status changed. ``own_allowed``: this site lets people publish what they wrote."""

    person_id: int
    own_allowed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A change of status, or a proposal that was published. ``is_own``: by the one who wrote it."""

    saved: Saved
    is_own: bool
    bank_id: int


def unseen_author(history: Sequence[RevisionRow]) -> int | None:
    """Who wrote what nobody else has published yet; None where that is nobody, or the bank's files.

    ``history`` has all revisions, the newest first. A revision that changes the status alone has no author in this
    sense: who gives a question to review has not written it. A content that was published before needs nobody again.
    """
    if was_published(history):
        return None
    wanted = as_students_see_it(history[0].content)
    *_, written = takewhile(lambda each: as_students_see_it(each.content) == wanted, history)
    return written.author_id


def was_published(history: Sequence[RevisionRow]) -> bool:
    """Whether the newest content was published before, just as it is."""
    wanted = as_students_see_it(history[0].content)
    return any(
        each.content["status"] == Status.PUBLISHED.value and as_students_see_it(each.content) == wanted
        for each in history
    )


def may_publish(row: QuestionRow, history: Sequence[RevisionRow], asking: Asking) -> bool:
    """Whether this person may publish this question as it is now."""
    if asking.own_allowed:
        return True
    is_given = row.status == Status.REVIEW.value and unseen_author(history) != asking.person_id
    return is_given or was_published(history)


def set_status(
    session: Session, *, key: str, base_revision: int, status: Status, asking: Asking, now: datetime, why: str = ""
) -> Moved:
    """Move a question on or back, as a new revision. ``why``: the reason, where somebody gives one.

    Raises what ``move_unannounced`` does.
    """
    moved = move_unannounced(
        session, key=key, base_revision=base_revision, status=status, asking=asking, now=now, why=why
    )
    if moved.saved.is_seen:
        announce(session, bank_id=moved.bank_id, now=now)
    return moved


def move_unannounced(
    session: Session, *, key: str, base_revision: int, status: Status, asking: Asking, now: datetime, why: str = ""
) -> Moved:
    """``set_status`` for whoever moves many and announces them once.

    Raises NoSuchQuestionError, EditConflictError, BadQuestionError and, where it is to be published,
    NotInReviewError and NeedsSecondPersonError.
    """
    stored = locked_question(session, key)
    if stored.revision != base_revision:
        raise EditConflictError(stored)
    history = revisions(session, question_id=stored.id)
    is_own = status is Status.PUBLISHED and unseen_author(history) == asking.person_id
    if status is Status.PUBLISHED and not may_publish(stored, history, asking):
        raise NeedsSecondPersonError(key) if is_own else NotInReviewError(key)
    edit = Edit(data={**stored.content, "status": status.value}, author_id=asking.person_id, why=why or WHY[status])
    return Moved(saved=_write(session, stored, edit, now), is_own=is_own, bank_id=stored.bank_id)


def publish_proposal(session: Session, *, key: str, proposal_id: int, asking: Asking, now: datetime) -> Moved:
    """Make a proposal the question's present content: a revision of whoever wrote it.

    Raises NoSuchQuestionError, NoSuchProposalError, NeedsSecondPersonError, BadQuestionError, and EditConflictError
    where the question is no more what the proposal was written on.
    """
    stored = locked_question(session, key)
    proposal = _waiting(session, stored, proposal_id)
    is_own = proposal.author_id == asking.person_id
    if is_own and not asking.own_allowed:
        raise NeedsSecondPersonError(key)
    if proposal.base_revision != stored.revision:
        raise EditConflictError(stored, proposal)
    edit = Edit(
        data=proposal.content,
        author_id=proposal.author_id,
        why=proposal.why,
        changes_answer=proposal.changes_answer,
    )
    saved = _write(session, stored, edit, now)
    settle(session, proposal_id=proposal_id, state="published", now=now)
    if saved.is_seen:
        announce(session, bank_id=stored.bank_id, now=now)
    return Moved(saved=saved, is_own=is_own, bank_id=stored.bank_id)


def withdraw_proposal(session: Session, *, key: str, proposal_id: int, now: datetime) -> None:
    """Let a proposal not become anything; it can still be read. Raises NoSuchQuestionError, NoSuchProposalError."""
    stored = locked_question(session, key)
    _waiting(session, stored, proposal_id)
    settle(session, proposal_id=proposal_id, state="withdrawn", now=now)


def _waiting(session: Session, stored: QuestionRow, proposal_id: int) -> ProposalRow:
    found = waiting_proposal(session, question_id=stored.id)
    if found is None or found.id != proposal_id:
        raise NoSuchProposalError(f"{stored.key} has no such proposal")
    return found


def _write(session: Session, stored: QuestionRow, edit: Edit, now: datetime) -> Saved:
    checked = check_edit(session, stored=stored, data=edit.data)
    return write_next_revision(session, stored=stored, checked=checked, edit=edit, now=now)
