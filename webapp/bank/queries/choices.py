"""What the table of questions can be narrowed by, and claims to ask about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.models import Actor, Article, Claim, ClaimLook, ClaimRevision, Issue, QuestionClaim, Topic

from .questions import content_has


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
    statement = select(func.count()).select_from(ClaimLook).join(Claim, Claim.id == ClaimLook.claim_id)
    return session.execute(statement.where(Claim.retired_at.is_(None))).scalar_one()


def claims(
    session: Session, *, words: Sequence[str], first: int, most: int, looks_only: bool = False
) -> tuple[list[ClaimRow], int]:
    """The claims that have all the words, from number ``first`` on, and how many there are in all.

    ``looks_only`` leaves those that somebody should look at again.
    """
    conditions = [Claim.retired_at.is_(None), *(content_has(ClaimRevision.content, word) for word in words)]
    if looks_only:
        conditions.append(Claim.id.in_(select(ClaimLook.claim_id)))
    number = select(func.count()).select_from(QuestionClaim).where(QuestionClaim.claim_id == Claim.id).scalar_subquery()
    found = (
        select(Claim.key, ClaimRevision.content, Topic.title, number)
        .join(ClaimRevision, (ClaimRevision.claim_id == Claim.id) & (ClaimRevision.number == Claim.revision))
        .join(Topic, Topic.id == Claim.topic_id)
        .where(*conditions)
    )
    count = session.execute(found.with_only_columns(func.count())).scalar_one()
    rows = session.execute(found.order_by(Topic.title, Claim.id).offset(first).limit(most))
    return [
        ClaimRow(key, content["kind"], content["statement"], content["importance"], topic, questions)
        for key, content, topic, questions in rows
    ], count
