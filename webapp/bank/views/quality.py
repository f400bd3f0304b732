"""What is wrong with the bank by its figures: questions that do badly."""

from __future__ import annotations

from flask import current_app, render_template, request
from flask_babel import gettext
from werkzeug.exceptions import BadRequest

from question_bank.questions import Question
from webapp.bank.forms.asked import read_page
from webapp.bank.queries import questions
from webapp.bank.services.items import Fault, KnownItems
from webapp.db import request_session
from webapp.web.clock import now

from .blueprint import blueprint

ROWS = 50


@blueprint.get("/quality/items")
def items() -> str:
    """Questions that do badly, the worst first, all or those with one fault."""
    session, page, fault = request_session(), read_page(request.args), _fault()
    known: KnownItems = current_app.extensions.setdefault("tumen_items", KnownItems())
    found = known.bad(session, now=now(), fault=fault)
    shown = found[(page - 1) * ROWS : page * ROWS]
    rows = questions.by_ids(session, ids=[number for number, _ in shown])
    return render_template(
        "bank/items.html",
        rows=[(rows[number], Question.from_json(rows[number].content), figures) for number, figures in shown],
        number=len(found),
        page=page,
        pages=max(1, -(-len(found) // ROWS)),
        fault=fault,
        faults=list(Fault),
        as_of=known.read_at,
    )


def _fault() -> Fault | None:
    written = request.args.get("fault", "")
    if written and written not in set(Fault):
        raise BadRequest(gettext("There is no such fault. Leave it out of the address to see all."))
    return Fault(written) if written else None
