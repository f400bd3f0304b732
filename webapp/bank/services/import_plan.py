"""What an import would do, item by item, before anything is written; and doing it, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from question_bank.canonical import content_hash
from question_bank.exchange.drafts import Draft, Item
from question_bank.exchange.watching import tell
from question_bank.words import gettext
from webapp.bank.queries.stored import bank_row
from webapp.models import ImportedQuestion, Question, QuestionImport, QuestionRevision
from webapp.web.audit import note_event

from .import_report import keep_report, packed_report
from .import_steps import Counts, Step, Verdict, counts
from .imported_rows import rows_of_steps, write_rows
from .importing import Incoming, NothingReadError, digests_of, drop_incoming, kept_incoming
from .pictures import settle_waiting

ASKED_AT_ONCE = 500  # names in a statement
IN_THE_BANK = gettext("it is in the bank by now: change it there")
OTHERWISE_IN_THE_BANK = gettext(
    "the bank has a question of this name that reads otherwise, and an import changes none of them: edit that "
    "one, or give this one another name"
)
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
    steps = []
    for number, item in enumerate(items):
        tell(number // 2, len(items))  # the first half: of what is taken over the rows are made yet
        steps.append(_step(item, imported, in_bank))
    changed = [step.stored_id for step in steps if step.verdict is Verdict.CHANGED and step.stored_id is not None]
    before = _contents(session, changed)
    return [
        step if step.stored_id not in before else _with_before(step, before[step.stored_id]) for step in steps
    ]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What taking over a file writes, all of it worked out before: the write lock is held for the writing alone."""

    incoming: Incoming
    bank_id: int
    seen: tuple[Any, ...]
    done: Counts
    new: Sequence[dict[str, Any]]
    changed: Sequence[dict[str, Any]]
    report: bytes
    pictures: frozenset[str]


def take_over(session: Session, *, user_id: int, now: datetime) -> Counts:
    """Keep what was read of a file as imported drafts: those that are new or changed, all of them or none.

    Nothing is published, and no question of the bank is touched. Raises NothingReadError, ReadForAnotherBankError,
    ExchangeError where the bank has no room for the pictures by now.
    """
    return write_prepared(session, prepared=prepare(session, user_id=user_id, now=now), user_id=user_id, now=now)


def prepare(session: Session, *, user_id: int, now: datetime) -> Prepared:
    """Work out what taking over the file that waits would write. Tells how far it is, and writes nothing.

    Raises NothingReadError, ReadForAnotherBankError.
    """
    incoming, bank = kept_incoming(session, user_id=user_id, now=now), bank_row(session)
    if incoming is None or bank is None:
        raise NothingReadError
    seen = _seen(session, bank_id=bank.id, user_id=user_id)
    steps = plan_import(session, items=incoming.items)
    new, changed = rows_of_steps(steps, bank_id=bank.id, file=incoming.file, now=now)
    return Prepared(
        incoming=incoming, bank_id=bank.id, seen=seen, done=counts(steps), new=new, changed=changed,
        report=packed_report(steps), pictures=frozenset(_pictures(steps)),
    )  # fmt: skip


def holds_still(session: Session, *, prepared: Prepared, user_id: int) -> bool:
    """Whether the same file waits, and nothing was imported into the bank since ``prepared`` was worked out."""
    return _seen(session, bank_id=prepared.bank_id, user_id=user_id) == prepared.seen


def write_prepared(session: Session, *, prepared: Prepared, user_id: int, now: datetime) -> Counts:
    """Write what was worked out, in bulk, and forget the file that waited. Raises ExchangeError."""
    settle_waiting(session, bank_id=prepared.bank_id, user_id=user_id, digests=prepared.pictures)
    write_rows(session, new=prepared.new, changed=prepared.changed)
    drop_incoming(session, user_id=user_id)
    incoming, done = prepared.incoming, prepared.done
    keep_report(session, content=prepared.report, done=done, file=incoming.file, user_id=user_id, now=now)
    note_event(
        session, action="questions imported", user_id=user_id, now=now, file=incoming.file, format=incoming.form,
        new=done.new, changed=done.changed, refused=done.refused,
    )  # fmt: skip
    return done


def _pictures(steps: Iterable[Step]) -> set[str]:
    """The digests of what the drafts show that are taken over."""
    return digests_of(step.item.draft for step in steps if step.verdict in {Verdict.NEW, Verdict.CHANGED})


def _seen(session: Session, *, bank_id: int, user_id: int) -> tuple[Any, ...]:
    """What another import, or another file, would change."""
    row, waits = ImportedQuestion, QuestionImport
    imported = select(func.count(), func.max(row.id), func.max(row.imported_at), func.count(row.question_id))
    waiting = select(func.max(waits.made_at), func.count(), func.sum(func.length(waits.content)))
    return (
        *session.execute(imported.where(row.bank_id == bank_id)).one(),
        *session.execute(waiting.where(waits.user_id == user_id)).one(),
    )


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
