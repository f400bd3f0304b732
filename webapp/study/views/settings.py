"""How a person studies: the settings in groups, what a retention costs, and the way back to the defaults."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import BadRequest

from webapp.db import request_session
from webapp.history.settings import settings_of
from webapp.scheduling.settings import StudySettings
from webapp.study.forms.settings import GROUPS, SettingsForm, defaults_of
from webapp.study.services.settings import save_settings
from webapp.study.services.workload import WorkloadPicture, workload_picture, workload_table
from webapp.web.csv_lines import csv_text
from webapp.web.identity import require_person

from .blueprint import blueprint


@blueprint.route("/settings", methods=["GET", "POST"])
def settings() -> ResponseReturnValue:
    """How the person studies."""
    user_id = require_person().id
    kept = settings_of(request_session(), user_id=user_id)
    form = SettingsForm(obj=kept)
    if request.method != "POST":
        return _page(form, kept)
    if not form.validate():
        return _page(form, kept), 400
    save_settings(request_session(), user_id=user_id, settings=form.settings(kept))
    flash(gettext("Saved. It holds for every answer from now on."), "notice")
    return redirect(url_for("study.settings"), 303)


@blueprint.post("/settings/defaults")
def default_settings() -> ResponseReturnValue:
    """Go back to the defaults of one group."""
    group = request.form.get("group", "")
    if group not in GROUPS:
        raise BadRequest(gettext("Choose which settings go back to their defaults. Nothing was changed."))
    user_id = require_person().id
    kept = settings_of(request_session(), user_id=user_id)
    save_settings(request_session(), user_id=user_id, settings=defaults_of(group, kept))
    flash(gettext("These settings are back to their defaults."), "notice")
    return redirect(url_for("study.settings", _anchor=f"group-{group}"), 303)


@blueprint.get("/settings/workload.csv")
def workload_numbers() -> Response:
    """What each retention costs, as a file."""
    kept = settings_of(request_session(), user_id=require_person().id)
    return Response(
        csv_text(workload_table(_workload(kept)).lines()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="tumen-workload.csv"'},
    )


def _page(form: SettingsForm, kept: StudySettings) -> str:
    return render_template("study/settings.html", form=form, workload=_workload(kept))


def _workload(kept: StudySettings) -> WorkloadPicture:
    return workload_picture(request_session(), user_id=require_person().id, settings=kept)
