"""The pages of reading. Nobody needs an account, and nothing is written until a question is answered in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from werkzeug.exceptions import BadRequest, NotFound

from question_bank.fields import KEY
from question_bank.grading import BadResponse
from webapp.cards import grading_for_browser, read_response, render_card, render_result
from webapp.cards.originals import originals_of
from webapp.cards.responses import Entered
from webapp.db import database, request_session
from webapp.history.merged_terms import merged_into
from webapp.models.base import to_milliseconds
from webapp.reviews.drafts import REFUSED
from webapp.reviews.entries import LONGEST_DURATION_MS, read_entry
from webapp.reviews.known import known_of
from webapp.reviews.record import record
from webapp.reviews.review_ids import new_review_id
from webapp.web.clock import now
from webapp.web.identity import current_person, require_person
from webapp.web.words import say, words_of

from .forms import Choices, read_carried, read_hints, read_page, read_passage_key, read_rating, read_words
from .queries import dated
from .queries.positions import Wanted, position_choices
from .services.article import list_articles, read_article, read_passage
from .services.asking import Asked, ask, ask_all, explained, grade_asked
from .services.positions import read_positions
from .services.search import KINDS
from .services.search import search as find
from .services.timeline import keys_of, read_timeline

blueprint = Blueprint("reading", __name__)

ONLY_HAPPENED = "happened"
NO_PASSAGE = _l("There is no such passage in this article. The page of the article has all that there are.")
NO_ARTICLE = _l("There is no article of this name here. The list of articles has all that there are.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """A question of an article as a form; ``carried`` is what the page has of the answer until it is recorded."""

    asked: Asked
    card_html: Markup
    carried: Mapping[str, Any]

    @property
    def for_browser(self) -> Mapping[str, Any]:
        """What a browser needs to grade the answer, and to send it later."""
        card = self.asked.card
        grading = grading_for_browser(card.content, card.solution)
        return {"card": card.question_key, "revision": card.revision, "seed": card.seed, "grading": grading}


def _reader() -> int | None:
    """Whose memory is shown: that of whoever is known."""
    person = current_person()
    return None if person is None else person.id


@blueprint.get("/read")
def articles() -> str:
    """The articles, and how much of each is known."""
    return render_template("reading/articles.html", listed=list_articles(request_session(), user_id=_reader()))


@blueprint.get("/read/<article>")
def article(article: str) -> str:
    """An article, passage by passage."""
    page = None
    if KEY.fullmatch(article):
        page = read_article(
            request_session(),
            key=article,
            user_id=_reader(),
            originals=originals_of(current_app),
            known=known_of(database()),
        )
    if page is None:
        raise NotFound(NO_ARTICLE)
    return render_template("reading/article.html", page=page)


@blueprint.get("/read/<article>/passage/<passage>")
def passage(article: str, passage: str) -> str:
    """A passage of an article by itself, with all that is claimed and asked of it."""
    page = None
    if KEY.fullmatch(article) and KEY.fullmatch(passage):
        page = read_passage(
            request_session(),
            article_key=article,
            key=passage,
            user_id=_reader(),
            originals=originals_of(current_app),
            known=known_of(database()),
        )
    if page is None:
        raise NotFound(NO_PASSAGE)
    return render_template("reading/passage.html", page=page)


@blueprint.get("/read/<article>/ask")
@blueprint.get("/read/<article>/passage/<passage>/ask")
def asked_all(article: str, passage: str | None = None) -> str:
    """All questions of the article, of a long one those of a passage: browsers keep this for the time without a
    connection.
    """
    found, at = None, now()
    if KEY.fullmatch(article) and (passage is None or KEY.fullmatch(passage)):
        found = ask_all(
            request_session(),
            user_id=require_person().id,
            article_key=article,
            passage_key=passage,
            now=at,
            known=known_of(database()),
            originals=originals_of(current_app),
        )
    if found is None:
        raise NotFound(NO_ARTICLE if passage is None else NO_PASSAGE)
    forms = [_form_of(each, at) for each in found.asked]
    return render_template("reading/ask_all.html", article=article, passage=passage, found=found, forms=forms)


@blueprint.get("/read/<article>/ask/<question>")
def asked(article: str, question: str) -> ResponseReturnValue:
    """A question of the article, to be answered: a page of its own, or (with JavaScript) in its place in the text."""
    return _ask_page(article, _asked(article, question))


@blueprint.post("/read/<article>/ask/<question>")
def check(article: str, question: str) -> ResponseReturnValue:
    """Show the result of an answer, with the grades to choose from; nothing is recorded yet."""
    found, carried = _asked(article, question), read_carried(request.form)
    card = found.card
    if (carried.get("revision"), carried.get("seed")) != (card.revision, card.seed):
        return _ask_page(
            article, found, problem=_("This has changed since it was shown. Here it is as it is now.")
        ), 409
    try:
        response = read_response(card.kind, request.form)
        hints = read_hints(request.form)
        grade, proposed = grade_asked(card, response, hints=hints)
    except BadResponse as problem:
        return _ask_page(article, found, problem=words_of(problem)), 400
    shown = explained(request_session(), found, grade, response, originals=originals_of(current_app))
    each = _Form(
        asked=found,
        card_html=render_result(shown, grade, response, heading="h2"),
        carried=carried | {"response": response, "duration_ms": _spent(carried), "hints": hints},
    )
    return _page_of(article, each, proposed=int(proposed))


@blueprint.post("/read/<article>/answer/<question>")
def answer(article: str, question: str) -> ResponseReturnValue:
    """Record the grade, and go back to the question's place in the article."""
    carried = read_carried(request.form)
    entry = {name: carried.get(name) for name in ("id", "revision", "seed", "duration_ms", "response", "hints")}
    at = now()
    named = {"card": question, "answered_at": to_milliseconds(at), "rating": read_rating(request.form), "mode": "read"}
    (result,) = record(database(), user_id=require_person().id, entries=[read_entry(entry | named)], now=at)
    if result.status == REFUSED:
        raise BadRequest(_("%(why)s Nothing was kept.", why=say(result.reason or "")))
    return redirect(_place(article, question), 303)


