"""What the bank is judged by, apart from answers: its stems, its rival and single-source claims, its balance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased

from question_bank.claims import Importance
from webapp.history.collections import CollectionKind
from webapp.models import (
    Actor,
    Article,
    ArticleVersion,
    Claim,
    ClaimLink,
    ClaimPassage,
    ClaimRevision,
    Collection,
    CollectionQuestion,
    Passage,
    Question,
    QuestionEntry,
)


class Rivals(NamedTuple):
    """Two claims that contradict each other."""

    key: str
    statement: str
    other_key: str
    other_statement: str


class SingleSource(NamedTuple):
    """A claim that one article alone says; ``questions`` are the published ones that ask about it first of all."""

    key: str
    statement: str
    article: str
    questions: int


class Share(NamedTuple):
    """How many published questions there are of something, by importance."""

    name: str
    core: int
    useful: int
    detail: int

    @property
    def total(self) -> int:
        return self.core + self.useful + self.detail


def stems(session: Session) -> dict[str, str]:
    """What every question that is not retired asks, by key, in the order in which new ones come."""
    rows = session.execute(
        select(Question.key, QuestionEntry.stem)
        .join(QuestionEntry, QuestionEntry.question_id == Question.id)
        .where(Question.status != "retired")
        .order_by(Question.position, Question.id)
    )
    return {row.key: row.stem for row in rows}


def rivals(session: Session) -> list[Rivals]:
    """The pairs of claims that contradict each other, each once."""
    one, other = aliased(Claim), aliased(Claim)
    content, other_content = aliased(ClaimRevision), aliased(ClaimRevision)
    rows = session.execute(
        select(one.id, other.id, one.key, content.content, other.key, other_content.content)
        .select_from(ClaimLink)
        .join(one, one.id == ClaimLink.claim_id)
        .join(other, other.id == ClaimLink.other_id)
        .join(content, (content.claim_id == one.id) & (content.number == one.revision))
        .join(other_content, (other_content.claim_id == other.id) & (other_content.number == other.revision))
        .where(ClaimLink.kind == "conflicts-with", one.retired_at.is_(None), other.retired_at.is_(None))
        .order_by(one.id, other.id)
    )
    pairs = {
        frozenset((first, second)): Rivals(key, said["statement"], other_key, other_said["statement"])
        for first, second, key, said, other_key, other_said in rows
    }
    return list(pairs.values())


def single_source(session: Session, *, first: int, most: int) -> tuple[list[SingleSource], int]:
    """Claims that one article alone says, those with most questions first; and how many there are in all."""
    asked = func.count(Question.id.distinct())
    sourced = (
        select(ClaimPassage.claim_id, func.min(Article.title).label("article"))
        .join(Passage, Passage.id == ClaimPassage.passage_id)
        .join(ArticleVersion, ArticleVersion.id == Passage.article_version_id)
        .join(Article, Article.id == ArticleVersion.article_id)
        .where(Passage.retired_at.is_(None))
        .group_by(ClaimPassage.claim_id)
        .having(func.count(Article.id.distinct()) == 1)
        .subquery()
    )
    count = session.scalar(
        select(func.count()).select_from(sourced).join(Claim, Claim.id == sourced.c.claim_id).where(_is_there())
    )
    found = session.execute(
        select(Claim.id, Claim.key, sourced.c.article, asked)
        .join(sourced, sourced.c.claim_id == Claim.id)
        .outerjoin(Question, (Question.primary_claim_id == Claim.id) & (Question.status == "published"))
        .where(_is_there())
        .group_by(Claim.id, Claim.key, sourced.c.article)
        .order_by(asked.desc(), Claim.id)
        .offset(first)
        .limit(most)
    ).all()
    said = _statements(session, [row[0] for row in found])
    return [SingleSource(key, said[number], article, number_asked) for number, key, article, number_asked in found], (
        count or 0
    )


def balance(session: Session) -> dict[str, list[Share]]:
    """How many published questions each article, actor and kind has, by importance; the fewest first."""
    titles = {
        CollectionKind.ARTICLE: _names(session, select(Article.key, Article.title)),
        CollectionKind.ACTOR: _names(session, select(Actor.key, Actor.name)),
    }
    found = {}
    for kind, names in titles.items():
        rows = session.execute(
            select(Collection.value, Question.importance, func.count())
            .join(CollectionQuestion, CollectionQuestion.collection_id == Collection.id)
            .join(Question, Question.id == CollectionQuestion.question_id)
            .where(Collection.kind == kind)
            .group_by(Collection.value, Question.importance)
        )
        found[kind.value] = _shares((names.get(key, key), importance, number) for key, importance, number in rows)
    kinds = session.execute(
        select(Question.kind, Question.importance, func.count())
        .where(Question.status == "published")
        .group_by(Question.kind, Question.importance)
    )
    found["kind"] = _shares((name, importance, number) for name, importance, number in kinds)
    return found


def _names(session: Session, statement: Select[str, str]) -> dict[str, str]:
    return {key: name for key, name in session.execute(statement)}  # noqa: C416  # rows are no pairs to dict


def _statements(session: Session, ids: Iterable[int]) -> dict[int, str]:
    rows = session.execute(
        select(Claim.id, ClaimRevision.content)
        .join(ClaimRevision, (ClaimRevision.claim_id == Claim.id) & (ClaimRevision.number == Claim.revision))
        .where(Claim.id.in_(ids))
    )
    return {number: content["statement"] for number, content in rows}


def _is_there() -> ColumnElement[bool]:
    return Claim.retired_at.is_(None)


def _shares(rows: Iterable[tuple[str, str, int]]) -> list[Share]:
    counted: dict[str, dict[str, int]] = {}
    for name, importance, number in rows:
        counted.setdefault(name, {})[importance] = number
    shares = [
        Share(name, *(parts.get(importance.value, 0) for importance in Importance)) for name, parts in counted.items()
    ]
    return sorted(shares, key=lambda share: (share.total, share.name))
