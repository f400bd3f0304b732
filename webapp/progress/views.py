"""The progress pages, and each chart as a file."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import NotFound

from webapp.db import request_session
from webapp.pictures import charts
from webapp.web.clock import now
from webapp.web.csv_lines import csv_text
from webapp.web.identity import require_person

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
    return _page("Progress", OVERVIEW)


@blueprint.get("/progress/knowledge")
def knowledge() -> str:
    """What is known, and how firmly."""
    return _page("What you know", KNOWLEDGE)


@blueprint.get("/progress/slips")
def slips() -> str:
    """How well memory is foreseen, and what is taken for what."""
    return _page("Where memory slips", SLIPS)


@blueprint.get("/progress/<chart>.csv")
def table(chart: str) -> Response:
    """The table of a chart as a file."""
    draw = CHARTS.get(chart)
    if draw is None:
        raise NotFound(f"There is no such table. The tables are {', '.join(CHARTS)}.")
    asked = _asked()
    drawn = draw(asked)
    name = "-".join(filter(None, ("tumen", drawn.key, drawn.chosen, f"{asked.today:%Y-%m-%d}")))
    return Response(
        csv_text(drawn.table.lines()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


@blueprint.app_template_filter("long_date")
def long_date(day: date) -> str:
    """Such as Thu 5 March 2026."""
    return charts.long_date(day)


@blueprint.app_template_filter("short_date")
def short_date(day: date) -> str:
    """Such as 5 Mar."""
    return charts.short_date(day)