def _place(article: str, question: str) -> str:
    """Where the question stands in the text: in the article, or on the page of a passage whence it was opened."""
    anchor = f"ask-{question}"
    key = read_passage_key(request.args)
    if key is None:
        return url_for("reading.article", article=article, _anchor=anchor)
    return url_for("reading.passage", article=article, passage=key, _anchor=anchor)


def _asked(article: str, question: str) -> Asked:
    found = None
    if KEY.fullmatch(article) and KEY.fullmatch(question):
        found = ask(
            request_session(),
            user_id=require_person().id,
            article_key=article,
            key=question,
            now=now(),
            known=known_of(database()),
            originals=originals_of(current_app),
        )
    if found is None:
        raise NotFound(_("There is no such question in this article. The list of articles has all that there are."))
    return found


def _ask_page(article: str, found: Asked, *, problem: str | None = None) -> str:
    """The question with what was entered so far, and what is wrong with that."""
    at = now()
    return _page_of(article, _form_of(found, at, entered=dict(request.form.lists())), problem=problem)


def _form_of(found: Asked, at: datetime, entered: Entered | None = None) -> _Form:
    """The question with what was entered so far."""
    return _Form(
        asked=found,
        card_html=render_card(found.card, entered=entered, heading="h2"),
        carried={
            "id": str(new_review_id(at)),
            "revision": found.card.revision,
            "seed": found.card.seed,
            "shown_at": to_milliseconds(at),
        },
    )


def _page_of(article: str, each: _Form, *, proposed: int | None = None, problem: str | None = None) -> str:
    return render_template(
        "reading/ask.html",
        article=article,
        passage=read_passage_key(request.args),
        back=_place(article, each.asked.card.question_key),
        each=each,
        proposed=proposed,
        problem=problem,
    )


def _spent(carried: dict[str, Any]) -> int | None:
    """Milliseconds since the question was shown, as far as the page says when that was."""
    shown_at = carried.get("shown_at")
    if type(shown_at) is not int:
        return None
    return min(max(to_milliseconds(now()) - shown_at, 0), LONGEST_DURATION_MS)


def _asked_of_lists() -> Choices:
    """What the address chooses, a term by an earlier key too."""
    return Choices(request.args, became=lambda name, key: merged_into(request_session(), kind=name, key=key))


@blueprint.get("/search")
def search() -> str:
    """Articles, claims, questions and passages by their words."""
    asked = _asked_of_lists()
    words, kind = read_words(request.args), asked.read("kind", KINDS)
    result = find(request_session(), written=words, kind=kind, page=read_page(request.args), user_id=_reader())
    return render_template("reading/search.html", result=result, q=words, kind=kind, unknown=asked.unknown)


@blueprint.get("/timeline")
def timeline() -> str:
    """Every dated claim on a line of years."""
    choices, asked = dated.choices(request_session()), _asked_of_lists()
    wanted = dated.Filter(
        actor=asked.read("actor", keys_of(choices.actors)),
        topic=asked.read("topic", keys_of(choices.topics)),
        article=asked.read("article", keys_of(choices.articles)),
        only_happened=asked.read("what", {ONLY_HAPPENED}) is not None,
    )
    line = read_timeline(
        request_session(), wanted=wanted, choices=choices, page=read_page(request.args), user_id=_reader()
    )
    return render_template(
        "reading/timeline.html",
        line=line,
        choices=choices,
        wanted=wanted,
        address=_address_of(wanted),
        unknown=asked.unknown,
    )


def _address_of(wanted: dated.Filter) -> dict[str, str]:
    """What an address says of the line, without its page."""
    what = ONLY_HAPPENED if wanted.only_happened else None
    said = {"actor": wanted.actor, "topic": wanted.topic, "article": wanted.article, "what": what}
    return {name: value for name, value in said.items() if value}


@blueprint.get("/positions")
def positions() -> str:
    """Who holds what on which issue."""
    choices, asked = position_choices(request_session()), _asked_of_lists()
    wanted = Wanted(
        actor=asked.read("actor", keys_of(choices.actors)),
        issue=asked.read("issue", keys_of(choices.issues)),
        topic=asked.read("topic", keys_of(choices.topics)),
    )
    matrix = read_positions(request_session(), wanted=wanted, page=read_page(request.args), user_id=_reader())
    said = {"actor": wanted.actor, "issue": wanted.issue, "topic": wanted.topic}
    return render_template(
        "reading/positions.html",
        matrix=matrix,
        choices=choices,
        wanted=wanted,
        address={name: value for name, value in said.items() if value},
        unknown=asked.unknown,
    )
