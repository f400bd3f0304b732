"""Two terms of the vocabulary made one: the claims that named the first name the second, which takes its names over."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from question_bank.claims import Claim as ClaimRecord
from question_bank.fields import KEY
from question_bank.stances import Stance
from question_bank.words import gettext
from webapp.bank.queries.stored import bank_id as bank_in_sight
from webapp.bank.queries.surroundings import claim_records
from webapp.bank.queries.vocabulary import MODELS, Term, TermKind, claim_ids_naming, term
from webapp.history.collections import CollectionKind
from webapp.models import Claim
from webapp.web import reasons

from .claim_checking import BadClaimError, check_claims
from .claim_editing import ClaimEdit, write_revisions
from .collections import move_choices
from .vocabulary import BadTermError, check_names, read_term, set_retired, unchanged_term

MOST_CLAIMS = 500  # that are changed at once


def merge_term(
    session: Session, *, kind: TermKind, key: str, into: str, edition: str, author_id: int, now: datetime
) -> int:
    """Let the claims that name the term ``key`` name ``into`` instead, and take it out; how many claims these are.

    All are changed or none, each by a revision. The caller rolls back after an error: NoSuchTermError,
    TermConflictError, and BadTermError where a claim or a question on it would be unsound.
    """
    can_be = KEY.fullmatch(into) is not None
    # Both are locked: somebody may be making them one the other way round.
    before = unchanged_term(session, kind, key, edition, locked_with=[into] if can_be else [])
    other = term(session, kind=kind, key=into) if can_be else None
    if before.is_retired or other is None or other.is_retired or other.id == before.id:
        raise BadTermError([gettext("choose another one that is in use, to make the two one")])
    if before.uses > MOST_CLAIMS:
        raise BadTermError(
            [gettext("more than %(most_claims)s claims name it: change some of them first", most_claims=MOST_CLAIMS)]
        )
    bank_id = bank_in_sight(session)
    set_retired(session, before, now, retired_at=now, merged_into=into)
    _take_what_was_merged(session, bank_id, before, other)
    _take_names(session, bank_id, before, other)
    keys = session.scalars(select(Claim.key).where(Claim.id.in_(claim_ids_naming(kind, before.id)))).all()
    records = claim_records(session, bank_id=bank_id, keys=keys)
    changed = [_renamed(record, kind, key, into) for record in records.values()]
    if changed:
        try:
            check_claims(session, bank_id=bank_id, changed=changed)
        except BadClaimError as error:
            raise BadTermError(error.problems) from error
        why = reasons.MADE_ONE.filled(key=key, into=into)
        edit = ClaimEdit(data={}, author_id=author_id, why=why)
        write_revisions(session, bank_id=bank_id, changed=changed, edit=edit, now=now, why_others=why)
    if kind is not TermKind.ISSUE:
        move_choices(session, bank_id=bank_id, kind=CollectionKind(kind.value), value=key, into=into)
    return len(changed)


def _take_what_was_merged(session: Session, bank_id: int, before: Term, other: Term) -> None:
    """What was one with the term that goes is one with the other."""
    model: Any = MODELS[before.kind]
    earlier = (model.bank_id == bank_id) & (model.merged_into == before.key)
    session.execute(update(model).where(earlier).values(merged_into=other.key))


def _take_names(session: Session, bank_id: int, before: Term, other: Term) -> None:
    """Let the other be found by the names of the one that goes. An issue has none but its question."""
    if before.kind is TermKind.ISSUE:
        return
    names = dict.fromkeys([*other.aliases, before.name, *before.aliases])
    aliases = [name for name in names if name != other.name]
    record = read_term(before.kind, {**other.content, "aliases": aliases}, is_stored=True)
    check_names(session, bank_id, record)
    model: Any = MODELS[before.kind]
    session.execute(update(model).where(model.id == other.id).values(aliases=aliases))


def _renamed(claim: ClaimRecord, kind: TermKind, key: str, into: str) -> ClaimRecord:
    if kind is TermKind.TOPIC:
        return replace(claim, topic=into)
    if kind is TermKind.ISSUE:
        return replace(claim, value=replace(claim.value, issue=into)) if isinstance(claim.value, Stance) else claim
    return replace(claim, actors=tuple(dict.fromkeys(into if each == key else each for each in claim.actors)))
