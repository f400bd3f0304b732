"""What a quiz can be drawn from."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import Article, ArticleVersion, Card, Claim, ClaimPassage, Passage, Question, ReviewLog, Topic
from webapp.scheduling.fold import EventKind
from webapp.scheduling.memory import Rating, State


class Candidate(NamedTuple):
    """A question that may be drawn. Those with the same primary claim are siblings."""

    question_id: int
    claim_id: int
    revision: int


class Named(NamedTuple):
    """Something to choose by: its key and its title."""

    key: str
    title: str


def articles(session: Session) -> list[Named]:
    """The articles, in the order of the bank."""
    rows = session.execute(select(Article.key, Article.title).where(Article.retired_at.is_(None)).order_by(Article.id))
    return [Named._make(row) for row in rows]


def topics(session: Session) -> list[Named]:
    """The topics by their titles."""
    rows = session.execute(select(Topic.key, Topic.title).where(Topic.retired_at.is_(None)).order_by(Topic.title))
    return [Named._make(row) for row in rows]


def candidates(
    session: Session,
    *,
    kinds: Collection[str],
    importances: Collection[str],
    article_keys: Collection[str],
    topic_keys: Collection[str],
) -> list[Candidate]:
    """The published questions of these kinds. A collection that is empty leaves open what it would narrow, but for
    ``kinds``. A question counts to the article and the topic of its primary claim.
    """
    wanted = (
        select(Question.id, Question.primary_claim_id, Question.revision)
        .where(Question.status == "published", Question.kind.in_(kinds))
        .order_by(Question.id)
    )
    if importances:
        wanted = wanted.where(Question.importance.in_(importances))
    if topic_keys:
        on_topics = select(Claim.id).join(Topic, Topic.id == Claim.topic_id).where(Topic.key.in_(topic_keys))
        wanted = wanted.where(Question.primary_claim_id.in_(on_topics))
    if article_keys:
        from_articles = (
            select(ClaimPassage.claim_id)
            .join(Passage, Passage.id == ClaimPassage.passage_id)
            .join(ArticleVersion, ArticleVersion.id == Passage.article_version_id)
            .join(Article, Article.id == ArticleVersion.article_id)
            .where(Article.key.in_(article_keys))
        )
        wanted = wanted.where(Question.primary_claim_id.in_(from_articles))
    return [Candidate._make(row) for row in session.execute(wanted)]


def wrong_lately(session: Session, *, user_id: int, since: date) -> list[int]:
    """The questions whose last answer since that study day was graded Again, the latest first."""
    rows = session.execute(
        select(ReviewLog.question_id, ReviewLog.rating, ReviewLog.id, ReviewLog.undoes, ReviewLog.kind)
        .where(ReviewLog.user_id == user_id, ReviewLog.study_day >= since)
        .order_by(ReviewLog.answered_at.desc(), ReviewLog.id.desc())
    ).all()
    undone = {bytes(row.undoes) for row in rows if row.undoes is not None}
    last: dict[int, int | None] = {}
    for row in rows:
        if row.kind == EventKind.ANSWER and bytes(row.id) not in undone:
            last.setdefault(row.question_id, row.rating)
    return [question_id for question_id, rating in last.items() if rating == Rating.AGAIN]


def nearly_forgotten(session: Session, *, user_id: int, today: date) -> list[int]:
    """The questions in review that were answered before today, the one that is least likely still known first.

    With one set of weights retrievability falls with the share of the stability that has passed, and with nothing else.
    """
    rows = session.execute(
        select(Card.question_id, Card.study_day, Card.stability).where(
            Card.user_id == user_id,
            Card.state == int(State.REVIEW),
            Card.suspended.is_(False),
            Card.study_day < today,
        )
    )
    passed = {
        question_id: (today - day).days / stability
        for question_id, day, stability in rows
        if day is not None and stability is not None
    }
    return sorted(passed, key=lambda question_id: (-passed[question_id], question_id))


def new_among(session: Session, *, user_id: int, question_ids: Collection[int]) -> set[int]:
    """Those of the questions that the student's memory knows nothing of."""
    known = session.scalars(
        select(Card.question_id).where(
            Card.user_id == user_id, Card.question_id.in_(question_ids), Card.state != int(State.NEW)
        )
    )
    return set(question_ids) - set(known)
