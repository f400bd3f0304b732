"""Passages as those who edit claims and articles choose among them."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from webapp.models import Article, ArticleVersion, Passage

MOST_CHOICES = 2000


class PassageRow(NamedTuple):
    """A passage that is shown, and the text that it is a span of."""

    article: str
    title: str
    key: str
    role: str
    digest: str
    sha256: bytes
    start: int
    end: int
    language: str

    @property
    def reference(self) -> str:
        return f"{self.article}#{self.key}"


_SHOWN: Select[str, str, str, str, str, bytes, int, int, str] = (
    select(
        Article.key,
        Article.title,
        Passage.key,
        Passage.role,
        Passage.digest,
        ArticleVersion.sha256,
        Passage.span_start,
        Passage.span_end,
        Article.language,
    )
    .join(ArticleVersion, ArticleVersion.id == Passage.article_version_id)
    .join(Article, Article.id == ArticleVersion.article_id)
    .where(Passage.retired_at.is_(None), Article.retired_at.is_(None))
    .order_by(Article.id, Passage.position)
)


def passages_to_rest_on(session: Session) -> list[PassageRow]:
    """The passages that a claim may rest on, article by article."""
    rows = session.execute(_SHOWN.where(Passage.role != "apparatus").limit(MOST_CHOICES))
    return [PassageRow._make(row) for row in rows]


def passages_of(session: Session, *, article: str) -> list[PassageRow]:
    """The passages of an article that a claim may rest on, in the order of its text."""
    rows = session.execute(_SHOWN.where(Passage.role != "apparatus", Article.key == article).limit(MOST_CHOICES))
    return [PassageRow._make(row) for row in rows]


def passages(session: Session, *, references: Collection[str]) -> dict[str, PassageRow]:
    """Those of the passages that are shown, by reference."""
    named = Article.key + "#" + Passage.key
    rows = (PassageRow._make(row) for row in session.execute(_SHOWN.where(named.in_(references))))
    return {row.reference: row for row in rows}
