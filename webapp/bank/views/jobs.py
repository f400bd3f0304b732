"""Jobs on many questions: how far they are, an end to them, and what they made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, current_app, flash, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import Conflict, NotFound

from question_bank.words import from_json
from webapp.bank.forms.exchange import DECK_WORDS, FORMAT_WORDS, read_format
from webapp.bank.queries.stored import bank_id
from webapp.bank.services.banks_of_jobs import BANK, is_about_one_of
from webapp.bank.services.import_report import REPORT
from webapp.bank.services.jobs import FAULT, NOTHING_WAITS, READ, RIGHTS_GONE, TAKE_OVER, WRITE, wanted_as_json
from webapp.db import request_session
from webapp.history import jobs
from webapp.history.jobs import CAN_BEGIN_AGAIN, OPEN, JobRow, State, TooManyJobsError
from webapp.web.afterwards import afterwards
from webapp.web.clock import now
from webapp.web.forms import ButtonForm
from webapp.web.identity import require_person
from webapp.web.words import say
from webapp.web.workers import wake_worker

from .blueprint import blueprint
from .table import wanted_of_address

_NEXT: Mapping[str, str] = {READ: "bank.import_preview", TAKE_OVER: "bank.imported", REPORT: "bank.import_report"}
_WORDS: Mapping[str, Any] = {
    NOTHING_WAITS: lazy_gettext("No file waits here any more. Choose it again."),
    RIGHTS_GONE: lazy_gettext("You might not change the bank any more when its turn came. Nothing was changed."),
    FAULT: lazy_gettext("Something went wrong here. It is noted in the log of the server. Nothing was changed."),
}


def begin_job(kind: str, *, title: str, asked: Mapping[str, Any], content: bytes = b"") -> ResponseReturnValue:
    """Have a worker do it, and show how far it is. Raises Conflict where the person has too much at work."""
    session, user_id = request_session(), require_person().id
    asked = {**asked, BANK: bank_id(session)}
    try:
        number = jobs.begin(session, user_id=user_id, kind=kind, title=title, asked=asked, content=content, now=now())
    except TooManyJobsError as error:
        raise Conflict(
            gettext("Three jobs of yours are at work already. Wait for one of them, or cancel one. Nothing was begun.")
        ) from error
    afterwards(wake_worker(current_app))
    return redirect(url_for("bank.job", number=number), 303)


@blueprint.post("/export")
def begin_export() -> ResponseReturnValue:
    """Have a file of many questions written."""
    form = read_format(request.args.get("format", ""))
    wanted = wanted_as_json(wanted_of_address())
    title = str(FORMAT_WORDS.get(form, DECK_WORDS))
    return begin_job(WRITE, title=title, asked={"form": form, "wanted": wanted})


@blueprint.get("/jobs/<int:number>")
def job(number: int) -> ResponseReturnValue:
    """How far a job is; where it led somewhere, what is there."""
    found = _load(number)
    if found.state is State.DONE and found.kind in _NEXT:
        return redirect(url_for(_NEXT[found.kind]), 303)
    return render_template(
        "bank/job.html",
        job=found,
        is_open=found.state in OPEN,
        can_begin_again=found.state in CAN_BEGIN_AGAIN,
        message=_WORDS.get(found.message) or say(from_json(found.result.get("why", found.message))),
        losses=[(from_json(loss), number) for loss, number in found.result.get("losses", ())],
        form=ButtonForm(),
    )


@blueprint.get("/jobs/<int:number>/state")
def job_state(number: int) -> Response:
    """The same for the page's module."""
    found = _load(number)
    return jsonify(state=found.state, done=found.done, total=found.total, open=found.state in OPEN)


@blueprint.get("/jobs/<int:number>/file")
def job_file(number: int) -> Response:
    """The file that a job made."""
    found = _load(number)
    if found.state is not State.DONE or found.kind != WRITE:
        raise NotFound(gettext("This job has made no file, or not yet."))
    content = jobs.content_of(request_session(), job=found, is_result=True)
    headers = {"Content-Disposition": f'attachment; filename="{found.result["name"]}"'}
    return Response(content, content_type=found.result["media_type"], headers=headers)


@blueprint.post("/jobs/<int:number>/cancel")
def cancel_job(number: int) -> ResponseReturnValue:
    """Cancel a job: at once while it waits, else where it can stop."""
    jobs.cancel(request_session(), job=_load(number), now=now())
    return redirect(url_for("bank.job", number=number), 303)


@blueprint.post("/jobs/<int:number>/again")
def begin_job_again(number: int) -> ResponseReturnValue:
    """Begin a job again that was cancelled or interrupted."""
    if jobs.begin_again(request_session(), job=_load(number)):
        afterwards(wake_worker(current_app))
    else:
        flash(gettext("This job is at work, or over already."), "error")
    return redirect(url_for("bank.job", number=number), 303)


def is_about_kept(job: JobRow) -> bool:
    """Whether the person keeps the bank that the job is about: what was made of it goes with the rights on it."""
    return is_about_one_of(job.asked, [bank.id for bank in g.kept_banks])


def _load(number: int) -> JobRow:
    """The job of this number, which is the person's own, about a bank that they keep. Raises NotFound."""
    session, user_id = request_session(), require_person().id
    found = jobs.job_of(session, number=number, user_id=user_id, now=now()) if number < 2**31 else None
    if found is None or not is_about_kept(found):
        raise NotFound(gettext("There is no such job of yours, or it was over more than a day ago."))
    return found
