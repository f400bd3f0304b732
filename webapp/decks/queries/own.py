"""A person's own decks as they are stored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from webapp.models import (
    Article,
    ArticleVersion,
    Bank,
    Claim,
    ClaimPassage,
    ClaimRevision,
    Passage,
    Question,
    QuestionRevision,
    ReviewLog,
    Topic,
)
from webapp.scheduling.fold import EventKind


class OwnDeck(NamedTuple):
    """A deck of one's own: how many cards it has, and how many of it were removed. ``key`` names its topic."""

    key: str
    title: str
    cards: int
    removed: int


class OwnClaim(NamedTuple):
    """The claim of a note that was brought before, and where it stands. The digest is that of its content now."""

    key: str
    claim_id: int
    revision: int
    content_hash: bytes
    topic: str
    passage_id: int
    passage: str
    article_id: int
    article: str

    @property
    def source(self) -> str:
        """The passage as a claim names it."""
        return f"{self.article}#{self.passage}"


class OwnQuestion(NamedTuple):
    """A card that was brought before. The digest is that of the content that it has now."""

    key: str
    question_id: int
    revision: int
    content_hash: bytes
    status: str


class OwnPart(NamedTuple):
    """A part of a deck: an article, its only version, and how many passages that has."""

    article_id: int
    key: str
    version_id: int
    passages: int


def own_bank(session: Session, *, user_id: int) -> Bank | None:
    """The bank that is the person's alone; None where they never brought a deck."""
    return session.scalars(select(Bank).where(Bank.owner_id == user_id)).one_or_none()


def own_decks(session: Session, *, user_id: int) -> list[OwnDeck]:
    """The person's decks, in the order in which they came."""
    rows = session.execute(
        select(Topic.key, Topic.title, _number_of("published"), _number_of("retired"))
        .join(Bank, Bank.id == Topic.bank_id)
        .join(Claim, Claim.topic_id == Topic.id)
        .join(Question, Question.primary_claim_id == Claim.id)
        .where(Bank.owner_id == user_id)
        .group_by(Topic.id)
        .order_by(Topic.id)
    )
    return [OwnDeck._make(row) for row in rows]


def _number_of(status: str) -> ColumnElement[int]:
    return func.count(case((Question.status == status, 1)))


def own_card_ids(session: Session, *, user_id: int, key: str, status: str) -> list[int]:
    """The cards of the person's deck ``key`` that stand so."""
    return list(
        session.scalars(
            select(Question.id)
            .join(Claim, Claim.id == Question.primary_claim_id)
            .join(Topic, Topic.id == Claim.topic_id)
            .join(Bank, Bank.id == Topic.bank_id)
            .where(Bank.owner_id == user_id, Topic.key == key, Question.status == status)
            .order_by(Question.id)
        )
    )


def answers_to(session: Session, *, user_id: int, key: str) -> int:
    """How many answers to cards of the person's deck ``key`` are in the log."""
    cards = (
        select(Question.id)
        .join(Claim, Claim.id == Question.primary_claim_id)
        .join(Topic, Topic.id == Claim.topic_id)
        .where(Topic.key == key)
    )
    counted = select(func.count()).where(
        ReviewLog.user_id == user_id, ReviewLog.kind == EventKind.ANSWER, ReviewLog.question_id.in_(cards)
    )
    return session.scalar(counted) or 0


def own_claims(session: Session, *, bank_id: int, keys: Iterable[str]) -> dict[str, OwnClaim]:
    """Those of the claims that were brought before, by their keys."""
    rows = session.execute(
        select(
            Claim.key, Claim.id, Claim.revision, ClaimRevision.content_hash, Topic.key, Passage.id, Passage.key,
            Article.id, Article.key,
        )
        .join(ClaimRevision, (ClaimRevision.claim_id == Claim.id) & (ClaimRevision.number == Claim.revision))
        .join(Topic, Topic.id == Claim.topic_id)
        .join(ClaimPassage, ClaimPassage.claim_id == Claim.id)
        .join(Passage, Passage.id == ClaimPassage.passage_id)
        .join(ArticleVersion, ArticleVersion.id == Passage.article_version_id)
        .join(Article, Article.id == ArticleVersion.article_id)
        .where(Claim.bank_id == bank_id, Claim.key.in_(list(keys)))
    )  # fmt: skip
    return {row[0]: OwnClaim._make(row) for row in rows}


def own_questions(session: Session, *, bank_id: int, keys: Iterable[str]) -> dict[str, OwnQuestion]:
    """Those of the cards that were brought before, by their keys."""
    rows = session.execute(
        select(Question.key, Question.id, Question.revision, QuestionRevision.content_hash, Question.status)
        .join(
            QuestionRevision,
            (QuestionRevision.question_id == Question.id) & (QuestionRevision.number == Question.revision),
        )
        .where(Question.bank_id == bank_id, Question.key.in_(list(keys)))
    )
    return {row[0]: OwnQuestion._make(row) for row in rows}


def asking(session: Session, *, claim_ids: Iterable[int]) -> set[int]:
    """The cards that rest on these claims first of all."""
    return set(session.scalars(select(Question.id).where(Question.primary_claim_id.in_(list(claim_ids)))))


def last_part(session: Session, *, bank_id: int, topic: str) -> OwnPart | None:
    """The part of a deck that new notes go into; None where there is none yet."""
    row = session.execute(
        select(Article.id, Article.key, ArticleVersion.id, func.count(Passage.id))
        .join(ArticleVersion, ArticleVersion.article_id == Article.id)
        .outerjoin(Passage, Passage.article_version_id == ArticleVersion.id)
        .where(Article.bank_id == bank_id, Article.key.startswith(f"{topic}-"))
        .group_by(Article.id, Article.key, ArticleVersion.id)
        .order_by(Article.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else OwnPart._make(row)


def own_count(session: Session, *, bank_id: int) -> int:
    """How many cards the person brought, at any time."""
    return session.scalar(select(func.count()).select_from(Question).where(Question.bank_id == bank_id)) or 0


def last_own_position(session: Session, *, bank_id: int) -> int:
    """The position of the last question; -1 where there is none."""
    found = session.scalar(select(func.max(Question.position)).where(Question.bank_id == bank_id))
    return -1 if found is None else found
