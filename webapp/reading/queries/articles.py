"""Articles and their passages."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import Article, ArticleVersion, Passage


class ArticleRow(NamedTuple):
    """The bibliography of an article; ``published_on`` is as precise as it is known."""

    id: int
    key: str
    title: str
    authors: list[str]
    publisher: str | None
    published_on: str
    address: str | None
    language: str


class PassageRow(NamedTuple):
    """A passage, and where it stands in the original."""

    id: int
    key: str
    role: str
    digest: str
    sha256: bytes
    span_start: int
    span_end: int


_ARTICLES = select(
    Article.id,
    Article.key,
    Article.title,
    Article.authors,
    Article.publisher,
    Article.published_on,
    Article.address,
    Article.language,
).where(Article.retired_at.is_(None), ~Article.is_draft)


def articles(session: Session) -> list[ArticleRow]:
    """The articles, in the order of the bank."""
    return [ArticleRow._make(row) for row in session.execute(_ARTICLES.order_by(Article.id))]


def article(session: Session, *, key: str) -> ArticleRow | None:
    """The article with this key; None if there is none, or it is retired."""
    row = session.execute(_ARTICLES.where(Article.key == key).order_by(Article.id).limit(1)).one_or_none()
    return None if row is None else ArticleRow._make(row)


def passages(session: Session, *, article_id: int) -> list[PassageRow]:
    """The passages of an article that are shown, in their order."""
    rows = session.execute(
        select(
            Passage.id,
            Passage.key,
            Passage.role,
            Passage.digest,
            ArticleVersion.sha256,
            Passage.span_start,
            Passage.span_end,
        )
        .join(ArticleVersion, ArticleVersion.id == Passage.article_version_id)
        .where(ArticleVersion.article_id == article_id, Passage.retired_at.is_(None))
        .order_by(Passage.position, Passage.id)
    )
    return [PassageRow._make(row) for row in rows]
