"""Who did what to the bank, when and why."""

from __future__ import annotations

from flask import render_template, request
from flask_babel import gettext
from werkzeug.exceptions import BadRequest

from webapp.bank.forms.asked import read_page
from webapp.bank.queries.history import WantedEvents, actions, count_events, events
from webapp.db import request_session

from .blueprint import blueprint

ROWS = 50
LONGEST = 255


@blueprint.get("/history")
def history() -> str:
    """What was done, the newest first, by anybody or one person, to anything or one question."""
    session, page = request_session(), read_page(request.args)
    asked = {name: request.args.get(name, "").strip() for name in ("who", "action", "question")}
    known = actions(session)
    if any("\0" in value or len(value) > LONGEST for value in asked.values()):
        raise BadRequest(gettext("This cannot be looked for. Leave it out of the address to see all."))
    wanted = WantedEvents(**{name: value or None for name, value in asked.items()})
    number = count_events(session, wanted=wanted)
    return render_template(
        "bank/history.html",
        rows=events(session, wanted=wanted, first=(page - 1) * ROWS, most=ROWS),
        number=number,
        page=page,
        pages=max(1, -(-number // ROWS)),
        asked=asked,
        address={name: value for name, value in asked.items() if value},
        actions=known,
    )
