"""What a student's memory of questions, and of the claims they ask about, is in one word."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import case, distinct, func, select
from sqlalchemy.orm import Session

from webapp.models import Article, ArticleVersion, Card, ClaimPassage, Passage, Question
from webapp.scheduling.memory import State
from webapp.scheduling.settings import MATURE_STABILITY


class Memory(StrEnum):
    """How well something is known; in the order in which it grows."""

    NEW = "new"  # never answered
    LEARNING = "learning"  # just met, or forgotten and being learned again
    YOUNG = "young"
    MATURE = "mature"  # a stability of 21 days or more


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleMemory:
    """The published questions that rest on an article first of all, by what the memory of them is."""

    questions: int
    learning: int
    young: int
    mature: int

    @property
    def new(self) -> int:
        return self.questions - self.learning - self.young - self.mature


def memory_word(state: int | None, stability: float | None) -> Memory:
    """The memory that a card's columns tell of; both are None where there is no card."""
    if state is None or state == State.NEW:
        return Memory.NEW
    if state in {State.LEARNING, State.RELEARNING}:
        return Memory.LEARNING
    return Memory.MATURE if stability is not None and stability >= MATURE_STABILITY else Memory.YOUNG


def together(words: Iterable[Memory]) -> Memory:
    """The memory of several questions as one: new until one was answered, mature when all of them are."""
    found = set(words)
    if len(found) <= 1:
        return next(iter(found), Memory.NEW)
    return Memory.LEARNING if Memory.LEARNING in found else Memory.YOUNG


def question_memories(session: Session, *, user_id: int, question_ids: Collection[int]) -> dict[int, Memory]:
    """The person's memory of each of the questions."""
    rows = session.execute(
        select(Card.question_id, Card.state, Card.stability).where(
            Card.user_id == user_id, Card.question_id.in_(question_ids)
        )
    )
    words = {question_id: memory_word(state, stability) for question_id, state, stability in rows}
    return {question_id: words.get(question_id, Memory.NEW) for question_id in question_ids}


def claim_memories(session: Session, *, user_id: int, claim_ids: Collection[int]) -> dict[int, Memory]:
    """The person's memory of the claims that published questions ask about first of all; the others are left out."""
    rows = session.execute(
        select(Question.primary_claim_id, Card.state, Card.stability)
        .outerjoin(Card, (Card.question_id == Question.id) & (Card.user_id == user_id))
        .where(Question.primary_claim_id.in_(claim_ids), Question.status == "published")
    )
    words: dict[int, list[Memory]] = {}
    for claim_id, state, stability in rows:
        words.setdefault(claim_id, []).append(memory_word(state, stability))
    return {claim_id: together(found) for claim_id, found in words.items()}


def article_memories(session: Session, *, user_id: int | None) -> dict[str, ArticleMemory]:
    """The memory of each article that has questions, by its key. A question counts once for each of its articles."""
    in_review = Card.state == State.REVIEW
    is_mature = in_review & (Card.stability >= MATURE_STABILITY)
    rows = session.execute(
        select(
            Article.key,
            func.count(distinct(Question.id)),
            func.count(distinct(case((Card.state.in_((State.LEARNING, State.RELEARNING)), Question.id)))),
            func.count(distinct(case((in_review, Question.id)))),
            func.count(distinct(case((is_mature, Question.id)))),
        )
        .select_from(Question)
        .join(ClaimPassage, ClaimPassage.claim_id == Question.primary_claim_id)
        .join(Passage, Passage.id == ClaimPassage.passage_id)
        .join(ArticleVersion, ArticleVersion.id == Passage.article_version_id)
        .join(Article, Article.id == ArticleVersion.article_id)
        .outerjoin(Card, (Card.question_id == Question.id) & (Card.user_id == user_id))
        .where(Question.status == "published")
        .group_by(Article.id, Article.key)
    )
    return {
        key: ArticleMemory(questions=questions, learning=learning, young=reviewed - mature, mature=mature)
        for key, questions, learning, reviewed, mature in rows
    }
