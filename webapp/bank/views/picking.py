"""The text of an article beside the form of a claim, to select in it what the claim rests on."""

from __future__ import annotations

from flask import current_app, render_template, request
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from question_bank.fields import KEY
from webapp.bank.queries.passages import passages_of
from webapp.cards.originals import originals_of
from webapp.db import request_session

from .blueprint import blueprint


@blueprint.get("/passages")
def pick_passages() -> str:
    """The passages of an article, each with its text where this site holds it: a piece of the claim's page."""
    article = request.args.get("article", "")
    rows = passages_of(request_session(), article=article) if KEY.fullmatch(article) else []
    if not rows:
        raise NotFound(gettext("There is no such article. The list of articles has all that there are."))
    originals = originals_of(current_app)
    texts = [(row, originals.passage(row.sha256, row.start, row.end)) for row in rows]
    return render_template("bank/_pick.html", texts=texts)
