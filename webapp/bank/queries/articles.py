"""Stored articles as the records they were loaded from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from question_bank.articles import Article as ArticleRecord
from question_bank.articles import Original
from question_bank.canonical import content_hash
from question_bank.partial_dates import from_iso
from question_bank.passages import InferredFigure, Role
from question_bank.passages import Passage as PassageRecord
from webapp.models import Article, ArticleVersion, Passage

from .stored import Stored


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """An article with the version of its text that passages are shown from."""

    record: ArticleRecord
    stored: Stored
    version_id: int


def _passage_record(row: Passage, article_key: str) -> PassageRecord:
    return PassageRecord(
        id=row.key,
        article=article_key,
        start=row.span_start,
        end=row.span_end,
        role=Role(row.role),
        digest=row.digest,
        inferred=tuple(InferredFigure(figure=item["figure"], reason=item["reason"]) for item in row.inferred),
    )


def _article_record(row: Article, version: ArticleVersion, passages: list[Passage]) -> ArticleRecord:
    published = from_iso(row.published_on)
    if published is None:
        raise ValueError(f"the article {row.key} has the date {row.published_on!r}")
    return ArticleRecord(
        key=row.key,
        title=row.title,
        authors=tuple(row.authors),
        publisher=row.publisher,
        date=published,
        address=row.address,
        language=row.language,
        inferred=row.inferred,
        original=Original(file=version.file, sha256=version.sha256.hex(), length=version.length),
        passages=tuple(_passage_record(passage, row.key) for passage in passages),
    )


def _shown_versions(session: Session, chosen: ColumnElement[bool]) -> dict[int, ArticleVersion]:
    """The version of each of the articles whose passages are not retired, by the article's id."""
    shown = select(Passage.article_version_id).where(Passage.retired_at.is_(None))
    rows = session.scalars(
        select(ArticleVersion)
        .join(Article, Article.id == ArticleVersion.article_id)
        .where(chosen, ArticleVersion.id.in_(shown))
        .order_by(ArticleVersion.id)
    )
    return {row.article_id: row for row in rows}


def _passages(session: Session, version_ids: list[int]) -> dict[int, list[Passage]]:
    found: dict[int, list[Passage]] = {identity: [] for identity in version_ids}
    rows = session.scalars(
        select(Passage)
        .where(Passage.article_version_id.in_(version_ids), Passage.retired_at.is_(None))
        .order_by(Passage.article_version_id, Passage.position)
    )
    for row in rows:
        found[row.article_version_id].append(row)
    return found


def stored_articles(session: Session, *, bank_id: int, keys: Collection[str] | None = None) -> dict[str, StoredArticle]:
    """Articles by key, all or those of the ``keys``, each with the passages that are shown."""
    chosen = Article.bank_id == bank_id
    if keys is not None:
        chosen &= Article.key.in_(keys)
    versions = _shown_versions(session, chosen)
    passages = _passages(session, [version.id for version in versions.values()])
    found = {}
    for row in session.scalars(select(Article).where(chosen).order_by(Article.id)):
        version = versions[row.id]
        record = _article_record(row, version, passages[version.id])
        stored = Stored(
            id=row.id,
            content_hash=content_hash(record.to_json()),
            loaded_hash=row.loaded_hash,
            is_retired=row.retired_at is not None,
        )
        found[row.key] = StoredArticle(record=record, stored=stored, version_id=version.id)
    return found
