"""The articles as those who edit the bank see them, drafts too."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.models import Article, ArticleVersion, Claim, ClaimPassage, Passage


class ArticleRow(NamedTuple):
    """An article, how many passages it has, and on how many of those of its body no claim rests."""

    key: str
    title: str
    authors: list[str]
    published_on: str
    is_draft: bool
    passages: int
    bare: int


def articles(session: Session) -> list[ArticleRow]:
    """The articles that are not retired, in the order of the bank."""
    claimed = select(ClaimPassage.passage_id).join(Claim, Claim.id == ClaimPassage.claim_id)
    claimed = claimed.where(Claim.retired_at.is_(None))
    bare = (Passage.role == "body") & Passage.id.not_in(claimed)
    rows = session.execute(
        select(
            Article.key,
            Article.title,
            Article.authors,
            Article.published_on,
            Article.is_draft,
            func.count(),
            func.count().filter(bare),
        )
        .join(ArticleVersion, ArticleVersion.article_id == Article.id)
        .join(Passage, Passage.article_version_id == ArticleVersion.id)
        .where(Article.retired_at.is_(None), Passage.retired_at.is_(None))
        .group_by(Article.id)
        .order_by(Article.id)
    )
    return [ArticleRow._make(row) for row in rows]


def is_draft(session: Session, *, key: str) -> bool:
    """Whether the article of this key is a draft."""
    return bool(session.scalar(select(Article.is_draft).where(Article.key == key)))
