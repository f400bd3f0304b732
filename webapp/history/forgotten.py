"""What a student forgot lately, and where it can be read again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from webapp.models import Article, ArticleVersion, Card, ClaimPassage, Passage, Question, ReviewLog
from webapp.scheduling.fold import SCHEDULING, EventKind
from webapp.scheduling.memory import Rating, State

MODES = tuple(int(mode) for mode in SCHEDULING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """A question in review that was answered Again, and the passage that its claim rests on first of all."""

    question_id: int
    question_key: str
    article: str
    passage: str
    title: str


def forgotten_ids(session: Session, *, user_id: int, since: date) -> list[int]:
    """The published questions in review that were answered Again since a study day, the latest first."""
    undo = aliased(ReviewLog)
    undone = select(undo.undoes).where(
        undo.user_id == user_id, undo.study_day >= since, undo.kind == int(EventKind.UNDO)
    )
    rows = session.scalars(
        select(ReviewLog.question_id)
        .join(Question, Question.id == ReviewLog.question_id)
        .where(
            ReviewLog.user_id == user_id,
            ReviewLog.study_day >= since,
            ReviewLog.kind == int(EventKind.ANSWER),
            ReviewLog.mode.in_(MODES),
            ReviewLog.rating == int(Rating.AGAIN),
            ReviewLog.state_before == int(State.REVIEW),
            ReviewLog.id.not_in(undone),
            Question.status == "published",
        )
        .order_by(ReviewLog.answered_at.desc(), ReviewLog.id)
    )
    return list(dict.fromkeys(rows))


def leeches_among(session: Session, *, user_id: int, question_ids: list[int]) -> set[int]:
    """Those of the questions whose cards the person misses often."""
    rows = select(Card.question_id).where(Card.user_id == user_id, Card.question_id.in_(question_ids), Card.leech)
    return set(session.scalars(rows))


def passages_of(session: Session, *, question_ids: list[int]) -> list[Forgotten]:
    """Where each of the questions can be read about, in their order; those whose article is gone are left out."""
    rows = session.execute(
        select(Question.id, Question.key, Article.key, Passage.key, Article.title)
        .join(ClaimPassage, ClaimPassage.claim_id == Question.primary_claim_id)
        .join(Passage, Passage.id == ClaimPassage.passage_id)
        .join(ArticleVersion, ArticleVersion.id == Passage.article_version_id)
        .join(Article, Article.id == ArticleVersion.article_id)
        .where(Question.id.in_(question_ids), Passage.retired_at.is_(None), Article.retired_at.is_(None))
        .order_by(Question.id, ClaimPassage.position.desc())
    )
    first = {
        row[0]: Forgotten(question_id=row[0], question_key=row[1], article=row[2], passage=row[3], title=row[4])
        for row in rows
    }
    return [first[question_id] for question_id in question_ids if question_id in first]
