"""Questions as those who edit the bank see them: one with its revisions, and many in a table."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from webapp.models import (
    Article,
    ArticleVersion,
    Claim,
    ClaimPassage,
    ClaimRevision,
    Passage,
    Question,
    QuestionRevision,
    Topic,
    User,
)

ROLES_TO_REST_ON = ("body", "heading")
AT_ONCE = 500  # keys in a statement


class QuestionRow(NamedTuple):
    """A question with its present content. ``loaded_hash`` is that of the files' content, None where they have none."""

    id: int
    bank_id: int
    key: str
    kind: str
    status: str
    importance: str
    revision: int
    content: dict[str, Any]
    content_hash: bytes
    loaded_hash: bytes | None
    topic: str
    created_at: datetime

    @property
    def is_edited(self) -> bool:
        """Whether it was made or changed here, and the bank's files do not know."""
        return self.loaded_hash is None or bytes(self.loaded_hash) != bytes(self.content_hash)


class RevisionRow(NamedTuple):
    """A content that a question had or has, and who wrote it: None for the bank's files, or somebody who has gone."""

    number: int
    content: dict[str, Any]
    author: str | None
    author_id: int | None
    created_at: datetime
    why: str
    changes_answer: bool


class KnownClaim(NamedTuple):
    """A claim that a question may rest on.

    ``is_grounded``: an article that is no draft says it, in a passage that is no apparatus.
    """

    id: int
    key: str
    statement: str
    importance: str
    is_grounded: bool


_SHOWN = (
    select(
        Question.id,
        Question.bank_id,
        Question.key,
        Question.kind,
        Question.status,
        Question.importance,
        Question.revision,
        QuestionRevision.content,
        QuestionRevision.content_hash,
        Question.loaded_hash,
        Topic.title,
        QuestionRevision.created_at,
    )
    .join(
        QuestionRevision,
        (QuestionRevision.question_id == Question.id) & (QuestionRevision.number == Question.revision),
    )
    .join(Claim, Claim.id == Question.primary_claim_id)
    .join(Topic, Topic.id == Claim.topic_id)
)


def question(session: Session, *, key: str) -> QuestionRow | None:
    """The question of this key."""
    row = session.execute(_SHOWN.where(Question.key == key)).one_or_none()
    return None if row is None else QuestionRow._make(row)


def by_ids(session: Session, *, ids: Collection[int]) -> dict[int, QuestionRow]:
    """The questions with these ids."""
    rows = session.execute(_SHOWN.where(Question.id.in_(ids)))
    return {row.id: QuestionRow._make(row) for row in rows}


def topic_keys(session: Session, *, ids: Collection[int]) -> dict[int, str]:
    """The keys of the questions' topics by the questions' ids."""
    rows = session.execute(
        select(Question.id, Topic.key)
        .join(Claim, Claim.id == Question.primary_claim_id)
        .join(Topic, Topic.id == Claim.topic_id)
        .where(Question.id.in_(ids))
    )
    return {row.id: row.key for row in rows}


def by_keys(session: Session, *, keys: Sequence[str]) -> list[QuestionRow]:
    """The questions of these keys, in their order."""
    found: dict[str, QuestionRow] = {}
    for first in range(0, len(keys), AT_ONCE):
        rows = session.execute(_SHOWN.where(Question.key.in_(keys[first : first + AT_ONCE])))
        found |= {row.key: QuestionRow._make(row) for row in rows}
    return [found[key] for key in keys if key in found]


def revisions(session: Session, *, question_id: int) -> list[RevisionRow]:
    """All revisions of a question, the newest first."""
    return read_revisions(session, QuestionRevision, QuestionRevision.question_id == question_id)


def read_revisions(
    session: Session, table: type[QuestionRevision | ClaimRevision], of: ColumnElement[bool]
) -> list[RevisionRow]:
    """The revisions in ``table`` that ``of`` chooses, the newest first."""
    rows = session.execute(
        select(
            table.number,
            table.content,
            User.email,
            table.author_id,
            table.created_at,
            table.why,
            table.changes_answer,
        )
        .outerjoin(User, User.id == table.author_id)
        .where(of)
        .order_by(table.number.desc())
    )
    return [RevisionRow._make(row) for row in rows]


def claims(session: Session, *, bank_id: int, keys: Collection[str]) -> dict[str, KnownClaim]:
    """Those of the claims that are there and not retired, by key."""
    grounded = (
        select(Passage.id)
        .join(ClaimPassage, ClaimPassage.passage_id == Passage.id)
        .join(ArticleVersion, ArticleVersion.id == Passage.article_version_id)
        .join(Article, Article.id == ArticleVersion.article_id)
        .where(
            ClaimPassage.claim_id == Claim.id,
            Passage.retired_at.is_(None),
            Passage.role.in_(ROLES_TO_REST_ON),
            ~Article.is_draft,
        )
        .exists()
    )  # fmt: skip
    rows = session.execute(
        select(Claim.id, Claim.key, ClaimRevision.content, grounded)
        .join(ClaimRevision, (ClaimRevision.claim_id == Claim.id) & (ClaimRevision.number == Claim.revision))
        .where(Claim.bank_id == bank_id, Claim.key.in_(keys), Claim.retired_at.is_(None))
    )
    return {
        key: KnownClaim(claim_id, key, content["statement"], content["importance"], bool(is_grounded))
        for claim_id, key, content, is_grounded in rows
    }
