"""What an article was and is: its revisions, with those who wrote them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.models import Article, ArticleRevision, User


class ArticleRevisionRow(NamedTuple):
    """A content that an article had or has; ``author`` is None of the bank's files, or of somebody who has gone."""

    number: int
    content: dict[str, Any]
    author: str | None
    author_id: int | None
    created_at: datetime
    why: str


def article_revisions(session: Session, *, key: str) -> list[ArticleRevisionRow]:
    """The revisions of an article, the newest first; none where it was loaded before revisions were kept."""
    rows = session.execute(
        select(ArticleRevision.number, ArticleRevision.content, User.email, ArticleRevision.author_id,
               ArticleRevision.created_at, ArticleRevision.why)
        .join(Article, Article.id == ArticleRevision.article_id)
        .outerjoin(User, User.id == ArticleRevision.author_id)
        .where(Article.key == key)
        .order_by(ArticleRevision.number.desc())
    )  # fmt: skip
    return [ArticleRevisionRow._make(row) for row in rows]


def newest_number(session: Session, *, key: str) -> int:
    """The number of the newest revision of an article, 0 where it has none."""
    number = select(func.max(ArticleRevision.number)).join(Article, Article.id == ArticleRevision.article_id)
    return session.scalar(number.where(Article.key == key)) or 0
