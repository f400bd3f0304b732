"""The texts of articles for programs: read where the site holds them, cut into passages, and replaced by new ones."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app
from werkzeug.exceptions import BadRequest, Conflict, NotFound

from question_bank.articles import Article
from webapp.bank.services import article_editing
from webapp.bank.services.article_editing import ArticleConflictError
from webapp.bank.services.article_versions import NewVersion, compare_version, take_version
from webapp.cards.originals import originals_of
from webapp.db import request_session
from webapp.web.clock import now

from .api import LARGEST_NUMBER, api, read_object, seen, why_of, with_etag
from .api_articles import conflict, edit_of, present, read_text, tag
from .articles import load_article, note_article, text_of

NOT_HELD = "This site does not hold the text of the article."
NO_PLACE = "Send in “at” where the passage is to be cut, counted in code points from the beginning of the text."


@api.get("/articles/<key>/text")
def article_text(key: str) -> Response:
    """The text in which the spans of the passages are counted."""
    record = load_article(request_session(), key)
    text = text_of(record)
    if text is None:
        raise NotFound(NOT_HELD)
    return with_etag({"text": text, "sha256": record.original.sha256, "etag": f'"{tag(record)}"'})


@api.put("/articles/<key>/text")
def save_article_text(key: str) -> Response:
    """Let the article have a new text, or say what it would change: passages that only moved follow silently."""
    record, base = load_article(request_session(), key), seen()
    body = read_object(required={"text": str}, optional={"why": str, "compare": bool}, most=None)
    text, why = read_text(body["text"]), why_of(body)
    if base != tag(record):
        raise conflict(record, None)
    old_text = text_of(record)
    if old_text is None:
        raise Conflict(f"{NOT_HELD} So nothing can be compared with it, and nothing was changed.")
    session = request_session()
    made = compare_version(session, record=record, old_text=old_text, text=text)
    if not body.get("compare", False):
        originals_of(current_app).keep(text.encode(), name=f"{record.key}-{made.sha256[:12]}.txt")
        try:
            take_version(session, key=record.key, old_text=old_text, text=text, edit=edit_of(record), now=now())
        except ArticleConflictError as error:
            raise conflict(load_article(session, key), None) from error
        note_article("article has a new text", record.key, sha256=made.sha256, looks=list(made.looks), why=why)
    return with_etag({**present(record.key), **_told(made)})


@api.post("/articles/<key>/cuts")
def cut_article(key: str) -> Response:
    """Split a passage, join it with the next, or move the border between the two; claims follow."""
    record, base = load_article(request_session(), key), seen()
    body = read_object(required={"act": str, "passage": str}, optional={"at": int, "why": str})
    act, passage, why = body["act"], body["passage"], why_of(body)
    if act not in {"split", "join", "end"}:
        raise BadRequest('"act" is split, join or end. Nothing was changed.')
    if base != tag(record):
        raise conflict(record, None)
    try:
        _cut(record, act, passage, body.get("at"))
    except ArticleConflictError as error:
        raise conflict(load_article(request_session(), key), None) from error
    note_article("passage cut", record.key, passage=passage, act=act, why=why)
    return with_etag(present(record.key))


def _cut(record: Article, act: str, passage: str, at: int | None) -> None:
    """Cut the passages anew. Raises BadRequest, BadArticleError and ArticleConflictError."""
    session, edit = request_session(), edit_of(record)
    if act == "join":
        article_editing.join_passages(session, key=record.key, passage=passage, edit=edit, now=now())
        return
    if at is None or not 0 <= at <= LARGEST_NUMBER:
        raise BadRequest(f"{NO_PLACE} Nothing was changed.")
    if act == "split":
        article_editing.split_passage(session, key=record.key, passage=passage, at=at, edit=edit, now=now())
    else:
        article_editing.move_end(session, key=record.key, passage=passage, end=at, edit=edit, now=now())


def _told(made: NewVersion) -> dict[str, Any]:
    """What a new text changes: passages by their names, and the claims that somebody has to see to."""
    compared = made.comparison
    return {
        "changed": sorted(compared.changed), "new": sorted(compared.new), "gone": sorted(compared.gone),
        "look_again": list(made.looks), "in_the_way": list(made.stuck),
    }  # fmt: skip
