"""Articles for programs: read, brought, described, and shown to readers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, current_app, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from question_bank.article_texts import UnusableTextError, article_text
from question_bank.articles import Article
from question_bank.fields import KEY
from webapp.bank.queries import article_list
from webapp.bank.services import article_editing
from webapp.bank.services.article_editing import ArticleConflictError, ArticleEdit, BadArticleError, edition
from webapp.bank.services.article_records import save_article
from webapp.bank.services.faults import Rule, api_fault
from webapp.cards.originals import originals_of
from webapp.db import request_session
from webapp.web import reasons
from webapp.web.clock import now
from webapp.web.identity import require_person

from .api import Refused, api, changed_meanwhile, paged, read_limit, read_object, seen, why_of, with_etag
from .articles import load_article, note_article, text_of

DRAFT, PUBLISHED = "draft", "published"


@api.get("/articles")
def articles() -> ResponseReturnValue:
    """The articles, drafts too, in the bank's order, without their passages."""
    limit, after = read_limit(), request.args.get("after")
    rows = article_list.articles(request_session())
    if after is not None:
        keys = [row.key for row in rows]
        if not KEY.fullmatch(after) or after not in keys:
            raise BadRequest('"after" is the key of an article that there is.')
        rows = rows[keys.index(after) + 1 :]
    shown, following = paged(rows, limit, lambda row: row.key)
    listed = [
        {
            "key": row.key,
            "title": row.title,
            "authors": row.authors,
            "date": row.published_on,
            "status": DRAFT if row.is_draft else PUBLISHED,
            "passages": row.passages,
            "passages_without_claim": row.bare,
        }
        for row in shown
    ]
    return jsonify(articles=listed, next=following)


@api.post("/articles")
def create_article_record() -> Response:
    """Bring an article: its text is kept, and cut by its paragraphs. It is a draft."""
    body = read_object(required={"article": dict, "text": str}, most=None)
    data = body["article"]
    problems = [
        api_fault(f"'{name}' follows from the text: leave it out", Rule.FIXED, f"/{name}")
        for name in ("original", "passages")
        if name in data
    ]
    if problems:
        raise BadArticleError(problems)
    text = read_text(body["text"])
    key = article_editing.create_article(
        request_session(),
        bibliography=data,
        text=text,
        held=originals_of(current_app),
        author_id=require_person().id,
        now=now(),
    )
    note_article("article brought", key)
    return with_etag(present(key), 201, location=url_for("bank_api.article", key=key, bank=request.args.get("bank")))


@api.get("/articles/<key>")
def article(key: str) -> Response:
    """An article with its passages: where each stands in the text, what it is, and what it says in other words."""
    return with_etag(present(key))


@api.put("/articles/<key>")
def save_article_record(key: str) -> Response:
    """Keep what an article is, and what each of its passages is and says."""
    record, base = load_article(request_session(), key), seen()
    body = read_object(required={"article": dict}, optional={"why": str}, most=None)
    sent, why = {"key": record.key, **body["article"]}, why_of(body)
    if base != tag(record):
        raise conflict(record, sent)
    if sent["key"] != record.key:
        raise BadArticleError([api_fault(f"'key' is '{record.key}' and is never changed", Rule.FIXED, "/key")])
    try:
        save_article(
            request_session(),
            key=record.key,
            data=sent,
            text=text_of(record),
            edit=edit_of(record),
            now=now(),
            why=why or reasons.BY_PROGRAM,
        )
    except ArticleConflictError as error:
        raise conflict(load_article(request_session(), key), sent) from error
    note_article("article edited", record.key, **({"why": why} if why else {}))
    return with_etag(present(record.key))


@api.post("/articles/<key>/status")
def set_article_status(key: str) -> Response:
    """Let readers see an article and what is claimed from it, or no longer."""
    record, base = load_article(request_session(), key), seen()
    body = read_object(required={"status": str}, optional={"why": str})
    status, why = body["status"], why_of(body)
    if status not in {DRAFT, PUBLISHED}:
        raise BadRequest('"status" is draft or published. Nothing was changed.')
    if base != tag(record):
        raise conflict(record, None)
    if status == _status(record.key):
        return with_etag(present(record.key))
    try:
        article_editing.set_draft(
            request_session(), key=record.key, is_draft=status == DRAFT, edit=edit_of(record), now=now()
        )
    except ArticleConflictError as error:
        raise conflict(load_article(request_session(), key), None) from error
    action = "article taken back" if status == DRAFT else "article published"
    note_article(action, record.key, **({"why": why} if why else {}))
    return with_etag(present(record.key))


def read_text(sent: str) -> str:
    """The text of an article that was sent. Raises BadArticleError."""
    try:
        return article_text(sent)
    except UnusableTextError as error:
        raise BadArticleError([api_fault(f"the text cannot be used: {error}", Rule.CONTENT, "/text")]) from error


def present(key: str) -> dict[str, Any]:
    """The article as it is now, as a program sees it."""
    return _shown(load_article(request_session(), key))


def _shown(record: Article) -> dict[str, Any]:
    """An article as a program sees it; the record is as in an export."""
    return {"article": record.to_json(), "etag": f'"{tag(record)}"', "status": _status(record.key)}


def _status(key: str) -> str:
    return DRAFT if article_list.is_draft(request_session(), key=key) else PUBLISHED


def tag(record: Article) -> str:
    """What tells one state of an article from another: showing it to readers changes nothing of the record."""
    return edition(record) if _status(record.key) == PUBLISHED else f"{edition(record)}.draft"


def edit_of(record: Article) -> ArticleEdit:
    """Who changes an article, and that they saw it as it is."""
    return ArticleEdit(author_id=require_person().id, edition=edition(record))


def conflict(current: Article, sent: Mapping[str, Any] | None) -> Refused:
    """The answer to who comes second."""
    return changed_meanwhile(_shown(current), current.to_json(), sent)
