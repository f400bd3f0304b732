"""Editing claims: each save is a revision, rivals name each other, and nobody's work is overwritten unseen."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from question_bank.canonical import content_hash
from question_bank.claims import Claim as ClaimRecord
from question_bank.words import gettext
from webapp.bank.queries.claims import StoredClaim, claim
from webapp.bank.queries.stored import bank_row
from webapp.bank.queries.surroundings import questions_naming
from webapp.models import Bank, Claim, ClaimLink, ClaimLook, ClaimRevision, Topic
from webapp.web import reasons

from .asking_again import ask_again
from .claim_checking import BadClaimError, check_claims, read_claim, with_rivals
from .collections import write_collections
from .faults import name_taken
from .relations import write_claim_relations
from .search_index import index_claims


class NoSuchClaimError(LookupError):
    """There is no claim of this key. The message says which."""


class ClaimConflictError(Exception):
    """Somebody else saved the claim meanwhile; nothing was written. ``current`` is what they left."""

    def __init__(self, current: StoredClaim) -> None:
        self.current = current
        super().__init__(f"{current.key} has the revision {current.revision} by now")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimEdit:
    """A new content of a claim (JSON as ``Claim.to_json`` has it), who wrote it and why. ``changes_answer``: whoever
    learned a question on it is asked again.
    """

    data: Mapping[str, Any]
    author_id: int
    why: str = ""
    changes_answer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedClaim:
    """What a save did: nothing where nothing was changed. ``rivals`` are other claims that were changed with it,
    ``brought_back`` counts the cards of students that come back.
    """

    revision: int
    is_new_revision: bool
    rivals: tuple[str, ...] = ()
    brought_back: int = 0


def save_claim(session: Session, *, key: str, base_revision: int, edit: ClaimEdit, now: datetime) -> SavedClaim:
    """Make ``edit`` the present content of the claim, if ``base_revision`` is still what its author began with.

    Raises NoSuchClaimError, ClaimConflictError and BadClaimError.
    """
    stored = unchanged_claim(session, key, base_revision)
    record = read_claim({**edit.data, "id": key})
    if content_hash(record.to_json()) == bytes(stored.content_hash):
        return SavedClaim(revision=stored.revision, is_new_revision=False)
    before = ClaimRecord.from_json(stored.content)
    changed = with_rivals(session, bank_id=stored.bank_id, claim=record, before=before.conflicts_with)
    check_claims(session, bank_id=stored.bank_id, changed=changed)
    write_revisions(session, bank_id=stored.bank_id, changed=changed, edit=edit, now=now)
    session.execute(delete(ClaimLook).where(ClaimLook.claim_id == stored.id))
    brought_back = 0
    if edit.changes_answer:
        brought_back = ask_again(session, claim_id=stored.id, author_id=edit.author_id, why=edit.why, now=now)
    return SavedClaim(
        revision=stored.revision + 1,
        is_new_revision=True,
        rivals=tuple(other.id for other in changed[1:]),
        brought_back=brought_back,
    )


def create_claim(session: Session, *, edit: ClaimEdit, now: datetime) -> str:
    """Make a claim; its key. Nobody is asked about it before a question on it is published. Raises BadClaimError."""
    bank = bank_row(session)
    if bank is None:
        raise BadClaimError([gettext("there is no bank yet: load one first")])
    record = read_claim(edit.data)
    changed = with_rivals(session, bank_id=bank.id, claim=record)
    check_claims(session, bank_id=bank.id, changed=changed)
    row = {"bank_id": bank.id, "key": record.id, "topic_id": _topic_id(session, bank.id, record.topic), "revision": 0}
    try:
        with session.begin_nested():
            session.execute(insert(Claim), row)
    except IntegrityError as error:
        raise BadClaimError([name_taken(record.id)]) from error
    write_revisions(session, bank_id=bank.id, changed=changed, edit=edit, now=now)
    return record.id


def retire_claim(session: Session, *, key: str, base_revision: int, edit: ClaimEdit, now: datetime) -> None:
    """Take a claim out of the bank; its revisions stay, and it can come back. Its rivals no longer name it.

    Raises NoSuchClaimError, ClaimConflictError, and BadClaimError while a question names it or a claim supersedes it.
    """
    stored = unchanged_claim(session, key, base_revision)
    record = ClaimRecord.from_json(stored.content)
    naming = questions_naming(session, bank_id=stored.bank_id, claim=record)
    if naming:
        raise BadClaimError(
            [
                gettext(
                    "these questions rest on it or name it: %(naming)s. Change or retire them first",
                    naming=", ".join(naming),
                )
            ]
        )
    after = _superseding(session, stored.id)
    if after:
        raise BadClaimError(
            [gettext("these claims supersede it: %(after)s. Take it out of them first", after=", ".join(after))]
        )
    alone = replace(record, conflicts_with=())
    rivals = with_rivals(session, bank_id=stored.bank_id, claim=alone, before=record.conflicts_with)[1:]
    write_revisions(
        session, bank_id=stored.bank_id, changed=rivals, edit=replace(edit, why=reasons.NAMED_IN_TURN), now=now
    )
    session.execute(update(Claim).where(Claim.id == stored.id).values(retired_at=now))
    let_know(session, bank_id=stored.bank_id, claim_ids=[stored.id], now=now)


def return_claim(session: Session, *, key: str, base_revision: int, edit: ClaimEdit, now: datetime) -> None:
    """Bring a retired claim back as it was, if what it names is still there.

    Raises NoSuchClaimError, ClaimConflictError and BadClaimError.
    """
    stored = unchanged_claim(session, key, base_revision)
    record = read_claim(stored.content)
    changed = with_rivals(session, bank_id=stored.bank_id, claim=record)
    check_claims(session, bank_id=stored.bank_id, changed=changed)
    session.execute(update(Claim).where(Claim.id == stored.id).values(retired_at=None))
    rivals = replace(edit, why=reasons.NAMED_IN_TURN)
    write_revisions(session, bank_id=stored.bank_id, changed=changed[1:], edit=rivals, now=now)
    write_claim_relations(session, bank_id=stored.bank_id, claim_ids=[stored.id])
    let_know(session, bank_id=stored.bank_id, claim_ids=[stored.id], now=now)


def write_revisions(
    session: Session,
    *,
    bank_id: int,
    changed: Sequence[ClaimRecord],
    edit: ClaimEdit,
    now: datetime,
    why_others: str = reasons.NAMED_IN_TURN,
) -> None:
    """A new revision of each of the claims, which were checked, the first with the reason of the ``edit``."""
    ids = []
    for place, record in enumerate(changed):
        row = session.scalars(select(Claim).where(Claim.bank_id == bank_id, Claim.key == record.id)).one()
        row.revision += 1
        row.topic_id = _topic_id(session, bank_id, record.topic)
        content = record.to_json()
        session.add(
            ClaimRevision(
                claim_id=row.id,
                number=row.revision,
                content=content,
                content_hash=content_hash(content),
                author_id=edit.author_id,
                created_at=now,
                why=why_others if place else edit.why,
                changes_answer=edit.changes_answer and not place,
            )
        )
        ids.append(row.id)
    session.flush()
    if ids:
        write_claim_relations(session, bank_id=bank_id, claim_ids=ids)
        let_know(session, bank_id=bank_id, claim_ids=ids, now=now)


def unchanged_claim(session: Session, key: str, base_revision: int) -> StoredClaim:
    """The claim as its editor saw it; whoever saves it at the same time waits.

    Raises NoSuchClaimError and ClaimConflictError.
    """
    session.execute(select(Claim.id).where(Claim.key == key).with_for_update())
    stored = claim(session, key=key)
    if stored is None:
        raise NoSuchClaimError(f"There is no claim {key}.")
    if stored.revision != base_revision:
        raise ClaimConflictError(stored)
    return stored


def _topic_id(session: Session, bank_id: int, key: str) -> int:
    return session.scalars(select(Topic.id).where(Topic.bank_id == bank_id, Topic.key == key)).one()


def _superseding(session: Session, claim_id: int) -> list[str]:
    """The claims, not retired, that supersede a claim."""
    return list(
        session.scalars(
            select(Claim.key)
            .join(ClaimLink, ClaimLink.claim_id == Claim.id)
            .where(ClaimLink.other_id == claim_id, ClaimLink.kind == "supersedes", Claim.retired_at.is_(None))
            .order_by(Claim.key)
        )
    )


def let_know(session: Session, *, bank_id: int, claim_ids: Collection[int], now: datetime) -> None:
    """Let search, collections and what is prepared of cards know: cards show what their claims say."""
    index_claims(session, bank_id=bank_id, claim_ids=claim_ids)
    session.execute(update(Bank).where(Bank.id == bank_id).values(loaded_at=now))
    write_collections(session, bank_id=bank_id)
