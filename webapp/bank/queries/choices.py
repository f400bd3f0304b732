"""What the table of questions can be narrowed by, and claims to ask about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from webapp.models import Actor, Article, Claim, ClaimLook, ClaimRevision, Issue, QuestionClaim, Topic

from .claims import has_words


class Named(NamedTuple):
    """Something to choose by."""

    key: str
    title: str


class ClaimRow(NamedTuple):
    """A claim and how many questions rest on it."""

    key: str
    kind: str
    statement: str
    importance: str
    topic: str
    questions: int


def topics(session: Session) -> list[Named]:
    """The topics by their titles."""
    rows = session.execute(select(Topic.key, Topic.title).where(Topic.retired_at.is_(None)).order_by(Topic.title))
    return [Named._make(row) for row in rows]


def articles(session: Session) -> list[Named]:
    """The articles in the bank's order."""
    rows = session.execute(select(Article.key, Article.title).where(Article.retired_at.is_(None)).order_by(Article.id))
    return [Named._make(row) for row in rows]


def actors(session: Session) -> list[Named]:
    """The actors by their names."""
    rows = session.execute(select(Actor.key, Actor.name).where(Actor.retired_at.is_(None)).order_by(Actor.name))
    return [Named._make(row) for row in rows]


def issues(session: Session) -> list[Named]:
    """The issues by what they ask."""
    rows = session.execute(select(Issue.key, Issue.question).where(Issue.retired_at.is_(None)).order_by(Issue.question))
    return [Named._make(row) for row in rows]


def count_looks(session: Session) -> int:
    """How many claims somebody should look at again."""
    is_there = exists().where(Claim.id == ClaimLook.claim_id, Claim.retired_at.is_(None))
    return session.execute(select(func.count()).select_from(ClaimLook).where(is_there)).scalar_one()


def claims(
    session: Session,
    *,
    words: Sequence[str],
    first: int,
    most: int,
    among: Sequence[ColumnElement[bool]] = (),
    looks_only: bool = False,
) -> tuple[list[ClaimRow], int]:
    """The claims that have all the words, from number ``first`` on, and how many there are in all.

    ``among`` leaves those for which all of it is so, ``looks_only`` those that somebody should look at again.
    """
    wanted = select(Claim.id).join(Topic, Topic.id == Claim.topic_id).where(Claim.retired_at.is_(None))
    if words:
        wanted = wanted.where(has_words(session, words))
    wanted = wanted.where(*among)
    if looks_only:
        wanted = wanted.where(Claim.id.in_(select(ClaimLook.claim_id)))
    count = session.execute(wanted.with_only_columns(func.count(), maintain_column_froms=True)).scalar_one()
    ids = session.scalars(wanted.order_by(Topic.title, Claim.id).offset(first).limit(most)).all()
    number = select(func.count()).select_from(QuestionClaim).where(QuestionClaim.claim_id == Claim.id).scalar_subquery()
    rows = session.execute(
        select(Claim.key, ClaimRevision.content, Topic.title, number)
        .join(ClaimRevision, (ClaimRevision.claim_id == Claim.id) & (ClaimRevision.number == Claim.revision))
        .join(Topic, Topic.id == Claim.topic_id)
        .where(Claim.id.in_(ids))
        .order_by(Topic.title, Claim.id)
    )
    return [
        ClaimRow(key, content["kind"], content["statement"], content["importance"], topic, questions)
        for key, content, topic, questions in rows
    ], count
