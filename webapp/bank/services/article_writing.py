"""Write articles: bibliography, the version of the text, and its passages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from question_bank.articles import Article as ArticleRecord
from question_bank.canonical import content_hash
from question_bank.passages import Passage as PassageRecord
from webapp.models import Article, ArticleRevision, ArticleVersion, Passage

from .comparison import WRITES, Change
from .plan import Plan
from .record_writing import note_loaded, retire


def write_articles(session: Session, *, plan: Plan, bank_id: int, now: datetime) -> None:
    """Do the plan's steps for articles."""
    contents = plan.articles
    for key in contents.keys(*WRITES):
        record = plan.bank.articles[key]
        row = session.get(Article, contents.stored[key].id) if key in contents.stored else None
        row = row or Article(bank_id=bank_id, key=key)
        row.loaded_hash = contents.wanted[key]
        row.retired_at = None
        write_article(session, row=row, record=record, now=now)
    note_loaded(session, Article, contents)
    retire(session, Article, contents.keys(Change.RETIRED), contents, now)
    session.flush()


def write_article(
    session: Session, *, row: Article, record: ArticleRecord, now: datetime, author_id: int | None = None, why: str = ""
) -> None:
    """Let the row, which may be new, and what belongs to it say what the record says, and keep that as a revision."""
    _write_bibliography(row, record)
    session.add(row)
    session.flush()
    _write_passages(session, _version(session, row, record), record, now)
    add_article_revision(session, article_id=row.id, record=record, now=now, author_id=author_id, why=why)


def add_article_revision(
    session: Session, *, article_id: int, record: ArticleRecord, now: datetime, author_id: int | None, why: str
) -> None:
    """Keep what an article says, if its newest revision says something else."""
    content = record.to_json()
    digest = content_hash(content)
    newest = session.scalars(
        select(ArticleRevision)
        .where(ArticleRevision.article_id == article_id)
        .order_by(ArticleRevision.number.desc())
        .limit(1)
    ).one_or_none()
    if newest is not None and bytes(newest.content_hash) == digest:
        return
    number = newest.number + 1 if newest else 1
    session.add(
        ArticleRevision(
            article_id=article_id, number=number, content=content, content_hash=digest, author_id=author_id,
            created_at=now, why=why,
        )
    )  # fmt: skip
    session.flush()


def _write_bibliography(row: Article, record: ArticleRecord) -> None:
    row.title = record.title
    row.authors = list(record.authors)
    row.publisher = record.publisher
    row.published_on = record.date.iso()
    row.address = record.address
    row.language = record.language
    row.inferred = dict(record.inferred)


def _version(session: Session, row: Article, record: ArticleRecord) -> ArticleVersion:
    """The version of the article's text that the record describes, made where there is none yet."""
    sha256 = bytes.fromhex(record.original.sha256)
    same = session.scalars(
        select(ArticleVersion).where(ArticleVersion.article_id == row.id, ArticleVersion.sha256 == sha256)
    ).one_or_none()
    if same is None:
        same = ArticleVersion(article_id=row.id, sha256=sha256)
        session.add(same)
    same.file = record.original.file
    same.length = record.original.length
    session.flush()
    return same


def _values(record: PassageRecord, position: int) -> dict[str, Any]:
    return {
        "position": position,
        "span_start": record.start,
        "span_end": record.end,
        "role": record.role.value,
        "digest": record.digest,
        "inferred": [{"figure": item.figure, "reason": item.reason} for item in record.inferred],
        "retired_at": None,
    }


def _write_passages(session: Session, version: ArticleVersion, record: ArticleRecord, now: datetime) -> None:
    rows = session.scalars(select(Passage).where(Passage.article_version_id == version.id))
    there = {row.key: row for row in rows}
    for position, passage in enumerate(record.passages):
        row = there.get(passage.id) or Passage(article_version_id=version.id, key=passage.id)
        for name, value in _values(passage, position).items():
            setattr(row, name, value)
        session.add(row)
    for key, row in there.items():
        if key not in record.passage and row.retired_at is None:
            row.retired_at = now
    others = select(ArticleVersion.id).where(
        ArticleVersion.article_id == version.article_id, ArticleVersion.id != version.id
    )
    session.execute(
        update(Passage)
        .where(Passage.article_version_id.in_(others), Passage.retired_at.is_(None))
        .values(retired_at=now)
    )
    session.flush()
