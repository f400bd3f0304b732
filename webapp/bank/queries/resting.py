"""What rests on an article: claims, and the questions on them."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from question_bank.claims import Claim as ClaimRecord
from webapp.models import Article, ArticleVersion, Claim, ClaimPassage, ClaimRevision, Passage, Question, QuestionClaim


class Resting(NamedTuple):
    """A claim that rests on a passage of an article."""

    claim: str
    statement: str


class Asked(NamedTuple):
    """How many questions there are by status."""

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


def claims_by_passage(session: Session, *, key: str) -> dict[str, int]:
    """How many claims rest on each passage of an article on which any does."""
    of_passage = _of_article(select(Claim.id), key).with_only_columns(Passage.key, func.count())
    rows = session.execute(of_passage.group_by(Passage.id, Passage.key))
    return {passage: number for passage, number in rows}  # noqa: C416  # rows of two


def questions_by_passage(session: Session, *, key: str) -> dict[str, Asked]:
    """The questions on the claims that rest on each passage of an article; each is counted once for a passage."""

    def number(status: str) -> Any:
        return func.count(Question.id.distinct()).filter(Question.status == status)

    statement = _with_questions(select(Passage.key, number("published"), number("draft")))
    rows = session.execute(_of_article(statement, key).group_by(Passage.id, Passage.key))
    return {passage: Asked(*numbers) for passage, *numbers in rows}


def asked_passages(session: Session, *, key: str) -> set[str]:
    """The passages of an article about which something published asks: told without counting how much."""
    asks = (
        _with_questions(select(Claim.id))
        .join(ClaimPassage, ClaimPassage.claim_id == Claim.id)
        .where(ClaimPassage.passage_id == Passage.id, Claim.retired_at.is_(None), Question.status == "published")
        .exists()
    )
    rows = session.scalars(
        select(Passage.key)
        .join(ArticleVersion, ArticleVersion.id == Passage.article_version_id)
        .join(Article, Article.id == ArticleVersion.article_id)
        .where(Article.key == key, Passage.retired_at.is_(None), asks)
    )
    return set(rows)


def _with_questions(statement: Select[Any]) -> Select[Any]:
    """The statement on claims with the questions that name them."""
    return (
        statement.select_from(Claim)
        .join(QuestionClaim, QuestionClaim.claim_id == Claim.id)
        .join(Question, Question.id == QuestionClaim.question_id)
    )


def resting_on(session: Session, *, key: str) -> dict[str, list[Resting]]:
    """The claims on each passage of an article on which any rests, as they were made."""
    present = (ClaimRevision.claim_id == Claim.id) & (ClaimRevision.number == Claim.revision)
    statement = select(Passage.key, Claim.key, ClaimRevision.content).join(ClaimRevision, present)
    found: dict[str, list[Resting]] = {}
    for passage, claim, content in session.execute(_of_article(statement.select_from(Claim), key).order_by(Claim.id)):
        found.setdefault(passage, []).append(Resting(claim, content["statement"]))
    return found


def rests_on(place: str) -> ColumnElement[bool]:
    """Whether a claim rests on a place that is shown: an article, or a passage of one (``article#passage``)."""
    article, _, passage = place.partition("#")
    ids = _of_article(select(Claim.id), article)
    return Claim.id.in_(ids.where(Passage.key == passage) if passage else ids)
