"""The page on which decks come and go."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, render_template, request
from werkzeug.exceptions import NotFound

from webapp.cards.originals import originals_of
from webapp.db import request_session
from webapp.web.clock import now
from webapp.web.identity import require_person

from .queries.questions import published_count, studied_count
from .services.exporting import export_deck

APKG = "application/vnd.anki"
WHICH = ("studied", "all")

blueprint = Blueprint("decks", __name__)


@blueprint.get("/decks")
def index() -> str:
    """What can be taken to Anki, and what it cannot carry."""
    session, person = request_session(), require_person()
    return render_template(
        "decks/index.html",
        studied=studied_count(session, user_id=person.id),
        published=published_count(session),
    )


@blueprint.get("/decks/tumen.apkg")
def package() -> Response:
    """The person's own cards as a package."""
    which = request.args.get("cards", WHICH[0])
    if which not in WHICH:
        raise NotFound("There is no such deck. Take it from the page about Anki.")
    person = require_person()
    content = export_deck(
        request_session(), user_id=person.id, unseen=which == "all", originals=originals_of(current_app), now=now()
    )
    name = f"tumen-{now():%Y-%m-%d}.apkg"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, content_type=APKG, headers=headers)
