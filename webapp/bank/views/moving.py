"""Claims, and their questions with them, moved to another topic: a preview, and the act."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.exceptions import BadRequest

from webapp.bank.forms.bulk import read_claim_bases, read_claims, read_keys
from webapp.bank.queries import choices
from webapp.bank.queries.choices import Named
from webapp.bank.services.bulk import BulkRefusedError
from webapp.bank.services.moving import move_claims, plan_move
from webapp.db import request_session
from webapp.web.audit import note_event
from webapp.web.clock import now
from webapp.web.identity import require_person

from .blueprint import blueprint
from .bulk import all_found


@blueprint.post("/bulk/topic/plan")
def plan_move_of_claims() -> str:
    """Which claims would be moved, and how many questions go along. Nothing is changed."""
    topic = _topic()
    claims, questions = read_claims(request.form), list[str]()
    if request.form.get("all") == "yes":
        questions = all_found()
    elif not claims:
        questions = read_keys(request.form)
    moves, staying = plan_move(request_session(), claims=claims, questions=questions, topic=topic.key)
    return render_template("bank/move_plan.html", topic=topic, moves=moves, staying=staying)


@blueprint.post("/bulk/topic")
def move_chosen_claims() -> ResponseReturnValue:
    """Move all of them, or none."""
    session, person, topic = request_session(), require_person(), _topic()
    bases = read_claim_bases(request.form)
    try:
        change = move_claims(session, bases=bases, topic=topic.key, person_id=person.id, now=now())
    except BulkRefusedError as error:
        return render_template("bank/bulk_refused.html", problems=error.problems), 409
    note_event(
        session, action="claims moved", user_id=person.id, now=now(), change=change.id, why=change.what,
        claims=list(bases),
    )  # fmt: skip
    words = ngettext("%(num)d claim was moved.", "%(num)d claims were moved.", len(bases))
    flash(f"{words} {gettext('It can be undone here.')}", "notice")
    return redirect(url_for("bank.bulk_changes"), 303)


def _topic() -> Named:
    """The topic that was chosen. Raises BadRequest."""
    known = {each.key: each for each in choices.topics(request_session())}
    chosen = request.form.get("to_topic", "")
    if chosen not in known:
        raise BadRequest(gettext("Choose the topic to move to. Nothing was changed."))
    return known[chosen]
