"""Actors, issues and topics made and edited in the application, by the rules that the bank's files are held to.

They have no revisions: what was changed stands in the audit, which the views write. A load keeps what was edited here
and shows a conflict where the files have it otherwise, as of every record.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from question_bank.actors import Actor, check_actor
from question_bank.agreement import check_agreement
from question_bank.changes import differing_texts
from question_bank.issues import Issue
from question_bank.keys import key_from
from question_bank.problems import BankError
from question_bank.topics import Topic, check_topic
from question_bank.words import gettext, ngettext, of_part
from webapp.bank.queries.plain import PlainRecord
from webapp.bank.queries.stored import bank_row
from webapp.bank.queries.surroundings import bank_around, claim_records
from webapp.bank.queries.vocabulary import KEYS, MODELS, NAMES, Term, TermKind, claim_ids_naming, claims_naming, term
from webapp.models import Claim, ClaimIssue

from .claim_editing import let_know
from .faults import Fault, Rule, content_faults, fault, faults_of, name_taken
from .plain_writing import values_of
from .search_index import index_claims

NAMED = 5  # claims that a refusal names
AT_ONCE = 500  # claims that are indexed together
Changes = Sequence[tuple[tuple[str, ...], str | None, str | None]]
"""What an edit changed: path, text before and text after."""

_READ: Mapping[TermKind, Callable[[Mapping[str, Any]], PlainRecord]] = {
    TermKind.ACTOR: Actor.from_json,
    TermKind.ISSUE: Issue.from_json,
    TermKind.TOPIC: Topic.from_json,
}


class NoSuchTermError(LookupError):
    """The bank has no such actor, issue or topic."""


class BadTermError(ValueError):
    """It cannot be kept as it is. ``problems`` says everything that is wrong with it, a sentence each."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("; ".join(self.problems))


class TermConflictError(Exception):
    """Somebody else changed it meanwhile; nothing was written. ``current`` is what they left."""

    def __init__(self, current: Term) -> None:
        self.current = current
        super().__init__(f"{current.key} is {current.edition} by now")


def create_term(session: Session, *, kind: TermKind, data: Mapping[str, Any]) -> str:
    """Add a term to the vocabulary; its key, which is made of its name where ``data`` has none. Raises BadTermError."""
    bank = bank_row(session)
    if bank is None:
        raise BadTermError([gettext("there is no bank yet: load one first")])
    model, at = MODELS[kind], KEYS[kind]
    taken = set(session.scalars(select(model.key).where(model.bank_id == bank.id)))
    if not data.get(at):
        data = {**data, at: key_from(str(data.get(NAMES[kind], "")), taken, otherwise=kind.value)}
    record = read_term(kind, data)
    key = str(record.to_json()[at])
    if key in taken:
        raise BadTermError([name_taken(key, f"/{at}")])
    check_names(session, bank.id, record)
    try:
        with session.begin_nested():
            session.execute(insert(model), {"bank_id": bank.id, "key": key, **values_of(record)})
    except IntegrityError as error:
        raise BadTermError([name_taken(key, f"/{at}")]) from error
    return key


def save_term(
    session: Session, *, kind: TermKind, key: str, edition: str, data: Mapping[str, Any], now: datetime
) -> Changes:
    """Let a term be what ``data`` says, if it is still in the state ``edition``; what was changed, nothing perhaps.

    Its key stays. Raises NoSuchTermError, TermConflictError and BadTermError.
    """
    before = unchanged_term(session, kind, key, edition)
    if before.is_retired:
        raise BadTermError([gettext("it was taken out of the bank: bring it back before you change it")])
    record = read_term(kind, {**data, KEYS[kind]: key})
    changes = differing_texts(before.content, record.to_json())
    if changes:
        bank_id = _bank_id(session)
        check_names(session, bank_id, record)
        model = MODELS[kind]
        session.execute(update(model).where(model.id == before.id).values(values_of(record)))
        let_know_of(session, bank_id, before, now)
    return changes


def retire_term(session: Session, *, kind: TermKind, key: str, edition: str, now: datetime) -> None:
    """Take a term out of the vocabulary; it can come back.

    Raises NoSuchTermError, TermConflictError, and BadTermError while a claim names it.
    """
    before = unchanged_term(session, kind, key, edition)
    if before.uses:
        named = [claim.key for claim in claims_naming(session, kind=kind, term_id=before.id, most=NAMED)]
        rest = before.uses - len(named)
        keys = ", ".join(named)
        raise BadTermError(
            [
                ngettext(
                    "these claims name it: %(keys)s and %(num)d more. Change them first",
                    "these claims name it: %(keys)s and %(num)d more. Change them first",
                    rest,
                    keys=keys,
                )
                if rest
                else gettext("these claims name it: %(keys)s. Change them first", keys=keys)
            ]
        )
    set_retired(session, before, now, retired_at=now)


