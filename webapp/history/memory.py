"""What a student's memory of questions, and of the claims they ask about, is in one word."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, case, distinct, func, select
from sqlalchemy.orm import Session

from webapp.models import Article, ArticleVersion, Card, ClaimPassage, Passage, Question
from webapp.scheduling.memory import State
from webapp.scheduling.settings import MATURE_STABILITY


class Memory(StrEnum):
    """How well something is known; in the order in which it grows. What is suspended is not asked for."""

    SUSPENDED = "suspended"
    NEW = "new"  # never answered
    LEARNING = "learning"  # just met, or forgotten and being learned again
    YOUNG = "young"
    MATURE = "mature"  # a stability of 21 days or more


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryCounts:
    """Published questions by what the memory of them is; the suspended ones are not among ``questions``."""

    questions: int
    learning: int
    young: int
    mature: int
    suspended: int

    @property
    def in_all(self) -> int:
        return self.questions + self.suspended

    @property
    def new(self) -> int:
        return self.questions - self.learning - self.young - self.mature


def memory_word(state: int | None, stability: float | None, *, is_suspended: bool | None = None) -> Memory:
    """The memory that a card's columns tell of; all are None where there is no card."""
    if is_suspended:
        return Memory.SUSPENDED
    if state is None or state == State.NEW:
        return Memory.NEW
    if state in {State.LEARNING, State.RELEARNING}:
        return Memory.LEARNING
    return Memory.MATURE if stability is not None and stability >= MATURE_STABILITY else Memory.YOUNG


def together(words: Iterable[Memory]) -> Memory:
    """The memory of several questions as one: new until one was answered, mature when all of them are. Suspended ones
    count where all are.
    """
    asked = set(words)
    found = asked - {Memory.SUSPENDED} or asked
    if len(found) <= 1:
        return next(iter(found), Memory.NEW)
    return Memory.LEARNING if Memory.LEARNING in found else Memory.YOUNG


def question_memories(session: Session, *, user_id: int, question_ids: Collection[int]) -> dict[int, Memory]:
    """The person's memory of each of the questions."""
    rows = session.execute(
        select(Card.question_id, Card.state, Card.stability, Card.suspended).where(
            Card.user_id == user_id, Card.question_id.in_(question_ids)
        )
    )
    words = {
        question_id: memory_word(state, stability, is_suspended=suspended)
        for question_id, state, stability, suspended in rows
    }
    return {question_id: words.get(question_id, Memory.NEW) for question_id in question_ids}


def claim_memories(session: Session, *, user_id: int, claim_ids: Collection[int]) -> dict[int, Memory]:
    """The person's memory of the claims that published questions ask about first of all; the others are left out."""
    rows = session.execute(
        select(Question.primary_claim_id, Card.state, Card.stability, Card.suspended)
        .outerjoin(Card, (Card.question_id == Question.id) & (Card.user_id == user_id))
        .where(Question.primary_claim_id.in_(claim_ids), Question.status == "published")
    )
    words: dict[int, list[Memory]] = {}
    for claim_id, state, stability, suspended in rows:
        words.setdefault(claim_id, []).append(memory_word(state, stability, is_suspended=suspended))
    return {claim_id: together(found) for claim_id, found in words.items()}


def article_memories(session: Session, *, user_id: int | None, key: str | None = None) -> dict[str, MemoryCounts]:
    """The memory of each article that has questions, by its key; of one alone where its ``key`` is given. A question
    counts once for each article that it rests on first of all.
    """
    statement = select(Article.key, *_COUNTS).select_from(Article)
    statement = statement.join(ArticleVersion, ArticleVersion.article_id == Article.id)
    statement = statement.join(Passage, Passage.article_version_id == ArticleVersion.id)
    if key is not None:
        statement = statement.where(Article.key == key)
    return _counted(session, statement.group_by(Article.id, Article.key), user_id)


def passage_memories(session: Session, *, user_id: int | None, passage_ids: Collection[int]) -> dict[int, MemoryCounts]:
    """The memory of each of the passages that has questions. A question counts once for each that it rests on first of
    all.
    """
    statement = select(Passage.id, *_COUNTS).select_from(Passage).where(Passage.id.in_(passage_ids))
    return _counted(session, statement.group_by(Passage.id), user_id)


_AT_HAND = Card.suspended.is_(False)
_IN_REVIEW = _AT_HAND & (Card.state == State.REVIEW)
_COUNTS: tuple[Any, ...] = (
    func.count(distinct(Question.id)),
    func.count(distinct(case((Card.suspended.is_(True), Question.id)))),
    func.count(distinct(case((_AT_HAND & Card.state.in_((State.LEARNING, State.RELEARNING)), Question.id)))),
    func.count(distinct(case((_IN_REVIEW, Question.id)))),
    func.count(distinct(case((_IN_REVIEW & (Card.stability >= MATURE_STABILITY), Question.id)))),
)


def _counted(session: Session, statement: Select[Any], user_id: int | None) -> dict[Any, MemoryCounts]:
    """What a statement gives that groups passages: their own questions, and what the person remembers of them."""
    rows: Iterable[Any] = session.execute(
        statement.join(ClaimPassage, ClaimPassage.passage_id == Passage.id)
        .join(Question, Question.primary_claim_id == ClaimPassage.claim_id)
        .outerjoin(Card, (Card.question_id == Question.id) & (Card.user_id == user_id))
        .where(Question.status == "published")
    )
    return {
        key: MemoryCounts(
            questions=questions - suspended,
            learning=learning,
            young=reviewed - mature,
            mature=mature,
            suspended=suspended,
        )
        for key, questions, suspended, learning, reviewed, mature in rows
    }
