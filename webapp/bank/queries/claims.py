"""A claim as those who edit the bank see it: its content, its revisions, and the questions that rest on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, column, false, select, text
from sqlalchemy.orm import Session

from webapp.history.found import words_of, words_query
from webapp.models import Claim, ClaimLook, ClaimRevision, Question, QuestionClaim, QuestionRevision, Topic

from .questions import RevisionRow, read_revisions

_FOUND_ON_SQLITE = text("SELECT rowid AS record FROM search_index_of_claims WHERE search_index_of_claims MATCH :query")
_FOUND_ON_POSTGRESQL = text("SELECT record FROM search_index_of_claims WHERE words @@ to_tsquery('english', :query)")


class StoredClaim(NamedTuple):
    """A claim with its present content. ``loaded_hash`` is that of the files' content, None where they have none."""

    id: int
    bank_id: int
    key: str
    revision: int
    content: dict[str, Any]
    content_hash: bytes
    loaded_hash: bytes | None
    topic: str
    retired_at: datetime | None

    @property
    def is_edited(self) -> bool:
        """Whether it was made or changed here, and the bank's files do not know."""
        return self.loaded_hash is None or bytes(self.loaded_hash) != bytes(self.content_hash)


class RestingQuestion(NamedTuple):
    """A question that rests on a claim; ``role`` is primary where the claim is what it asks about."""

    id: int
    key: str
    kind: str
    status: str
    role: str
    content: dict[str, Any]


_STORED = (
    select(
        Claim.id,
        Claim.bank_id,
        Claim.key,
        Claim.revision,
        ClaimRevision.content,
        ClaimRevision.content_hash,
        Claim.loaded_hash,
        Topic.title,
        Claim.retired_at,
    )
    .join(ClaimRevision, (ClaimRevision.claim_id == Claim.id) & (ClaimRevision.number == Claim.revision))
    .join(Topic, Topic.id == Claim.topic_id)
)


def claim(session: Session, *, key: str) -> StoredClaim | None:
    """The claim of this key, retired ones too."""
    row = session.execute(_STORED.where(Claim.key == key)).one_or_none()
    return None if row is None else StoredClaim._make(row)


def has_words(session: Session, written: Sequence[str]) -> ColumnElement[bool]:
    """Whether a claim has words that begin with each of those in what was ``written``; none has where there is none."""
    words = words_of(" ".join(written))
    if not words:
        return false()
    statement = _FOUND_ON_SQLITE if session.get_bind().dialect.name == "sqlite" else _FOUND_ON_POSTGRESQL
    return Claim.id.in_(statement.bindparams(query=words_query(session, words)).columns(column("record")))


def claims_after(
    session: Session, *, words: Sequence[str], after: int, most: int, looks_only: bool = False
) -> list[StoredClaim]:
    """The claims with all the words that are not retired, as they were made, ``most`` beyond the id ``after``.

    ``looks_only`` leaves those that somebody should look at again.
    """
    conditions = [Claim.id > after, Claim.retired_at.is_(None)]
    if words:
        conditions.append(has_words(session, words))
    if looks_only:
        conditions.append(Claim.id.in_(select(ClaimLook.claim_id)))
    rows = session.execute(_STORED.where(*conditions).order_by(Claim.id).limit(most))
    return [StoredClaim._make(row) for row in rows]


def look(session: Session, *, claim_id: int) -> ClaimLook | None:
    """Why somebody should look at a claim again, and since when; None where nobody needs to."""
    return session.get(ClaimLook, claim_id)


def claim_revisions(session: Session, *, claim_id: int) -> list[RevisionRow]:
    """All revisions of a claim, the newest first."""
    return read_revisions(session, ClaimRevision, ClaimRevision.claim_id == claim_id)


def questions_on(session: Session, *, claim_id: int) -> list[RestingQuestion]:
    """The questions that rest on a claim, those of which it is the primary one first; retired ones are left out."""
    rows = session.execute(
        select(
            Question.id, Question.key, Question.kind, Question.status, QuestionClaim.role, QuestionRevision.content
        )
        .join(QuestionClaim, QuestionClaim.question_id == Question.id)
        .join(
            QuestionRevision,
            (QuestionRevision.question_id == Question.id) & (QuestionRevision.number == Question.revision),
        )
        .where(QuestionClaim.claim_id == claim_id, Question.status != "retired")
        .order_by(QuestionClaim.role.desc(), Question.position, Question.id)
    )  # fmt: skip
    return [RestingQuestion._make(row) for row in rows]
