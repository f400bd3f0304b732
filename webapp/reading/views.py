"""The pages of reading. Nobody needs an account, and nothing is written."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template, request
from werkzeug.exceptions import NotFound

from webapp.cards.originals import originals_of
from webapp.db import database, request_session
from webapp.reviews.entries import KEY
from webapp.reviews.known import known_of
from webapp.web.identity import current_person

from .forms import read_choice, read_page, read_words
from .queries.dated import Filter
from .services.article import list_articles, read_article
from .services.positions import read_positions
from .services.search import KINDS
from .services.search import search as find
from .services.timeline import keys_of, read_timeline, timeline_choices
from .services.words import letters_of

blueprint = Blueprint("reading", __name__)


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
        raise NotFound("There is no article of this name here. The list of articles has all that there are.")
    return render_template("reading/article.html", page=page)


@blueprint.get("/search")
def search() -> str:
    """Claims, questions and passages by their words."""
    words, kind = read_words(request.args), read_choice(request.args, "kind", KINDS)
    result = find(request_session(), written=words, kind=kind, page=read_page(request.args), user_id=_reader())
    return render_template("reading/search.html", result=result, q=words, kind=kind)


@blueprint.get("/timeline")
def timeline() -> str:
    """Every dated claim on a line of years."""
    choices = timeline_choices(request_session())
    wanted = Filter(
        actor=read_choice(request.args, "actor", keys_of(choices.actors)),
        topic=read_choice(request.args, "topic", keys_of(choices.topics)),
        article=read_choice(request.args, "article", keys_of(choices.articles)),
    )
    line = read_timeline(request_session(), wanted=wanted, page=read_page(request.args), user_id=_reader())
    return render_template("reading/timeline.html", line=line, choices=choices, wanted=wanted)


@blueprint.get("/positions")
def positions() -> str:
    """Who holds what on which issue."""
    matrix = read_positions(request_session(), page=read_page(request.args), user_id=_reader())
    return render_template("reading/positions.html", matrix=matrix)


@blueprint.app_template_filter("letters")
def letters(name: str) -> str:
    """The letters that stand for an actor: NK for North Korea, Ru for Russia."""
    return letters_of(name)
