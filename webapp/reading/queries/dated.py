"""Dated claims: dates by their value, all others by the date they are true as of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Executable, Select, String, cast, func, literal, select, union_all
from sqlalchemy.orm import Session

from webapp.history.shown import is_shown
from webapp.models import Actor, Article, ArticleVersion, Claim, ClaimActor, ClaimPassage, ClaimRevision, Passage, Topic

from .claims import PRESENT, Choice

HAPPENED = ("date", "event")

_KIND = ClaimRevision.content["kind"].as_string()
_VALUE = ClaimRevision.content[("value", "date")].as_string()
_AS_OF = ClaimRevision.content["as_of"].as_string()
_DATE: ColumnElement[str | None] = func.coalesce(_VALUE, _AS_OF)  # ISO: what sorts as text sorts in time


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which dated claims are wanted, by the keys of an actor, a topic and an article; None: whichever.

    ``only_happened``: dates and events, and not what was said, or was so, at some time.
    """

    actor: str | None = None
    topic: str | None = None
    article: str | None = None
    only_happened: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The actors, topics and articles that dated claims have, and how many ``claims`` these are."""

    actors: Sequence[Choice]
    topics: Sequence[Choice]
    articles: Sequence[Choice]
    claims: int


class DatedRow(NamedTuple):
    """A dated claim; ``date`` is as exact as it is known."""

    claim_id: int
    date: str
    content: dict[str, Any]


def count_dated(session: Session, *, wanted: Filter) -> int:
    """How many dated claims there are."""
    return session.scalar(_dated(select(func.count()).select_from(Claim), wanted)) or 0


def dated_claims(session: Session, *, wanted: Filter, offset: int, most: int) -> list[DatedRow]:
    """The dated claims, the earliest first; of the same date those that state it first."""
    statement = _dated(select(Claim.id, _DATE, ClaimRevision.content).select_from(Claim), wanted)
    rows = session.execute(statement.order_by(_DATE, _KIND != "date", Claim.id).offset(offset).limit(most))
    return [DatedRow._make(row) for row in rows]


def choices(session: Session) -> Choices:
    """What dated claims can be narrowed by."""
    found: tuple[list[Choice], ...] = ([], [], [], [])
    for place, key, name, _ in session.execute(_every_choice()):
        found[place].append(Choice(key, name))
    actors, topics, articles, ((_, claims),) = found
    return Choices(actors=actors, topics=topics, articles=articles, claims=int(claims))


@cache
def _every_choice() -> Executable:
    """What stands at which place of ``choices``: in one statement, which looks for the dated claims once."""
    wanted: tuple[Any, ...] = (Claim.id, Claim.topic_id)
    dated = _dated(select(*wanted), Filter()).cte("dated").prefix_with("MATERIALIZED")
    ids = select(dated.c.id)
    stands = (
        select(ArticleVersion.article_id)
        .join(Passage, Passage.article_version_id == ArticleVersion.id)
        .join(ClaimPassage, ClaimPassage.passage_id == Passage.id)
        .where(ClaimPassage.claim_id.in_(ids))
    )
    holds = select(ClaimActor.actor_id).where(ClaimActor.claim_id.in_(ids))
    parts = (
        select(literal(0).label("place"), Actor.key, Actor.name.label("name"), Actor.id)
        .where(Actor.id.in_(holds), Actor.retired_at.is_(None)),
        select(literal(1), Topic.key, Topic.title, Topic.id)
        .where(Topic.id.in_(select(dated.c.topic_id)), Topic.retired_at.is_(None)),
        select(literal(2), Article.key, Article.title, Article.id)
        .where(Article.id.in_(stands), Article.retired_at.is_(None)),
        select(literal(3), literal(""), cast(func.count(), String), literal(0)).select_from(dated),
    )  # fmt: skip
    return union_all(*parts).order_by("place", "id")


def _dated(statement: Select[Any], wanted: Filter) -> Select[Any]:
    statement = statement.join(ClaimRevision, PRESENT).where(is_shown(), _DATE.is_not(None))
    if wanted.only_happened:
        statement = statement.where(_KIND.in_(HAPPENED))
    if wanted.actor is not None:
        held = select(ClaimActor.claim_id).join(Actor, Actor.id == ClaimActor.actor_id)
        statement = statement.where(Claim.id.in_(held.where(Actor.key == wanted.actor)))
    if wanted.topic is not None:
        statement = statement.join(Topic, Topic.id == Claim.topic_id).where(Topic.key == wanted.topic)
    if wanted.article is not None:
        stands = (
            select(ClaimPassage.claim_id)
            .join(Passage, Passage.id == ClaimPassage.passage_id)
            .join(ArticleVersion, ArticleVersion.id == Passage.article_version_id)
            .join(Article, Article.id == ArticleVersion.article_id)
        )
        statement = statement.where(Claim.id.in_(stands.where(Article.key == wanted.article)))
    return statement
