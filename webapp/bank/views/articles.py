"""Articles: bringing one, cutting it into passages, and publishing it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest, Conflict, NotFound

from question_bank.actors import Actor as ActorRecord
from question_bank.articles import Article
from question_bank.fields import KEY
from question_bank.marking import MarkKind, Piece, marks, pieces
from question_bank.passages import Passage, Role
from question_bank.spans import find_span
from webapp.bank.forms.article import BibliographyForm, NewArticleForm, PassageForm
from webapp.bank.queries import article_list
from webapp.bank.queries.article_revisions import newest_number
from webapp.bank.queries.articles import stored_articles
from webapp.bank.queries.plain import plain_records
from webapp.bank.queries.resting import asked_passages, claims_by_passage, questions_by_passage, resting_on
from webapp.bank.queries.stored import bank_row
from webapp.bank.services import article_editing
from webapp.bank.services.article_editing import ArticleConflictError, ArticleEdit, BadArticleError, edition
from webapp.cards.originals import originals_of
from webapp.db import request_session
from webapp.models import Actor
from webapp.web.audit import note_event
from webapp.web.clock import now
from webapp.web.identity import require_person

from .blueprint import blueprint, nothing_changed

LONGEST_WORDS = 2000  # characters
MOST_CLAIMS = 400
"""With more claims than these their number stands beside each passage, and leads to a list of them."""


def load_article(session: Session, key: str) -> Article:
    """The article that an address names. Raises NotFound. (Who may edit is the access table's word: instructors.)"""
    bank = bank_row(session) if KEY.fullmatch(key) else None
    stored = stored_articles(session, bank_id=bank.id, keys=[key]).get(key) if bank else None
    if stored is None or stored.stored.is_retired:
        raise NotFound(gettext("There is no such article. The list of articles has all that there are."))
    return stored.record


def text_of(article: Article) -> str | None:
    """The article's text; None where this site does not hold it."""
    return originals_of(current_app).text(bytes.fromhex(article.original.sha256))


@blueprint.get("/articles")
def articles() -> str:
    """The articles, with what is still to be claimed from them."""
    return render_template("bank/articles.html", rows=article_list.articles(request_session()))


@blueprint.get("/articles/new")
def new_article() -> str:
    """The form for an article that is brought here."""
    return render_template("bank/new_article.html", form=NewArticleForm(formdata=None), problems=())


@blueprint.post("/articles/new")
def create_article() -> ResponseReturnValue:
    """Keep the text, cut it by its paragraphs, and show the passages."""
    form = NewArticleForm()
    try:
        bibliography = {"key": form.key.data or "", **form.bibliography()}
        made = article_editing.create_article(
            request_session(),
            bibliography=bibliography,
            text=form.content(),
            held=originals_of(current_app),
            author_id=require_person().id,
            now=now(),
        )
    except BadArticleError as error:
        return render_template("bank/new_article.html", form=form, problems=error.problems), 400
    note_article("article brought", made)
    flash(gettext("Kept as a draft, cut by its paragraphs. No reader sees it before you publish it."), "notice")
    return redirect(url_for("bank.article", key=made), 303)


@blueprint.get("/articles/<key>")
def article(key: str) -> str:
    """The passages in their order, with what is claimed and asked of each."""
    session = request_session()
    record = load_article(session, key)
    text, bank = text_of(record), bank_row(session)
    found = plain_records(session, Actor, bank_id=bank.id) if bank else []
    actors = [each for each in found if isinstance(each, ActorRecord)]
    claims = claims_by_passage(session, key=key)
    is_in_short = sum(claims.values()) > MOST_CLAIMS
    return render_template(
        "bank/article.html",
        article=record,
        edition=edition(record),
        is_draft=article_list.is_draft(session, key=key),
        text=text,
        marked=_marked(record, text, actors) if text is not None else {},
        claims=claims,
        resting=None if is_in_short else resting_on(session, key=key),
        questions={} if is_in_short else questions_by_passage(session, key=key),
        asked=asked_passages(session, key=key),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedText:
    """The text of a passage in runs, and the sentences in which somebody says something, each with its place."""

    pieces: Sequence[Piece]
    statements: Sequence[tuple[str, int]]


def _marked(record: Article, text: str, actors: Sequence[ActorRecord]) -> dict[str, MarkedText]:
    """The texts of the passages with what is marked in them. Page furniture has no marks."""
    by_passage = {}
    for each in record.passages:
        words = text[each.start : each.end].rstrip()
        found = marks(words, actors) if each.role is not Role.APPARATUS else []
        said = [(words[mark.start : mark.end], mark.start) for mark in found if mark.kind is MarkKind.STATEMENT]
        by_passage[each.id] = MarkedText(pieces=pieces(words, found), statements=said)
    return by_passage


@blueprint.get("/articles/<key>/edit")
def edit_article(key: str) -> str:
    """The form of the bibliography."""
    record = load_article(request_session(), key)
    form = BibliographyForm.of(record, edition=edition(record))
    return render_template("bank/edit_article.html", article=record, form=form, problems=())


@blueprint.post("/articles/<key>/edit")
def save_article(key: str) -> ResponseReturnValue:
    """Keep title, authors and so on."""
    record = load_article(request_session(), key)
    form = BibliographyForm()
    try:
        bibliography = form.bibliography()
        with conflicts_told():
            article_editing.save_bibliography(
                request_session(), key=key, bibliography=bibliography, edit=article_edit(), now=now()
            )
    except BadArticleError as error:
        return render_template("bank/edit_article.html", article=record, form=form, problems=error.problems), 400
    note_article("article edited", key)
    flash(gettext("Kept."), "notice")
    return redirect(url_for("bank.article", key=key), 303)


@blueprint.post("/articles/<key>/draft")
def publish_article(key: str) -> ResponseReturnValue:
    """Let readers see the article, or no longer."""
    load_article(request_session(), key)
    is_draft = request.form.get("draft") == "yes"
    _do(lambda edit: article_editing.set_draft(request_session(), key=key, is_draft=is_draft, edit=edit, now=now()))
    note_article("article taken back" if is_draft else "article published", key)
    flash(gettext("A draft again.") if is_draft else gettext("Published: readers see it now."), "notice")
    return redirect(url_for("bank.article", key=key), 303)


@blueprint.get("/articles/<key>/passages/<passage>")
def passage(key: str, passage: str) -> str:
    """A passage: what it is, what it says, and where it begins and ends."""
    record = load_article(request_session(), key)
    shown = _passage(record, passage)
    form = PassageForm(formdata=None, data={"role": shown.role.value, "digest": shown.digest})
    return _passage_page(record, shown, form)


@blueprint.post("/articles/<key>/passages/<passage>")
def save_passage(key: str, passage: str) -> ResponseReturnValue:
    """Keep what a passage is and what it says in other words."""
    record = load_article(request_session(), key)
    shown, form = _passage(record, passage), PassageForm()
    if form.role.data not in set(Role):
        raise BadRequest(gettext("A passage is body, heading or beside the text. Nothing was changed."))
    try:
        with conflicts_told():
            article_editing.describe_passage(
                request_session(), key=key, passage=passage, role=Role(form.role.data), digest=form.digest.data or "",
                text=text_of(record), edit=article_edit(), now=now(),
            )  # fmt: skip
    except BadArticleError as error:
        return _passage_page(record, shown, form, problems=error.problems), 400
    note_article("passage described", key, passage=passage)
    flash(gettext("Kept."), "notice")
    return redirect(url_for("bank.article", key=key, _anchor=passage), 303)


@blueprint.post("/articles/<key>/passages/<passage>/cut")
def cut_passage(key: str, passage: str) -> ResponseReturnValue:
    """Split a passage, join it with the next, or move the border between the two."""
    session = request_session()
    record = load_article(session, key)
    shown = _passage(record, passage)
    act = request.form.get("act", "")
    if act == "join":
        _do(lambda edit: article_editing.join_passages(session, key=key, passage=passage, edit=edit, now=now()))
    elif act == "split":
        at = _place(record, shown, shown.end)[0]
        _do(lambda edit: article_editing.split_passage(session, key=key, passage=passage, at=at, edit=edit, now=now()))
    elif act == "end":
        end = _after_space(record, _place(record, shown, len(text_of(record) or ""))[1])
        _do(lambda edit: article_editing.move_end(session, key=key, passage=passage, end=end, edit=edit, now=now()))
    else:
        raise BadRequest(gettext("Choose what to do with the passage. Nothing was changed."))
    note_article("passage cut", key, passage=passage, act=act)
    flash(gettext("The passages are cut anew, and the claims have followed."), "notice")
    return redirect(url_for("bank.article", key=key, _anchor=passage), 303)


def _place(record: Article, shown: Passage, end: int) -> tuple[int, int]:
    """Where the words of the form stand in the text, looked for from the passage on. Raises BadRequest."""
    text, words = text_of(record), request.form.get("words", "")[:LONGEST_WORDS]
    if text is None:
        raise BadRequest(gettext("This site does not hold the text of the article, so it cannot be cut here."))
    span = find_span(text[shown.start : end], words)
    if span is None:
        raise BadRequest(gettext("These words do not stand there: copy them from the passage. Nothing was changed."))
    return shown.start + span[0], shown.start + span[1]


def _after_space(record: Article, place: int) -> int:
    """The end of the white space at a place: it belongs to the passage before it."""
    text = text_of(record) or ""
    return place + len(text[place:]) - len(text[place:].lstrip())


def _passage(record: Article, key: str) -> Passage:
    if key not in record.passage:
        raise NotFound(gettext("The article has no such passage."))
    return record.passage[key]


def _passage_page(record: Article, shown: Passage, form: PassageForm, problems: tuple[str, ...] = ()) -> str:
    place = record.passages.index(shown)
    text = text_of(record)
    following = record.passages[place + 1] if place + 1 < len(record.passages) else None
    return render_template(
        "bank/passage.html",
        article=record,
        edition=edition(record),
        passage=shown,
        following=following,
        text=text[shown.start : shown.end] if text else None,
        next_text=text[following.start : following.end] if text and following else None,
        form=form,
        problems=problems,
    )


def article_edit() -> ArticleEdit:
    """Who changes an article, and which state of it the form was made for."""
    return ArticleEdit(author_id=require_person().id, edition=request.form.get("edition", ""))


@contextmanager
def conflicts_told() -> Iterator[None]:
    """Say in words that somebody else was faster."""
    try:
        yield
    except ArticleConflictError as error:
        raise Conflict(
            gettext("Somebody else has changed this article meanwhile. Look at it again; nothing was changed by you.")
        ) from error


def _do(act: Callable[[ArticleEdit], None]) -> None:
    """Do what has no form to show again: what is wrong becomes an error page."""
    try:
        with conflicts_told():
            act(article_edit())
    except BadArticleError as error:
        raise nothing_changed(error.problems) from error


def note_article(action: str, key: str, **detail: Any) -> None:
    """Add an event about an article to the audit."""
    number = newest_number(request_session(), key=key)
    note_event(
        request_session(), action=action, user_id=require_person().id, now=now(), article=key, revision=number, **detail
    )
