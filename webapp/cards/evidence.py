"""What a question rests on and what contradicts it, as it is shown beside a result."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from webapp.cards.sources import PassageRow
from webapp.models import (
    Article,
    ArticleVersion,
    Claim,
    ClaimLink,
    ClaimPassage,
    ClaimRevision,
    Passage,
    QuestionClaim,
)


class ClaimRow(NamedTuple):
    """A claim that a question rests on, or a rival of one; ``content`` is the claim's present revision."""

    question_id: int
    claim_id: int
    role: str
    content: dict[str, Any]


def claims(session: Session, *, question_ids: Collection[int]) -> list[ClaimRow]:
    """The claims that each of the questions rests on, its primary claim first."""
    rows = session.execute(
        select(QuestionClaim.question_id, Claim.id, QuestionClaim.role, ClaimRevision.content)
        .join(Claim, Claim.id == QuestionClaim.claim_id)
        .join(ClaimRevision, (ClaimRevision.claim_id == Claim.id) & (ClaimRevision.number == Claim.revision))
        .where(QuestionClaim.question_id.in_(question_ids))
        .order_by(QuestionClaim.question_id, QuestionClaim.role.desc(), Claim.id)
    )
    return [ClaimRow._make(row) for row in rows]


def contents_of(session: Session, *, claim_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """The present contents of the claims, by id."""
    rows = session.execute(
        select(Claim.id, ClaimRevision.content)
        .join(ClaimRevision, (ClaimRevision.claim_id == Claim.id) & (ClaimRevision.number == Claim.revision))
        .where(Claim.id.in_(claim_ids))
    )
    return {row.id: row.content for row in rows}


def rivals(session: Session, *, question_ids: Collection[int]) -> list[ClaimRow]:
    """The claims that contradict one that a question rests on. It may rest on both."""
    rival = aliased(Claim)
    rows = session.execute(
        select(QuestionClaim.question_id, rival.id, QuestionClaim.role, ClaimRevision.content)
        .join(
            ClaimLink,
            or_(ClaimLink.claim_id == QuestionClaim.claim_id, ClaimLink.other_id == QuestionClaim.claim_id),
        )
        .join(
            rival,
            or_(rival.id == ClaimLink.claim_id, rival.id == ClaimLink.other_id) & (rival.id != QuestionClaim.claim_id),
        )
        .join(ClaimRevision, (ClaimRevision.claim_id == rival.id) & (ClaimRevision.number == rival.revision))
        .where(
            QuestionClaim.question_id.in_(question_ids),
            ClaimLink.kind == "conflicts-with",
            rival.retired_at.is_(None),
        )
        .order_by(QuestionClaim.question_id, rival.id)
    )
    return [ClaimRow._make(row) for row in rows]


def passages(session: Session, *, claim_ids: Collection[int]) -> list[PassageRow]:
    """The passages that the claims rest on, in each claim's order."""
    rows = session.execute(
        select(
            ClaimPassage.claim_id,
            Article.key,
            Article.title,
            Article.authors,
            Article.publisher,
            Article.published_on,
            Article.address,
            Passage.key,
            Passage.digest,
            ArticleVersion.sha256,
            Passage.span_start,
            Passage.span_end,
        )
        .join(Passage, Passage.id == ClaimPassage.passage_id)
        .join(ArticleVersion, ArticleVersion.id == Passage.article_version_id)
        .join(Article, Article.id == ArticleVersion.article_id)
        .where(ClaimPassage.claim_id.in_(claim_ids))
        .order_by(ClaimPassage.claim_id, ClaimPassage.position, Passage.id)
    )
    return [PassageRow._make(row) for row in rows]
