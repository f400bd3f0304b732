"""Catching up on a backlog: the choice of days, and the way out."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import BadRequest

from webapp.db import request_session
from webapp.study.services.catch_up import NotOfferedError, backlog_of, leave_catching_up, start_catching_up
from webapp.web.clock import now
from webapp.web.identity import require_person

from .blueprint import blueprint


@blueprint.get("/study/catch-up")
def catch_up() -> ResponseReturnValue:
    """What has piled up, and over how many days it can be spread."""
    return render_template(
        "study/catch_up.html", backlog=backlog_of(request_session(), user_id=require_person().id, now=now())
    )


@blueprint.post("/study/catch-up")
def start_catch_up() -> ResponseReturnValue:
    """Spread the backlog over the days that were chosen."""
    number = request.form.get("days", "")
    days = int(number) if number.isascii() and number.isdecimal() and len(number) <= 3 else 0
    try:
        start_catching_up(request_session(), user_id=require_person().id, days_wanted=days, now=now())
    except NotOfferedError as error:
        raise BadRequest(gettext("%(why)s Nothing was changed.", why=str(error))) from error
    flash(gettext("You are catching up. The cards you still know best come first."), "notice")
    return redirect(url_for("study.catch_up"), 303)


@blueprint.post("/study/catch-up/leave")
def leave_catch_up() -> ResponseReturnValue:
    """Back to the usual order and limits."""
    leave_catching_up(request_session(), user_id=require_person().id)
    flash(gettext("You left catching up. New cards and your usual limits are back."), "notice")
    return redirect(url_for("study.catch_up"), 303)
