"""How much of each article a student knows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case, distinct, func, select
from sqlalchemy.orm import Session

from webapp.models import Article, ArticleVersion, Card, ClaimPassage, Passage, Question, QuestionClaim
from webapp.scheduling.settings import MATURE_STABILITY


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleKnowledge:
    """Published questions that rest on an article, by what the student's memory of them is."""

    key: str
    title: str
    questions: int
    mature: int  # stability of 21 days or more
    young: int  # in memory, with less

    @property
    def unseen(self) -> int:
        return self.questions - self.mature - self.young


def article_knowledge(session: Session, *, user_id: int) -> list[ArticleKnowledge]:
    """One row an article, in the order of the bank. A question counts once for each article it rests on."""
    seen = distinct(case((Card.stability.is_not(None), Question.id)))
    mature = distinct(case((Card.stability >= MATURE_STABILITY, Question.id)))
    rows = session.execute(
        select(Article.key, Article.title, func.count(distinct(Question.id)), func.count(mature), func.count(seen))
        .select_from(Question)
        .join(QuestionClaim, (QuestionClaim.question_id == Question.id) & (QuestionClaim.role == "primary"))
        .join(ClaimPassage, ClaimPassage.claim_id == QuestionClaim.claim_id)
        .join(Passage, Passage.id == ClaimPassage.passage_id)
        .join(ArticleVersion, ArticleVersion.id == Passage.article_version_id)
        .join(Article, Article.id == ArticleVersion.article_id)
        .outerjoin(Card, (Card.question_id == Question.id) & (Card.user_id == user_id))
        .where(Question.status == "published")
        .group_by(Article.id, Article.key, Article.title)
        .order_by(Article.id)
    )
    return [
        ArticleKnowledge(key=key, title=title, questions=questions, mature=known, young=met - known)
        for key, title, questions, known, met in rows
    ]
