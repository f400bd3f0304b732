"""A new text of an article: brought, compared with the old one, and taken."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.exceptions import BadRequest

from question_bank.articles import Article
from question_bank.changes import compare_words
from webapp.bank.forms.article import TextForm
from webapp.bank.services.article_editing import BadArticleError, edition
from webapp.bank.services.article_versions import NewVersion, compare_version
from webapp.bank.services.article_versions import take_version as take
from webapp.cards.originals import originals_of
from webapp.db import request_session
from webapp.web.clock import now

from .articles import article_edit, conflicts_told, load_article, note_article, text_of
from .blueprint import blueprint, nothing_changed


@blueprint.get("/articles/<key>/version")
def new_version(key: str) -> str:
    """The form for a new text."""
    article = load_article(request_session(), key)
    return render_template("bank/new_version.html", article=article, form=TextForm(formdata=None), problems=())


@blueprint.post("/articles/<key>/version")
def compare_article(key: str) -> ResponseReturnValue:
    """Keep the text aside, and show what taking it would change."""
    article, form = load_article(request_session(), key), TextForm()
    try:
        text = form.content()
        made = compare_version(request_session(), record=article, old_text=_held(article), text=text)
    except BadArticleError as error:
        return render_template("bank/new_version.html", article=article, form=form, problems=error.problems), 400
    originals_of(current_app).keep(text.encode(), name=f"{key}-{made.sha256[:12]}.txt")
    return _comparison_page(article, made)


@blueprint.post("/articles/<key>/version/take")
def take_version(key: str) -> ResponseReturnValue:
    """Let the article have the text that was compared."""
    article = load_article(request_session(), key)
    digest = request.form.get("sha256", "")
    is_digest = len(digest) == 64 and set(digest) <= set("0123456789abcdef")
    text = originals_of(current_app).text(bytes.fromhex(digest)) if is_digest else None
    if text is None:
        raise BadRequest(gettext("That text is not here. Bring it again; nothing was changed."))
    try:
        with conflicts_told():
            made = take(
                request_session(), key=key, old_text=_held(article), text=text, edit=article_edit(), now=now()
            )  # fmt: skip
    except BadArticleError as error:
        raise nothing_changed(error.problems) from error
    note_article("article has a new text", key, sha256=digest, looks=list(made.looks))
    flash(
        ngettext(
            "The new text is taken. %(num)d claim needs another look.",
            "The new text is taken. %(num)d claims need another look.",
            len(made.looks),
        ),
        "notice",
    )
    return redirect(url_for("bank.article", key=key), 303)


def _held(article: Article) -> str:
    text = text_of(article)
    if text is None:
        raise BadRequest(gettext("This site does not hold the article's text, so nothing can be compared with it."))
    return text


def _comparison_page(article: Article, made: NewVersion) -> str:
    old_text = _held(article)
    after = {each.id: made.text[each.start : each.end].strip() for each in made.comparison.passages}
    before = {each.id: old_text[each.start : each.end].strip() for each in article.passages}
    return render_template(
        "bank/compare_version.html",
        article=article,
        edition=edition(article),
        made=made,
        changed=[(key, compare_words(before[key], after[key])) for key in after if key in made.comparison.changed],
        new=[(key, words) for key, words in after.items() if key in made.comparison.new],
        gone=[(key, words) for key, words in before.items() if key in made.comparison.gone],
        same=len(after) - len(made.comparison.changed) - len(made.comparison.new),
    )
