"""Claims: those of passages, those that bear on others, and where each stands."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from webapp.models import Actor, Article, ArticleVersion, Claim, ClaimActor, ClaimLink, ClaimPassage, ClaimRevision
from webapp.models import Passage as PassageModel

CONFLICTS, SUPERSEDES, SUPERSEDED = "conflicts", "supersedes", "superseded"

PRESENT: ColumnElement[bool] = and_(ClaimRevision.claim_id == Claim.id, ClaimRevision.number == Claim.revision)

_DIRECTIONS = (
    (ClaimLink.claim_id, ClaimLink.other_id, {"conflicts-with": CONFLICTS, "supersedes": SUPERSEDES}),
    (ClaimLink.other_id, ClaimLink.claim_id, {"conflicts-with": CONFLICTS, "supersedes": SUPERSEDED}),
)


class ClaimRow(NamedTuple):
    """A claim of a passage, with its present content."""

    passage_id: int
    claim_id: int
    content: dict[str, Any]


class OtherClaim(NamedTuple):
    """A claim that bears on ``claim_id``: it says otherwise, or the one takes the place of the other."""

    claim_id: int
    relation: str
    other_id: int
    content: dict[str, Any]


class Place(NamedTuple):
    """A passage that a claim rests on."""

    claim_id: int
    article_key: str
    title: str
    authors: list[str]
    published_on: str
    passage_key: str


class Choice(NamedTuple):
    """Something that a list of claims can be filtered by."""

    key: str
    name: str


class ActorRow(NamedTuple):
    """An actor, and a claim of which it holds, says or does what is claimed."""

    claim_id: int
    key: str
    name: str


def claims_of_passages(session: Session, *, passage_ids: Collection[int]) -> list[ClaimRow]:
    """The claims that rest on the passages, oldest first."""
    rows = session.execute(
        select(ClaimPassage.passage_id, Claim.id, ClaimRevision.content)
        .join(Claim, Claim.id == ClaimPassage.claim_id)
        .join(ClaimRevision, PRESENT)
        .where(ClaimPassage.passage_id.in_(passage_ids), Claim.retired_at.is_(None))
        .order_by(Claim.id)
    )
    return [ClaimRow._make(row) for row in rows]


def count_claims(session: Session, *, passage_ids: Collection[int]) -> dict[int, int]:
    """How many claims rest on each of the passages on which any does."""
    rows = session.execute(
        select(ClaimPassage.passage_id, func.count())
        .join(Claim, Claim.id == ClaimPassage.claim_id)
        .where(ClaimPassage.passage_id.in_(passage_ids), Claim.retired_at.is_(None))
        .group_by(ClaimPassage.passage_id)
    )
    return {passage_id: number for passage_id, number in rows}  # noqa: C416  # rows of two


def other_claims(session: Session, *, claim_ids: Collection[int]) -> list[OtherClaim]:
    """The claims that say otherwise than the given ones, replace them, or are replaced by them; each once."""
    links: dict[tuple[int, int, str], None] = {}
    for near, far, relations in _DIRECTIONS:
        found = session.execute(select(near, far, ClaimLink.kind).where(near.in_(claim_ids)).order_by(near, far))
        links |= {(claim_id, other_id, relations[kind]): None for claim_id, other_id, kind in found}
    others = _contents(session, {other for _, other, _ in links})
    return [OtherClaim(near, relation, far, others[far]) for near, far, relation in links if far in others]


def _contents(session: Session, claim_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    rows = session.execute(
        select(Claim.id, ClaimRevision.content)
        .join(ClaimRevision, PRESENT)
        .where(Claim.id.in_(claim_ids), Claim.retired_at.is_(None))
    )
    return {row.id: row.content for row in rows}


def places(session: Session, *, claim_ids: Collection[int]) -> dict[int, list[Place]]:
    """The passages that each claim rests on, in its own order; of articles and passages that are shown."""
    rows = session.execute(
        select(
            ClaimPassage.claim_id,
            Article.key,
            Article.title,
            Article.authors,
            Article.published_on,
            PassageModel.key,
        )
        .join(PassageModel, PassageModel.id == ClaimPassage.passage_id)
        .join(ArticleVersion, ArticleVersion.id == PassageModel.article_version_id)
        .join(Article, Article.id == ArticleVersion.article_id)
        .where(ClaimPassage.claim_id.in_(claim_ids), PassageModel.retired_at.is_(None), Article.retired_at.is_(None))
        .order_by(ClaimPassage.claim_id, ClaimPassage.position, PassageModel.id)
    )
    found: dict[int, list[Place]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(Place._make(row))
    return found


def actors(session: Session, *, claim_ids: Collection[int]) -> dict[int, list[ActorRow]]:
    """The actors of each claim, in its own order."""
    rows = session.execute(
        select(ClaimActor.claim_id, Actor.key, Actor.name)
        .join(Actor, Actor.id == ClaimActor.actor_id)
        .where(ClaimActor.claim_id.in_(claim_ids), Actor.retired_at.is_(None))
        .order_by(ClaimActor.claim_id, ClaimActor.position, Actor.id)
    )
    found: dict[int, list[ActorRow]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(ActorRow._make(row))
    return found
