"""What a question rests on and what contradicts it, as it is shown beside a result."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from webapp.cards.sources import PassageRow
from webapp.models import (
    Actor,
    Article,
    ArticleVersion,
    Claim,
    ClaimActor,
    ClaimLink,
    ClaimPassage,
    ClaimRevision,
    Passage,
    QuestionClaim,
)

MOST_NEIGHBOURS = 1000

_before, _heading = aliased(Passage), aliased(Passage)
NUMBER = (
    select(func.count())
    .where(
        _before.article_version_id == Passage.article_version_id,
        _before.retired_at.is_(None),
        _before.position <= Passage.position,
    )
    .correlate(Passage)
    .scalar_subquery()
)
"""The how many-th of its article a passage is."""
HEADING = (
    select(_heading.digest)
    .where(
        _heading.article_version_id == Passage.article_version_id,
        _heading.retired_at.is_(None),
        _heading.role == "heading",
        _heading.position < Passage.position,
    )
    .order_by(_heading.position.desc())
    .limit(1)
    .correlate(Passage)
    .scalar_subquery()
)
"""The digest of the last heading before a passage."""


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


class Neighbours(NamedTuple):
    """``contents`` of claims by id, and of each question the ids of those that it does not rest on itself."""

    contents: Mapping[int, dict[str, Any]]
    of: Mapping[int, Sequence[int]]


def neighbours(session: Session, *, question_ids: Collection[int]) -> Neighbours:
    """The other claims of the articles that each of the questions rests on; as readers see them."""
    versions: dict[int, set[int]] = {question_id: set() for question_id in question_ids}
    asked: dict[int, set[int]] = {question_id: set() for question_id in question_ids}
    for question_id, claim_id, version in session.execute(
        select(QuestionClaim.question_id, QuestionClaim.claim_id, Passage.article_version_id)
        .join(ClaimPassage, ClaimPassage.claim_id == QuestionClaim.claim_id)
        .join(Passage, Passage.id == ClaimPassage.passage_id)
        .where(QuestionClaim.question_id.in_(question_ids))
    ):
        versions[question_id].add(version)
        asked[question_id].add(claim_id)
    rows = session.execute(
        select(Passage.article_version_id, Claim.id, ClaimRevision.content)
        .join(ClaimPassage, ClaimPassage.passage_id == Passage.id)
        .join(Claim, Claim.id == ClaimPassage.claim_id)
        .join(ClaimRevision, (ClaimRevision.claim_id == Claim.id) & (ClaimRevision.number == Claim.revision))
        .join(ArticleVersion, ArticleVersion.id == Passage.article_version_id)
        .join(Article, Article.id == ArticleVersion.article_id)
        .where(
            Passage.article_version_id.in_(set().union(*versions.values())),
            Passage.retired_at.is_(None),
            Article.retired_at.is_(None),
            Article.is_draft.is_(False),
            Claim.retired_at.is_(None),
        )
        .order_by(Claim.id, Passage.id)
        .limit(MOST_NEIGHBOURS)
    ).all()
    near = {
        question_id: tuple(
            dict.fromkeys(row[1] for row in rows if row[0] in found and row[1] not in asked[question_id])
        )
        for question_id, found in versions.items()
    }
    return Neighbours(contents={claim_id: content for _, claim_id, content in rows}, of=near)


def names_of(session: Session, *, claim_ids: Collection[int]) -> dict[str, tuple[str, ...]]:
    """The names of the actors of these claims, by key."""
    rows = session.execute(
        select(Actor.key, Actor.name, Actor.aliases)
        .join(ClaimActor, ClaimActor.actor_id == Actor.id)
        .where(ClaimActor.claim_id.in_(claim_ids), Actor.retired_at.is_(None))
    )
    return {key: (name, *aliases) for key, name, aliases in rows}


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
            Article.language,
            Passage.key,
            Passage.digest,
            ArticleVersion.sha256,
            Passage.span_start,
            Passage.span_end,
            NUMBER,
            HEADING,
        )
        .join(Passage, Passage.id == ClaimPassage.passage_id)
        .join(ArticleVersion, ArticleVersion.id == Passage.article_version_id)
        .join(Article, Article.id == ArticleVersion.article_id)
        .where(ClaimPassage.claim_id.in_(claim_ids))
        .order_by(ClaimPassage.claim_id, ClaimPassage.position, Passage.id)
    )
    return [PassageRow._make(row) for row in rows]
