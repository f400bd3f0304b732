"""The way back to what an article was: its bibliography and its passages, with the claims following."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from question_bank.articles import Article as ArticleRecord
from question_bank.words import gettext
from webapp.bank.queries.article_revisions import article_revisions
from webapp.web import reasons

from .article_editing import ArticleEdit, BadArticleError, keep_record, load_for_edit


def restore_article(session: Session, *, key: str, number: int, edit: ArticleEdit, now: datetime) -> None:
    """Let an article be what it was in a revision. A revision of another text has only its bibliography brought back.

    Raises ArticleConflictError, and BadArticleError: there is no such revision, or a published question would lose its
    ground.
    """
    stored = load_for_edit(session, key, edit)
    former = next((each for each in article_revisions(session, key=key) if each.number == number), None)
    if former is None:
        raise BadArticleError([gettext("there is no revision %(count)s", count=number)])
    record = ArticleRecord.from_json(former.content)
    if record.original.sha256 != stored.record.original.sha256:
        record = replace(record, original=stored.record.original, passages=stored.record.passages)
    keep_record(session, stored, record, edit, now, why=reasons.BACK_TO.filled(revision=number))
