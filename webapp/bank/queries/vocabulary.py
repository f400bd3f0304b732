"""The vocabulary of a bank as those who keep it see it: its actors, issues and topics, and what names them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from question_bank.canonical import content_hash
from question_bank.spelling import normalise
from webapp.models import Actor, AuditEvent, Claim, ClaimActor, ClaimIssue, ClaimRevision, Issue, Topic, User
from webapp.models.visible import visible_banks

from .plain import Plain, PlainRow, plain_record, plain_rows
from .stored import bank_id


class TermKind(StrEnum):
    """What a term of the vocabulary is."""

    ACTOR = "actor"
    ISSUE = "issue"
    TOPIC = "topic"


MODELS: Mapping[TermKind, Plain] = {TermKind.ACTOR: Actor, TermKind.ISSUE: Issue, TermKind.TOPIC: Topic}
KEYS: Mapping[TermKind, str] = {TermKind.ACTOR: "id", TermKind.ISSUE: "id", TermKind.TOPIC: "topic"}
"""Under which name the content of each has its key."""
NAMES: Mapping[TermKind, str] = {TermKind.ACTOR: "name", TermKind.ISSUE: "question", TermKind.TOPIC: "title"}
"""Under which name the content of each has what it is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """An actor, an issue or a topic: its content as exports have it, and how many claims name it."""

    kind: TermKind
    id: int
    key: str
    content: Mapping[str, Any]
    is_retired: bool
    uses: int = 0

    @property
    def name(self) -> str:
        return str(self.content[NAMES[self.kind]])

    @property
    def aliases(self) -> list[str]:
        return list(self.content.get("aliases", ()))

    @property
    def line(self) -> str:
        return str(self.content.get("line", ""))

    @property
    def edition(self) -> str:
        """What tells one state of the term from another."""
        digest = content_hash(dict(self.content)).hex()[:32]
        return f"{digest}.retired" if self.is_retired else digest


class NamingClaim(NamedTuple):
    """A claim that names a term."""

    key: str
    statement: str


class TermEvent(NamedTuple):
    """Something that was done to a term. ``who`` is None of somebody who has gone."""

    at: datetime
    who: str | None
    action: str
    changes: list[list[Any]]


def term(session: Session, *, kind: TermKind, key: str) -> Term | None:
    """The term of this key, one that was taken out too."""
    model = MODELS[kind]
    one = (model.bank_id == bank_id(session)) & (model.key == key)
    row: Any = session.scalars(select(model).where(one)).one_or_none()
    return None if row is None else _with_uses(session, kind, [_term(kind, row)])[0]


def terms(
    session: Session, *, kind: TermKind, words: str, first: int, most: int, retired: bool = False
) -> tuple[list[Term], int]:
    """The terms of a kind that have all the words, by what they are called, from number ``first`` on, and how many.

    Those that are in use, or those that were taken out.
    """
    found = [each for each in _all(session, kind) if each.is_retired == retired and _has_words(each, words)]
    found.sort(key=lambda each: (normalise(each.name), each.key))
    return _with_uses(session, kind, found[first : first + most]), len(found)


def terms_after(session: Session, *, kind: TermKind, words: str, after: int, most: int) -> list[Term]:
    """The terms of a kind that are in use and have all the words, as they were made, beyond the id ``after``."""
    found = [
        each for each in _all(session, kind) if each.id > after and not each.is_retired and _has_words(each, words)
    ]
    return _with_uses(session, kind, found[:most])


def claims_naming(session: Session, *, kind: TermKind, term_id: int, most: int) -> list[NamingClaim]:
    """The oldest of the claims, not retired, that name a term."""
    rows = session.execute(
        select(Claim.key, ClaimRevision.content)
        .join(ClaimRevision, (ClaimRevision.claim_id == Claim.id) & (ClaimRevision.number == Claim.revision))
        .where(Claim.id.in_(claim_ids_naming(kind, term_id)))
        .order_by(Claim.id)
        .limit(most)
    )
    return [NamingClaim(key, content["statement"]) for key, content in rows]


def claim_ids_naming(kind: TermKind, term_id: int) -> Select[int]:
    """The ids of the claims, not retired, that name a term."""
    ids = select(Claim.id).where(Claim.retired_at.is_(None))
    if kind is TermKind.ACTOR:
        return ids.where(Claim.id.in_(select(ClaimActor.claim_id).where(ClaimActor.actor_id == term_id)))
    if kind is TermKind.ISSUE:
        return ids.where(Claim.id.in_(select(ClaimIssue.claim_id).where(ClaimIssue.issue_id == term_id)))
    return ids.where(Claim.topic_id == term_id)


def names_term(found: Term) -> ColumnElement[bool]:
    """Whether a claim names a term."""
    return Claim.id.in_(claim_ids_naming(found.kind, found.id))


def term_events(session: Session, *, kind: TermKind, key: str, most: int) -> list[TermEvent]:
    """What was done to a term, the newest first."""
    banks = visible_banks()
    of_bank = () if banks is None else (AuditEvent.bank_id.in_(banks),)
    rows = session.execute(
        select(AuditEvent.at, User.email, AuditEvent.action, AuditEvent.detail)
        .outerjoin(User, User.id == AuditEvent.user_id)
        .where(
            AuditEvent.action.in_([f"{kind} {done}" for done in ("made", "edited", "retired", "returned", "merged")]),
            AuditEvent.detail[kind.value].as_string() == key,
            *of_bank,
        )
        .order_by(AuditEvent.id.desc())
        .limit(most)
    )
    return [TermEvent(at, who, action, detail.get("changes", [])) for at, who, action, detail in rows]


def _all(session: Session, kind: TermKind) -> list[Term]:
    return [_term(kind, row) for row in plain_rows(session, MODELS[kind], bank_id(session))]


def _term(kind: TermKind, row: PlainRow) -> Term:
    content = plain_record(row).to_json()
    return Term(kind=kind, id=row.id, key=row.key, content=content, is_retired=row.retired_at is not None)


def _has_words(found: Term, words: str) -> bool:
    text = normalise(" ".join([found.key, found.name, *found.aliases, found.line]))
    return all(word in text for word in normalise(words).split())


def _with_uses(session: Session, kind: TermKind, found: Collection[Term]) -> list[Term]:
    named: Any = {
        TermKind.ACTOR: ClaimActor.actor_id, TermKind.ISSUE: ClaimIssue.issue_id, TermKind.TOPIC: Claim.topic_id,
    }[kind]  # fmt: skip
    counting = select(named, func.count()).select_from(Claim)
    if kind is not TermKind.TOPIC:
        counting = counting.join(named.class_, named.class_.claim_id == Claim.id)
    rows = session.execute(
        counting.where(Claim.retired_at.is_(None), named.in_([each.id for each in found])).group_by(named)
    )
    uses: dict[int, int] = {term_id: number for term_id, number in rows}  # noqa: C416  # rows of two
    return [
        Term(kind=kind, id=each.id, key=each.key, content=each.content, is_retired=each.is_retired,
             uses=uses.get(each.id, 0))
        for each in found
    ]  # fmt: skip
