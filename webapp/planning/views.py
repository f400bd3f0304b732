"""The schedule pages: exams, what studying takes and gives, and weights of one's own."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import partial

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.exceptions import BadRequest, NotFound

from webapp.db import Database, database, request_session
from webapp.history.settings import settings_of
from webapp.history.start import load_start
from webapp.models.base import to_milliseconds
from webapp.pictures.charts import Chart, Table
from webapp.scheduling.moving import DueDates
from webapp.web.afterwards import afterwards
from webapp.web.clock import now
from webapp.web.csv_lines import csv_text
from webapp.web.errors import NotPossible
from webapp.web.forms import ButtonForm
from webapp.web.identity import current_person, require_person

from .forms import ExamForm, SimulatorForm, UseForm, read_due, read_fit, read_moment, read_number
from .queries.weights import in_force, stored_fits, unfinished
from .services.class_work import NoSuchWorkError, plan_for_work
from .services.exams import (
    ExamError,
    NoSuchExamError,
    bring_forward,
    choices,
    make_exam,
    planned,
    remove_exam,
    take_new_per_day,
    work_chart,
    work_table,
)
from .services.simulating import charts
from .services.trading import trade_offs
from .services.training import TrainingError, Verdict, can_train, train, train_if_due
from .services.weights import NoSuchFitError, NotBetterError, count_anew, preview, put_in_force

blueprint = Blueprint("planning", __name__, url_prefix="/schedule")

A_YEAR = 365
LARGEST_ID = 2**63 - 1  # of a column; a larger one is no address
BEGINS_A_DAY = "study.start"


@blueprint.after_app_request
def train_when_a_day_begins(response: Response) -> Response:
    """Weights are fitted by themselves when reviews have doubled: once the answer to the day's start is out."""
    if request.endpoint == BEGINS_A_DAY and request.method == "POST":
        person, found, at = current_person(), database(), now()
        if person is not None:
            afterwards(partial(_train_if_due, found, person.id, at))
    return response


def _train_if_due(found: Database, user_id: int, at: datetime) -> None:
    train_if_due(found, user_id=user_id, now=at)


def _simulated() -> tuple[SimulatorForm, list[Chart], int]:
    """The form as it was asked, and its charts; none for what cannot be played through."""
    start = load_start(request_session(), user_id=require_person().id, now=now())
    settings = start.settings
    form = SimulatorForm.asked(
        retention=Decimal(str(settings.desired_retention)), new=settings.new_per_day, days=A_YEAR
    )
    if request.args and not form.validate():
        return form, [], 400
    wanted = form.wanted()
    course = start.course(wanted)
    return form, [*charts(start, wanted, course), *trade_offs(start, wanted, course)], 200


def _asked(form: SimulatorForm) -> dict[str, object]:
    """What was asked, as an address says it."""
    return {name: form.data[name] for name in ("retention", "new", "days")}


@blueprint.get("/simulator")
def simulator() -> ResponseReturnValue:
    """What studying takes and gives, for a retention and a number of new cards a day."""
    form, drawn, status = _simulated()
    return render_template("planning/simulator.html", form=form, charts=drawn, asked=_asked(form)), status


@blueprint.get("/simulator/<chart>.csv")
def simulated_table(chart: str) -> Response:
    """The numbers of a chart as a file."""
    _form, drawn, _status = _simulated()
    found = next((each for each in drawn if each.key == chart), None)
    if found is None:
        raise NotFound(_("There is no such table. Follow the link of a chart on the page of the simulator."))
    return _file(found.table, f"tumen-simulated-{found.key}")


