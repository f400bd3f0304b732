"""An article that comes as a whole record, as exports have it: what it is, and what each passage is and says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from question_bank.articles import Article
from question_bank.problems import BankError

from .article_editing import ArticleEdit, BadArticleError, digest_problems, keep_record, load_for_edit
from .faults import Fault, Rule, api_fault, faults_of


def save_article(
    session: Session,
    *,
    key: str,
    data: Mapping[str, Any],
    text: str | None,
    edit: ArticleEdit,
    now: datetime,
    why: str,
) -> None:
    """Let the article be what ``data`` says, which may leave out ``original`` and ``passages``: they stay then.

    Its text stays, and so does where its passages begin and end. ``text`` is the article's, None where it is not held:
    then digests are not compared with it. Raises BadArticleError and ArticleConflictError.
    """
    stored = load_for_edit(session, key, edit)
    before = stored.record.to_json()
    kept = {name: before[name] for name in ("original", "passages")}
    try:
        record = Article.from_json({**kept, **data, "key": key})
    except BankError as error:
        raise BadArticleError(faults_of(error)) from error
    problems = _fixed(stored.record, record) or _wrong_digests(stored.record, record, text)
    if problems:
        raise BadArticleError(problems)
    keep_record(session, stored, record, edit, now, why=why)


def _fixed(before: Article, after: Article) -> list[Fault]:
    """What is not changed in this way."""
    found = []
    if after.original != before.original:
        message = (
            "the text of an article is not changed in this way: send the new text to the address of the article's text"
        )
        found.append(api_fault(message, Rule.FIXED, "/original"))
    if _cuts(after) != _cuts(before):
        message = (
            "passages are not cut in this way: send cuts one by one to their own address, and name here each as it is"
        )
        found.append(api_fault(message, Rule.FIXED, "/passages"))
    return found


def _cuts(article: Article) -> list[tuple[str, int, int]]:
    return [(passage.id, passage.start, passage.end) for passage in article.passages]


def _wrong_digests(before: Article, after: Article, text: str | None) -> list[Fault]:
    """What is wrong with the digests that are new; only a site that holds the text can tell."""
    changed = [
        (number, passage)
        for number, passage in enumerate(after.passages)
        if text is not None and passage.digest and passage != before.passages[number]
    ]
    return [
        api_fault(message, Rule.CONTENT, f"/passages/{number}/digest")
        for number, passage in changed
        for message in digest_problems(passage, text or "")
    ]
