"""What an article was: its revisions, what each changed, and the way back."""

from __future__ import annotations

import json

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from question_bank.changes import changed_fields
from webapp.bank.forms.asked import read_revision
from webapp.bank.queries.article_revisions import article_revisions as revisions_of
from webapp.bank.services.article_editing import BadArticleError, edition
from webapp.bank.services.article_restoring import restore_article as bring_back
from webapp.db import request_session
from webapp.web import reasons
from webapp.web.clock import now

from .articles import article_edit, conflicts_told, load_article, note_article
from .blueprint import blueprint, nothing_changed


@blueprint.get("/articles/<key>/revisions")
def article_revisions(key: str) -> str:
    """All that an article was, the newest first."""
    session = request_session()
    record = load_article(session, key)
    return render_template("bank/article_revisions.html", article=record, revisions=revisions_of(session, key=key))


@blueprint.get("/articles/<key>/revisions/<int:number>")
def article_revision(key: str, number: int) -> str:
    """What a revision changed, and the way back to it."""
    session = request_session()
    record = load_article(session, key)
    by_number = {each.number: each for each in revisions_of(session, key=key)}
    if number not in by_number:
        raise _no_such_revision()
    shown, before = by_number[number], by_number.get(number - 1)
    return render_template(
        "bank/article_revision.html",
        article=record,
        edition=edition(record),
        shown=shown,
        newest=max(by_number),
        has_this_text=shown.content["original"]["sha256"] == record.original.sha256,
        changes=changed_fields(before.content, shown.content) if before else [],
        text=json.dumps(shown.content, indent=2, ensure_ascii=False),
    )


@blueprint.post("/articles/<key>/restore")
def restore_article(key: str) -> ResponseReturnValue:
    """Make what the article was what it is, as a new revision."""
    session = request_session()
    load_article(session, key)
    number = read_revision(request.form, "number")
    if number not in {each.number for each in revisions_of(session, key=key)}:
        raise _no_such_revision()
    try:
        with conflicts_told():
            bring_back(session, key=key, number=number, edit=article_edit(), now=now())
    except BadArticleError as error:
        raise nothing_changed(error.problems) from error
    note_article("article edited", key, why=reasons.BACK_TO.filled(revision=number))
    flash(gettext("The article is again what it was."), "notice")
    return redirect(url_for("bank.article", key=key), 303)


def _no_such_revision() -> NotFound:
    return NotFound(gettext("The article has no such revision."))
