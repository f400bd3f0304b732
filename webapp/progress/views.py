"""The progress page."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template

from webapp.db import request_session
from webapp.web.clock import now
from webapp.web.identity import require_person

from .queries import progress_of

blueprint = Blueprint("progress", __name__)


@blueprint.get("/progress")
def page() -> str:
    """What falls due, what was done, what was kept, what is known."""
    person = require_person()
    progress = progress_of(request_session(), user_id=person.id, now=now())
    return render_template("progress/index.html", progress=progress)


@blueprint.app_template_filter("long_date")
def long_date(day: date) -> str:
    """Such as Thu 5 March 2026."""
    return f"{day:%a} {day.day} {day:%B %Y}"


@blueprint.app_template_filter("short_date")
def short_date(day: date) -> str:
    """Such as 5 Mar."""
    return f"{day.day} {day:%b}"