def return_term(session: Session, *, kind: TermKind, key: str, edition: str, now: datetime) -> None:
    """Bring a term back that was taken out. Raises NoSuchTermError, TermConflictError and BadTermError."""
    before = unchanged_term(session, kind, key, edition)
    check_names(session, _bank_id(session), read_term(kind, before.content, is_stored=True))
    set_retired(session, before, now, retired_at=None)


def set_retired(
    session: Session, of: Term, now: datetime, *, retired_at: datetime | None, merged_into: str | None = None
) -> None:
    """Note that a term is taken out, perhaps as one with another, or (None) in use."""
    model = MODELS[of.kind]
    session.execute(update(model).where(model.id == of.id).values(retired_at=retired_at, merged_into=merged_into))
    let_know_of(session, _bank_id(session), of, now)


def read_term(kind: TermKind, data: Mapping[str, Any], *, is_stored: bool = False) -> PlainRecord:
    """The record in ``data``, sound by itself. Raises BadTermError. (What is stored may be older than a check.)"""
    try:
        record = _READ[kind](data)
    except BankError as error:
        raise BadTermError(faults_of(error)) from error
    found: list[Fault] = []
    if isinstance(record, Actor):
        found = content_faults(check_actor(record))
    elif isinstance(record, Topic):
        found = content_faults(check_topic(record))
    if found and not is_stored:
        raise BadTermError(found)
    return record


def unchanged_term(
    session: Session, kind: TermKind, key: str, edition: str, *, locked_with: Collection[str] = ()
) -> Term:
    """The term as its editor saw it; whoever saves it, or one of those ``locked_with`` it, at the same time waits.

    Raises NoSuchTermError and TermConflictError.
    """
    _lock_terms(session, kind, [key, *locked_with])
    found = term(session, kind=kind, key=key)
    if found is None:
        raise NoSuchTermError(f"there is no {kind} {key}")
    if found.edition != edition:
        raise TermConflictError(found)
    return found


def _lock_terms(session: Session, kind: TermKind, keys: Collection[str]) -> None:
    """Let nobody else change the terms before this transaction ends, and read them as they are now. Several are locked
    in one order, whoever asks: no two wait for each other.
    """
    model: Any = MODELS[kind]
    named = (model.bank_id == _bank_id(session)) & model.key.in_(keys)
    locked = select(model).where(named).order_by(model.id).with_for_update()
    session.scalars(locked.execution_options(populate_existing=True)).all()


def check_names(session: Session, bank_id: int, record: PlainRecord) -> None:
    """Hold the names of an actor to the bank's rules: no two actors have one, and questions that ask who holds a
    position go by them. Only what the record would break is told. Raises BadTermError.
    """
    if not isinstance(record, Actor):
        return
    sides = claim_records(session, bank_id=bank_id, keys=_sides_of(session, record.id))
    around = bank_around(session, bank_id=bank_id, changed=sides.values())
    after = replace(around, actors={**around.actors, record.id: record})
    before = set(check_agreement(around))
    problems = [
        fault(problem.message if problem.id == record.id else of_part(problem.id, problem.message), Rule.REFERENCE)
        for problem in check_agreement(after)
        if problem not in before
    ]
    if problems:
        raise BadTermError(problems)


def _sides_of(session: Session, key: str) -> Sequence[str]:
    """The claims in which an actor holds a position on an issue."""
    actor = term(session, kind=TermKind.ACTOR, key=key)
    naming = claim_ids_naming(TermKind.ACTOR, actor.id if actor else 0)
    with_issue = select(ClaimIssue.claim_id)
    return session.scalars(select(Claim.key).where(Claim.id.in_(naming), Claim.id.in_(with_issue))).all()


def let_know_of(session: Session, bank_id: int, changed: Term, now: datetime) -> None:
    """Let search, collections and what is prepared of cards know; claims are found by the names of their actors."""
    ids: Sequence[int] = ()
    if changed.kind is TermKind.ACTOR:
        ids = session.scalars(claim_ids_naming(changed.kind, changed.id)).all()
    for first in range(0, len(ids), AT_ONCE):
        index_claims(session, bank_id=bank_id, claim_ids=ids[first : first + AT_ONCE])
    let_know(session, bank_id=bank_id, claim_ids=(), now=now)


def _bank_id(session: Session) -> int:
    bank = bank_row(session)
    return bank.id if bank else 0
