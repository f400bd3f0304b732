"""What rests on an article: claims, and the questions on them."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from question_bank.claims import Claim as ClaimRecord
from webapp.models import Article, ArticleVersion, Claim, ClaimPassage, ClaimRevision, Passage, Question, QuestionClaim


class Resting(NamedTuple):
    """A claim that rests on a passage of an article, and how many questions ask about it by status."""

    passage: str
    claim: str
    kind: str
    statement: str
    published: int
    drafts: int


def _of_article(statement: Select[Any], key: str) -> Select[Any]:
    """The statement, which has claims, on those that rest on passages of an article that are shown."""
    return (
        statement.join(ClaimPassage, ClaimPassage.claim_id == Claim.id)
        .join(Passage, Passage.id == ClaimPassage.passage_id)
        .join(ArticleVersion, ArticleVersion.id == Passage.article_version_id)
        .join(Article, Article.id == ArticleVersion.article_id)
        .where(Article.key == key, Claim.retired_at.is_(None), Passage.retired_at.is_(None))
    )


def claims_of_article(session: Session, *, key: str) -> list[ClaimRecord]:
    """The claims that rest on an article, oldest first."""
    present = (ClaimRevision.claim_id == Claim.id) & (ClaimRevision.number == Claim.revision)
    ids = _of_article(select(Claim.id), key)
    rows = session.scalars(
        select(ClaimRevision.content).join(Claim, present).where(Claim.id.in_(ids)).order_by(Claim.id)
    )
    return [ClaimRecord.from_json(content) for content in rows]


def published_questions_of(session: Session, *, key: str) -> list[str]:
    """The keys of the published questions whose claims rest on an article."""
    ids = _of_article(select(Claim.id), key)
    rows = session.scalars(
        select(Question.key)
        .join(QuestionClaim, QuestionClaim.question_id == Question.id)
        .where(QuestionClaim.claim_id.in_(ids), Question.status == "published")
        .distinct()
        .order_by(Question.key)
    )
    return list(rows)


def published_claims_of(session: Session, *, key: str) -> set[str]:
    """The keys of the claims on an article that published questions rest on."""
    statement = _of_article(select(Claim.key), key)
    published = (
        select(QuestionClaim.claim_id)
        .join(Question, Question.id == QuestionClaim.question_id)
        .where(Question.status == "published")
    )
    return set(session.scalars(statement.where(Claim.id.in_(published))))


def resting_on(session: Session, *, key: str) -> list[Resting]:
    """The claims on each passage of an article, with how many questions ask about them."""

    def number(status: str) -> Any:
        return (
            select(func.count())
            .select_from(QuestionClaim)
            .join(Question, Question.id == QuestionClaim.question_id)
            .where(QuestionClaim.claim_id == Claim.id, Question.status == status)
            .scalar_subquery()
        )

    present = (ClaimRevision.claim_id == Claim.id) & (ClaimRevision.number == Claim.revision)
    statement = select(
        Passage.key, Claim.key, ClaimRevision.content, number("published"), number("draft")
    ).join(ClaimRevision, present)  # fmt: skip
    rows = session.execute(_of_article(statement.select_from(Claim), key).order_by(Passage.position, Claim.id))
    return [
        Resting(passage, claim, content["kind"], content["statement"], published, drafts)
        for passage, claim, content, published, drafts in rows
    ]