def _file(table: Table, name: str) -> Response:
    return Response(
        csv_text(table.lines()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


@blueprint.get("/weights")
def weights() -> ResponseReturnValue:
    """The weights by which the person's cards are scheduled, and fits of their own."""
    session, user_id = request_session(), require_person().id
    fits = stored_fits(session, user_id=user_id)
    return render_template(
        "planning/weights.html",
        fits=fits,
        current=in_force(fits),
        unfinished=unfinished(fits),
        can_train=can_train(),
        weights=settings_of(session, user_id=user_id).policy.weights,
        milliseconds=to_milliseconds,
        form=ButtonForm(),
    )


@blueprint.post("/weights/train")
def train_weights() -> ResponseReturnValue:
    """Fit weights to the person's reviews."""
    try:
        trained = train(database(), user_id=require_person().id, now=now())
    except TrainingError as error:
        flash(str(error), "error")
        return redirect(url_for("planning.weights"), 303)
    flash(_verdict(trained.verdict, trained.reviews), "notice")
    return redirect(url_for("planning.weights"), 303)


@blueprint.get("/weights/<fit>")
def see_weights(fit: str) -> ResponseReturnValue:
    """What putting weights in force would do."""
    trained_at = read_fit(fit)
    try:
        shown = preview(database(), user_id=require_person().id, trained_at=trained_at, now=now())
    except NoSuchFitError as error:
        raise NotFound(str(error)) from error
    except NotBetterError as error:
        raise BadRequest(str(error)) from error
    form = UseForm(data={"due": shown.advised.value})
    return render_template(
        "planning/use.html", shown=shown, form=form, fit=fit, is_beginning=trained_at is None, choices=DueDates
    )


@blueprint.post("/weights/<fit>")
def use_weights(fit: str) -> ResponseReturnValue:
    """Put weights in force and tell all memories by them."""
    trained_at, due = read_fit(fit), read_due(UseForm())
    try:
        cards = put_in_force(database(), user_id=require_person().id, trained_at=trained_at, due=due, now=now())
    except NoSuchFitError as error:
        raise NotFound(str(error)) from error
    except NotBetterError as error:
        raise BadRequest(str(error)) from error
    _flash_counted(cards)
    return redirect(url_for("planning.weights"), 303)


@blueprint.post("/weights/continue")
def continue_counting() -> ResponseReturnValue:
    """Go on with a change that has not reached all cards."""
    _flash_counted(count_anew(database(), user_id=require_person().id, due=DueDates.KEEP, now=now()))
    return redirect(url_for("planning.weights"), 303)


def _flash_counted(cards: int) -> None:
    flash(
        ngettext("%(num)d card counted anew.", "%(num)d cards counted anew.", cards)
        if cards
        else _("These weights are in force already."),
        "notice",
    )


def _verdict(verdict: Verdict, reviews: int) -> str:
    if verdict is Verdict.TOO_FEW:
        said: str = _("There are not enough reviews yet: your cards have to come back for some weeks first.")
    elif verdict is Verdict.NO_BETTER:
        said = ngettext(
            "Fitted to %(num)d review, the weights foresee no better than those in force. Nothing changes.",
            "Fitted to %(num)d reviews, the weights foresee no better than those in force. Nothing changes.",
            reviews,
        )
    else:
        said = ngettext(
            "Fitted to %(num)d review, the weights foresee better. See what they would do before you use them.",
            "Fitted to %(num)d reviews, the weights foresee better. See what they would do before you use them.",
            reviews,
        )
    return said


@blueprint.route("", methods=["GET", "POST"])
def exams() -> ResponseReturnValue:
    """The exams with their plans, and a form for another."""
    session, user_id, at = request_session(), require_person().id, now()
    today = settings_of(session, user_id=user_id).policy.calendar.day_of(at)
    form = ExamForm(collections=choices(session, user_id=user_id), today=today)
    if request.method != "POST":
        return _exams_page(form, at)
    if not form.validate():
        return _exams_page(form, at), 400
    try:
        make_exam(
            session,
            user_id=user_id,
            name=form.data["name"],
            day=form.data["day"],
            collection_id=form.collection_id,
            retention=float(form.data["retention"]),
            now=at,
        )
    except ExamError as error:
        raise BadRequest(str(error)) from error
    flash(_("Kept. This is what it takes."), "notice")
    return redirect(url_for("planning.exams"), 303)


@blueprint.post(f"/work/<int(max={LARGEST_ID}):work>/take")
def take_work(work: int) -> ResponseReturnValue:
    """Plan for what a class is to know, as for an exam of one's own."""
    try:
        is_new = plan_for_work(request_session(), user_id=require_person().id, work_id=work, now=now())
    except NoSuchWorkError as error:
        raise NotFound(str(error)) from error
    except ExamError as error:
        raise NotPossible(str(error)) from error
    flash(_("Kept. This is what it takes.") if is_new else _("You plan for this already."), "notice")
    return redirect(url_for("planning.exams"), 303)


@blueprint.get("/exams/<exam>/work.csv")
def exam_table(exam: str) -> Response:
    """The cards of each day until an exam, as a file."""
    user_id, made_at = require_person().id, read_moment(exam)
    try:
        table = work_table(request_session(), user_id=user_id, made_at=made_at, now=now())
    except NoSuchExamError as error:
        raise NotFound(str(error)) from error
    return _file(table, f"tumen-exam-{table.rows[-1][0]}")


@blueprint.post("/exams/<exam>/remove")
def remove(exam: str) -> ResponseReturnValue:
    """Forget an exam; the schedule stays as it is."""
    remove_exam(request_session(), user_id=require_person().id, made_at=read_moment(exam))
    flash(_("Removed. Your schedule stays as it is."), "notice")
    return redirect(url_for("planning.exams"), 303)


@blueprint.post("/exams/<exam>/forward")
def forward(exam: str) -> ResponseReturnValue:
    """Put today's share of what would not be sure enough into today's reviews."""
    try:
        cards = bring_forward(database(), user_id=require_person().id, made_at=read_moment(exam), now=now())
    except NoSuchExamError as error:
        raise NotFound(str(error)) from error
    flash(ngettext("%(num)d card is due now.", "%(num)d cards are due now.", cards), "notice")
    return redirect(url_for("planning.exams"), 303)


@blueprint.post("/exams/new-cards")
def new_cards() -> ResponseReturnValue:
    """Let the limit of new cards a day be what a plan needs."""
    number = read_number(request.form.get("number", ""))
    take_new_per_day(request_session(), user_id=require_person().id, number=number)
    flash(ngettext("%(num)d new card a day from now on.", "%(num)d new cards a day from now on.", number), "notice")
    return redirect(url_for("planning.exams"), 303)


def _exams_page(form: ExamForm, at: datetime) -> str:
    session, user_id = request_session(), require_person().id
    return render_template(
        "planning/exams.html",
        form=form,
        exams=[(each, work_chart(each, at)) for each in planned(session, user_id=user_id, now=at)],
        milliseconds=to_milliseconds,
    )
