"""One thing done to many questions: seen before it is done, done to all or to none, and undone as new revisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from question_bank.changes import FieldChange, changed_fields
from question_bank.questions import Status
from question_bank.wordings import replaced
from webapp.bank.queries.proposals import proposals, waiting_proposal
from webapp.bank.queries.questions import QuestionRow, question, revisions
from webapp.models import BulkChange
from webapp.web import reasons

from .checking import BadQuestionError
from .editing import Base, EditConflictError, save_unannounced
from .proposing import propose, settle
from .publishing import Asking, NeedsSecondPersonError, NotInReviewError, may_publish, move_unannounced, unseen_author
from .revision_writing import Edit, NoSuchQuestionError, announce, check_edit, locked_question, write_next_revision

MOST_QUESTIONS = 500


class ActKind(StrEnum):
    """What is done."""

    TAG = "tag"
    UNTAG = "untag"
    STATUS = "status"
    REPLACE = "replace"


class Refusal(StrEnum):
    """Why something cannot be done to a question."""

    GONE = "gone"  # there is no such question
    CHANGED = "changed"  # somebody else has saved it since
    OWN = "own"  # a second person publishes it
    DRAFT = "draft"  # it has to be given to review first
    BAD = "bad"  # it would not pass the checks


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What is to be done: ``value`` is the tag or the status; ``find`` and ``put`` are plain texts."""

    kind: ActKind
    value: str = ""
    find: str = ""
    put: str = ""
    ignore_case: bool = False

    def content(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """What a content would become."""
        if self.kind is ActKind.STATUS:
            return {**content, "status": self.value}
        if self.kind is ActKind.REPLACE:
            return replaced(content, find=self.find, put=self.put, ignore_case=self.ignore_case)
        kept = [tag for tag in content.get("tags", ()) if tag != self.value]
        tags = kept if self.kind is ActKind.UNTAG else [*kept, self.value]
        rest = {name: value for name, value in content.items() if name != "tags"}
        return {**rest, "tags": tags} if tags else rest

    @property
    def why(self) -> str:
        """The reason that stands with each revision."""
        if self.kind is ActKind.REPLACE:
            return reasons.REPLACED.filled(find=self.find, put=self.put)
        if self.kind is ActKind.STATUS:
            return reasons.STATUS.filled(status=self.value)
        return (reasons.TAGGED if self.kind is ActKind.TAG else reasons.UNTAGGED).filled(tag=self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a question or a claim stands in the way. ``message`` says more where the checks do."""

    key: str
    refusal: Refusal
    message: str = ""
    is_claim: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What would become of one question, from what its editor would begin with now."""

    row: QuestionRow
    base: Base
    changes: list[FieldChange]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an act would do: nothing to the questions that it would leave as they are."""

    steps: list[Planned]
    problems: list[Problem]


class BulkRefusedError(Exception):
    """Some questions stood in the way; nothing was done to any."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(", ".join(f"{each.key}: {each.refusal}" for each in self.problems))


def plan_act(session: Session, *, keys: Sequence[str], act: Act, asking: Asking) -> Plan:
    """What ``act`` would do to the questions, and what stands in its way. Nothing is written."""
    steps, problems = [], []
    for key in keys[:MOST_QUESTIONS]:
        row = question(session, key=key)
        if row is None:
            problems.append(Problem(key=key, refusal=Refusal.GONE))
            continue
        base, content = _begins_with(session, row, act)
        changes = changed_fields(content, act.content(content))
        if changes:
            steps.append(Planned(row=row, base=base, changes=changes))
            problems += _in_the_way(session, row, act, content, asking)
    return Plan(steps=steps, problems=problems)


def carry_out(session: Session, *, bases: Mapping[str, Base], act: Act, asking: Asking, now: datetime) -> BulkChange:
    """Do ``act`` to all the questions, each as it was when its ``Base`` was read; the record by which it is undone.

    Raises BulkRefusedError; then the caller has to roll back.
    """
    done, problems, banks = {}, [], set()
    for key, base in bases.items():
        try:
            done[key], bank_id, is_seen = _do(session, key, base, act, asking, now)
        except (NoSuchQuestionError, EditConflictError, BadQuestionError, NeedsSecondPersonError,
                NotInReviewError) as error:  # fmt: skip
            problems.append(_problem(key, error))
        else:
            banks |= {bank_id} if is_seen else set()
    if problems:
        raise BulkRefusedError(problems)
    for bank_id in banks:
        announce(session, bank_id=bank_id, now=now)
    change = BulkChange(user_id=asking.person_id, at=now, what=act.why[:300], questions=done)
    session.add(change)
    session.flush()
    return change


def undo(session: Session, *, change: BulkChange, person_id: int, now: datetime) -> int:
    """Give every question the content that it had before, as a new revision; how many they were.

    Raises BulkRefusedError where somebody has gone on with one of them; then the caller has to roll back.
    """
    problems, banks = [], set()
    for key, step in change.questions.items():
        try:
            bank_id, is_seen = _undo_one(session, key, step, change, person_id, now)
        except (NoSuchQuestionError, EditConflictError, BadQuestionError) as error:
            problems.append(_problem(key, error))
        else:
            banks |= {bank_id} if is_seen else set()
    if problems:
        raise BulkRefusedError(problems)
    for bank_id in banks:
        announce(session, bank_id=bank_id, now=now)
    change.undone_at = now
    session.flush()
    return len(change.questions)


def _begins_with(session: Session, row: QuestionRow, act: Act) -> tuple[Base, Mapping[str, Any]]:
    """What the act starts from: a change that waits where there is one, but for the status, which is the question's."""
    waiting = waiting_proposal(session, question_id=row.id)
    base = Base(revision=row.revision, proposal=waiting.id if waiting else 0)
    return base, row.content if waiting is None or act.kind is ActKind.STATUS else waiting.content


def _in_the_way(
    session: Session, row: QuestionRow, act: Act, content: Mapping[str, Any], asking: Asking
) -> Iterable[Problem]:
    if act.kind is ActKind.STATUS and act.value == Status.PUBLISHED.value:
        history = revisions(session, question_id=row.id)
        if not may_publish(row, history, asking):
            is_own = unseen_author(history) == asking.person_id
            yield Problem(key=row.key, refusal=Refusal.OWN if is_own else Refusal.DRAFT)
    try:
        check_edit(session, stored=row, data=act.content(content))
    except BadQuestionError as error:
        yield _problem(row.key, error)


def _do(
    session: Session, key: str, base: Base, act: Act, asking: Asking, now: datetime
) -> tuple[dict[str, int], int, bool]:
    """Do it to one question: what is needed to undo it, the bank's id, and whether students see it."""
    if act.kind is ActKind.STATUS:
        moved = move_unannounced(
            session, key=key, base_revision=base.revision, status=Status(act.value), asking=asking, now=now
        )
        return {"before": base.revision, "after": moved.saved.revision}, moved.bank_id, moved.saved.is_seen
    row = locked_question(session, key)
    _, content = _begins_with(session, row, act)
    edit = Edit(data=act.content(content), author_id=asking.person_id, why=act.why[:1000])
    saved, bank_id = save_unannounced(
        session, key=key, base=base, edit=edit, now=now, needs_second=not asking.own_allowed
    )
    step = {"before": base.revision, "after": saved.revision}
    if saved.is_proposed:
        made = waiting_proposal(session, question_id=row.id)
        step |= {"proposal": made.id if made else 0, "was": base.proposal}
    return step, bank_id, saved.is_seen


def _undo_one(
    session: Session, key: str, step: Mapping[str, int], change: BulkChange, person_id: int, now: datetime
) -> tuple[int, bool]:
    row = locked_question(session, key)
    waiting = waiting_proposal(session, question_id=row.id)
    proposed = waiting.id if waiting else 0
    if row.revision != step["after"] or proposed != step.get("proposal", proposed):
        raise EditConflictError(row, waiting)
    why = reasons.UNDONE.filled(what=change.what)[:1000]
    if waiting is not None and "proposal" in step:
        former = {each.id: each for each in proposals(session, question_id=row.id)}.get(step["was"])
        if former is None:
            settle(session, proposal_id=waiting.id, state="withdrawn", now=now)
        else:
            edit = Edit(data=former.content, author_id=former.author_id, why=why, changes_answer=former.changes_answer)
            checked = check_edit(session, stored=row, data=former.content)
            propose(session, stored=row, waiting=waiting, checked=checked, edit=edit, now=now)
        return row.bank_id, False
    before = {each.number: each.content for each in revisions(session, question_id=row.id)}[step["before"]]
    checked = check_edit(session, stored=row, data=before)
    edit = Edit(data=before, author_id=person_id, why=why)
    saved = write_next_revision(session, stored=row, checked=checked, edit=edit, now=now)
    return row.bank_id, saved.is_seen


def _problem(key: str, error: Exception) -> Problem:
    refusals: Mapping[type[Exception], Refusal] = {
        NoSuchQuestionError: Refusal.GONE,
        EditConflictError: Refusal.CHANGED,
        NeedsSecondPersonError: Refusal.OWN,
        NotInReviewError: Refusal.DRAFT,
    }
    message = "; ".join(error.problems) if isinstance(error, BadQuestionError) else ""
    return Problem(key=key, refusal=refusals.get(type(error), Refusal.BAD), message=message)
