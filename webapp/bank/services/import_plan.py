"""What an import would do, item by item, before anything is written; and doing it, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from question_bank.canonical import content_hash
from question_bank.exchange.drafts import Draft, Item
from webapp.bank.queries.stored import bank_row
from webapp.models import ImportedQuestion, Question, QuestionRevision
from webapp.web.audit import note_event

from .import_report import keep_report
from .import_steps import Counts, Step, Verdict, counts
from .importing import NothingReadError, drop_incoming, kept_incoming

ASKED_AT_ONCE = 500  # names in a statement
IN_THE_BANK = "it is in the bank by now: change it there"
OTHERWISE_IN_THE_BANK = "the bank has a question of this name that reads otherwise: an import changes none of them"
_NOT_IMPORTED = frozenset({"id", "status"})


class _Imported(NamedTuple):
    id: int
    content_hash: bytes
    question_id: int | None


def plan_import(session: Session, *, items: Sequence[Item]) -> list[Step]:
    """Compare the items with the bank and with what was imported before. Writes nothing."""
    bank = bank_row(session)
    drafts = [item.draft for item in items if item.draft is not None]
    imported = _imported(session, bank.id) if bank else {}
    in_bank = _in_bank(session, bank.id, [draft.name for draft in drafts if draft.name not in imported]) if bank else {}
    steps = [_step(item, imported, in_bank) for item in items]
    changed = [step.stored_id for step in steps if step.verdict is Verdict.CHANGED and step.stored_id is not None]
    before = _contents(session, changed)
    return [
        step if step.stored_id not in before else _with_before(step, before[step.stored_id]) for step in steps
    ]  # fmt: skip


def take_over(session: Session, *, user_id: int, now: datetime) -> Counts:
    """Keep what was read of a file as imported drafts: those that are new or changed, all of them or none.

    Nothing is published, and no question of the bank is touched. Raises NothingReadError, ReadForAnotherBankError.
    """
    incoming, bank = kept_incoming(session, user_id=user_id, now=now), bank_row(session)
    if incoming is None or bank is None:
        raise NothingReadError
    steps = plan_import(session, items=incoming.items)
    write_steps(session, steps=steps, bank_id=bank.id, file=incoming.file, now=now)
    drop_incoming(session, user_id=user_id)
    done = counts(steps)
    keep_report(session, steps=steps, file=incoming.file, user_id=user_id, now=now)
    note_event(
        session, action="questions imported", user_id=user_id, now=now, file=incoming.file, format=incoming.form,
        new=done.new, changed=done.changed, refused=done.refused,
    )  # fmt: skip
    return done


def write_steps(session: Session, *, steps: Iterable[Step], bank_id: int, file: str, now: datetime) -> None:
    """Write what the steps say, in bulk."""
    wanted = [(step, step.item.draft) for step in steps if step.verdict in {Verdict.NEW, Verdict.CHANGED}]
    rows = [(step, _row(draft, file, now)) for step, draft in wanted if draft is not None]
    new = [{"bank_id": bank_id, **row} for step, row in rows if step.verdict is Verdict.NEW]
    changed = [{"id": step.stored_id, **row} for step, row in rows if step.verdict is Verdict.CHANGED]
    if new:
        session.execute(insert(ImportedQuestion), new)
    if changed:
        session.execute(update(ImportedQuestion), changed)
    session.flush()


def _row(draft: Draft, file: str, now: datetime) -> dict[str, Any]:
    return {
        "name": draft.name,
        "file": file,
        "data": dict(draft.data),
        "content_hash": content_hash(draft.data),
        "imported_at": now,
    }


def _step(item: Item, imported: Mapping[str, _Imported], in_bank: Mapping[str, Mapping[str, Any]]) -> Step:
    if item.draft is None:
        return Step(item=item, verdict=Verdict.REFUSED, reason=item.refused)
    known, content = imported.get(item.draft.name), in_bank.get(item.draft.name)
    if known is not None:
        return _again(item, item.draft, known)
    if content is None:
        return Step(item=item, verdict=Verdict.NEW)
    if content == item.draft.data:
        return Step(item=item, verdict=Verdict.SAME)
    return Step(item=item, verdict=Verdict.REFUSED, reason=OTHERWISE_IN_THE_BANK)


def _again(item: Item, draft: Draft, known: _Imported) -> Step:
    """One that was imported before."""
    if bytes(known.content_hash) == content_hash(draft.data):
        return Step(item=item, verdict=Verdict.SAME)
    if known.question_id is not None:
        return Step(item=item, verdict=Verdict.REFUSED, reason=IN_THE_BANK)
    return Step(item=item, verdict=Verdict.CHANGED, stored_id=known.id)


def _with_before(step: Step, before: Mapping[str, Any]) -> Step:
    return Step(item=step.item, verdict=step.verdict, before=before, stored_id=step.stored_id)


def _imported(session: Session, bank_id: int) -> dict[str, _Imported]:
    """All that was imported before, by name."""
    row = ImportedQuestion
    found = session.execute(
        select(row.name, row.id, row.content_hash, row.question_id).where(row.bank_id == bank_id)
    )  # fmt: skip
    return {row.name: _Imported(row.id, row.content_hash, row.question_id) for row in found}


def _in_bank(session: Session, bank_id: int, names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The contents of the bank's questions of these names, as a draft has them."""
    found: dict[str, dict[str, Any]] = {}
    for some in _batches(names):
        rows = session.execute(
            select(Question.key, QuestionRevision.content)
            .join(
                QuestionRevision,
                (QuestionRevision.question_id == Question.id) & (QuestionRevision.number == Question.revision),
            )
            .where(Question.bank_id == bank_id, Question.key.in_(some))
        )
        found |= {row.key: drafted(row.content) for row in rows}
    return found


def _contents(session: Session, ids: Iterable[int]) -> dict[int | None, dict[str, Any]]:
    found: dict[int | None, dict[str, Any]] = {}
    for some in _batches(ids):
        rows = session.execute(
            select(ImportedQuestion.id, ImportedQuestion.data).where(ImportedQuestion.id.in_(some))
        )  # fmt: skip
        found |= {row.id: row.data for row in rows}
    return found


def drafted(content: Mapping[str, Any]) -> dict[str, Any]:
    """A question's content as drafts have it."""
    return {key: value for key, value in content.items() if key not in _NOT_IMPORTED}


def _batches(values: Iterable[Any]) -> Iterable[list[Any]]:
    rest = iter(values)
    while some := list(islice(rest, ASKED_AT_ONCE)):
        yield some
