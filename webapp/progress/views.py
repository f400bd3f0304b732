"""The progress pages, and each chart as a file."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from webapp.db import request_session
from webapp.web.clock import now
from webapp.web.csv_lines import csv_text
from webapp.web.identity import require_person
from webapp.web.languages import in_source_language

from . import feed
from .asked import Asked
from .queries import CHARTS, KNOWLEDGE, OVERVIEW, SLIPS, charts_of

blueprint = Blueprint("progress", __name__)
feed.add_to(blueprint)


def _asked() -> Asked:
    by = request.args.get("by", "")
    return Asked(session=request_session(), user_id=require_person().id, now=now(), by=by)


def _page(title: str, keys: tuple[str, ...]) -> str:
    asked = _asked()
    return render_template(
        "progress/index.html", title=title, charts=charts_of(asked, keys), anything_done=bool(asked.days)
    )


@blueprint.get("/progress")
def page() -> str:
    """What falls due, what was kept, what was done."""
    return _page(_("Progress"), OVERVIEW)


@blueprint.get("/progress/knowledge")
def knowledge() -> str:
    """What is known, and how firmly."""
    return _page(_("What you know"), KNOWLEDGE)


@blueprint.get("/progress/slips")
def slips() -> str:
    """How well memory is foreseen, and what is taken for what."""
    return _page(_("Where memory slips"), SLIPS)


@blueprint.get("/progress/<chart>.csv")
def table(chart: str) -> Response:
    """The table of a chart as a file, which has the same names in every language."""
    draw = CHARTS.get(chart)
    if draw is None:
        raise NotFound(_("There is no such table. The tables are %(names)s.", names=", ".join(CHARTS)))
    asked = _asked()
    with in_source_language():
        drawn = draw(asked)
    name = "-".join(filter(None, ("tumen", drawn.key, drawn.chosen, f"{asked.today:%Y-%m-%d}")))
    return Response(
        csv_text(drawn.table.lines()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
