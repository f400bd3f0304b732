"""One thing done to many questions: a preview, the act, and the way back."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import Conflict, NotFound

from webapp.bank.forms.bulk import read_act, read_bases, read_keys
from webapp.bank.queries import kept, table
from webapp.bank.services import bulk, moving
from webapp.bank.services.bulk import MOST_QUESTIONS, BulkRefusedError
from webapp.db import request_session
from webapp.web.audit import note_event
from webapp.web.clock import now
from webapp.web.identity import require_person

from .blueprint import A_NUMBER, asking, blueprint
from .table import choices_of_lists, pairs_of, read_table

MOST_SHOWN = 50


@blueprint.post("/bulk/plan")
def plan_bulk() -> ResponseReturnValue:
    """What would become of the questions. Nothing is changed."""
    act = read_act(request.form)
    keys = all_found() if request.form.get("all") == "yes" else read_keys(request.form)
    plan = bulk.plan_act(request_session(), keys=keys, act=act, asking=asking())
    return render_template("bank/bulk_plan.html", act=act, plan=plan, chosen=len(keys))


@blueprint.post("/bulk")
def carry_out_bulk() -> ResponseReturnValue:
    """Do it to all of them, or to none."""
    act, bases = read_act(request.form), read_bases(request.form)
    try:
        change = bulk.carry_out(request_session(), bases=bases, act=act, asking=asking(), now=now())
    except BulkRefusedError as error:
        return render_template("bank/bulk_refused.html", problems=error.problems), 409
    note_event(
        request_session(), action="questions changed at once", user_id=require_person().id, now=now(),
        change=change.id, why=change.what, questions=list(bases),
    )  # fmt: skip
    words = ngettext("%(num)d question was changed.", "%(num)d questions were changed.", len(bases))
    flash(f"{words} {gettext('It can be undone here.')}", "notice")
    return redirect(url_for("bank.bulk_changes"), 303)


@blueprint.get("/bulk")
def bulk_changes() -> str:
    """What the person did at once, each with the way back."""
    done = kept.bulk_changes(request_session(), user_id=require_person().id, most=MOST_SHOWN)
    return render_template("bank/bulk.html", done=done)


@blueprint.post(f"/bulk/{A_NUMBER}/undo")
def undo_bulk(number: int) -> ResponseReturnValue:
    """Give every question what it had before, as a new revision."""
    session, person = request_session(), require_person()
    change = kept.bulk_change(session, user_id=person.id, number=number)
    if change is None:
        raise NotFound(gettext("You changed nothing at once under this number."))
    if change.undone_at is not None:
        raise Conflict(gettext("It has been undone already. Nothing was changed."))
    try:
        undo = moving.undo_move if change.claims else bulk.undo
        undone = undo(session, change=change, person_id=person.id, now=now())
    except BulkRefusedError as error:
        return render_template("bank/bulk_refused.html", problems=error.problems), 409
    note_event(session, action="change at once undone", user_id=person.id, now=now(), change=number)
    if change.claims:
        flash(ngettext("Undone for %(num)d claim.", "Undone for %(num)d claims.", undone), "notice")
    else:
        flash(ngettext("Undone for %(num)d question.", "Undone for %(num)d questions.", undone), "notice")
    return redirect(url_for("bank.bulk_changes"), 303)


def all_found() -> list[str]:
    """The questions that the table would show on all its pages. Raises Conflict where they are too many."""
    arguments: MultiDict[str, str] = MultiDict(pairs_of(request.form.get("query", "")))
    asked = read_table(arguments, choices_of_lists())
    found = table.keys(request_session(), wanted=asked.wanted, most=MOST_QUESTIONS + 1)
    if asked.problems or len(found) > MOST_QUESTIONS:
        raise Conflict(gettext("At most 500 questions can be changed at once. Narrow the search; nothing was changed."))
    return found
