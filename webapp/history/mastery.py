"""How much a student knows of each article, topic, actor, importance and kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, Subquery, func, null, select
from sqlalchemy.orm import Session

from webapp.models import (
    Actor,
    Article,
    ArticleVersion,
    Card,
    Claim,
    ClaimActor,
    ClaimPassage,
    Passage,
    Question,
    Topic,
)

from .collections import COUNTS, Known, known_of

IMPORTANCES = ("core", "useful", "detail")


class Heading(StrEnum):
    """What published questions are counted under, by the claim they ask about first of all."""

    ARTICLE = "article"
    TOPIC = "topic"
    ACTOR = "actor"
    IMPORTANCE = "importance"
    KIND = "kind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mastery:
    """Published questions under a heading, by what the student's memory of them is, in the words of ``Known``. ``key``
    is that of an actor.
    """

    title: str
    key: str | None
    known: Known


def mastery_by(session: Session, heading: Heading, *, user_id: int) -> list[Mastery]:
    """One row an article, topic and so on, in the order of the bank; actors and kinds with most questions first.

    A question counts once for each article and each actor of its claim.
    """
    rows = _counted(session, heading, user_id)
    if heading is Heading.IMPORTANCE:
        return sorted(rows, key=lambda row: IMPORTANCES.index(row.title))
    return (
        rows
        if heading in {Heading.ARTICLE, Heading.TOPIC}
        else sorted(rows, key=lambda row: (-row.known.questions, row.title))
    )


def _counted(session: Session, heading: Heading, user_id: int) -> list[Mastery]:
    statement = _under(heading, (func.count(Question.id), *COUNTS)).where(Question.status == "published")
    rows: Iterable[Any] = session.execute(_with_cards(statement, user_id))
    return [Mastery(title=title, key=key, known=known_of(questions, counts)) for title, key, questions, *counts in rows]


def _with_cards(statement: Select[Any], user_id: int) -> Select[Any]:
    return statement.outerjoin(Card, (Card.question_id == Question.id) & (Card.user_id == user_id))


def _under(heading: Heading, columns: tuple[Any, ...]) -> Select[Any]:
    """Title, key and counts of each group of questions."""
    if heading is Heading.ARTICLE:
        stands = _articles_of_claims()
        articles = select(Article.title, null(), *columns).select_from(Question)
        articles = articles.join(stands, stands.c.claim_id == Question.primary_claim_id)
        articles = articles.join(Article, Article.id == stands.c.article_id)
        return articles.group_by(Article.id, Article.title).order_by(Article.id)
    if heading is Heading.TOPIC:
        topics = (
            select(Topic.title, null(), *columns)
            .select_from(Question)
            .join(Claim, Claim.id == Question.primary_claim_id)
        )
        return topics.join(Topic, Topic.id == Claim.topic_id).group_by(Topic.id, Topic.title).order_by(Topic.id)
    if heading is Heading.ACTOR:
        held = ClaimActor.claim_id == Question.primary_claim_id
        actors = select(Actor.name, Actor.key, *columns).select_from(Question).join(ClaimActor, held)
        return actors.join(Actor, Actor.id == ClaimActor.actor_id).group_by(Actor.id, Actor.name, Actor.key)
    column = Question.importance if heading is Heading.IMPORTANCE else Question.kind
    return select(column, null(), *columns).select_from(Question).group_by(column)


def _articles_of_claims() -> Subquery:
    """Each claim with each article that it rests on, once: as many passages as there may be of it."""
    stands = select(ClaimPassage.claim_id, ArticleVersion.article_id)
    stands = stands.join(Passage, Passage.id == ClaimPassage.passage_id)
    return stands.join(ArticleVersion, ArticleVersion.id == Passage.article_version_id).distinct().subquery()
