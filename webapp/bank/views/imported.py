"""Imported drafts: what each still lacks, its completion in the editor's form, and its way into the bank."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.exceptions import BadRequest, NotFound

from question_bank.exchange.drafts import Draft
from question_bank.pictures import pictures_of
from question_bank.questions import Status
from webapp.bank.forms.asked import read_page
from webapp.bank.forms.fields import add_spare_rows, by_labels
from webapp.bank.forms.kinds import FORMS
from webapp.bank.forms.question import LONGEST_WHY, QuestionForm
from webapp.bank.queries import imported as queries
from webapp.bank.queries.imported import ImportedRow
from webapp.bank.services import imported as services
from webapp.bank.services.checking import BadQuestionError
from webapp.bank.services.editing import Edit
from webapp.bank.services.import_report import latest_report, rows_of
from webapp.bank.services.import_steps import Verdict
from webapp.cards import render_result
from webapp.db import request_session
from webapp.web import reasons
from webapp.web.clock import now
from webapp.web.forms import ButtonForm
from webapp.web.identity import require_person

from .blueprint import advice_on, blueprint, preview_of
from .fixing import fixed_question, wants_fix

ROWS = 50


@blueprint.get("/imported")
def imported() -> str:
    """The drafts that wait, with what they lack."""
    session, page = request_session(), read_page(request.args)
    rows, number = queries.waiting(session, first=(page - 1) * ROWS, most=ROWS), queries.waiting_count(session)
    return render_template(
        "bank/imported.html",
        rows=[
            (row, Draft(name=row.name, data=row.data).title, points, pictures_of(row.data))
            for row, points in zip(rows, services.lacking(session, rows=rows), strict=True)
        ],
        report=latest_report(session, user_id=require_person().id, now=now()),
        number=number,
        page=page,
        pages=max(1, -(-number // ROWS)),
        form=ButtonForm(),
    )


@blueprint.get("/import/report")
def import_report() -> str:
    """What became of each item of the file that the person took over last."""
    session, page = request_session(), read_page(request.args)
    report = latest_report(session, user_id=require_person().id, now=now())
    if report is None:
        raise NotFound(gettext("You took no file over since yesterday. Its report is kept for a day."))
    only = _read_verdict(request.args.get("only", ""))
    rows = rows_of(session, report=report, only=only)
    return render_template(
        "bank/import_report.html",
        report=report,
        only=only,
        rows=rows[(page - 1) * ROWS : page * ROWS],
        page=page,
        pages=max(1, -(-len(rows) // ROWS)),
    )


def _read_verdict(name: str) -> Verdict | None:
    """What alone is to be shown; None for all. Raises BadRequest."""
    if name and name not in set(Verdict):
        raise BadRequest(gettext("There is no such part of the report. Leave “only” out of the address to see all."))
    return Verdict(name) if name else None


@blueprint.get("/imported/<int:number>")
def complete_imported(number: int) -> str:
    """The editor's form with what the file says."""
    row = _load(number)
    return _form_page(row, FORMS[row.data["kind"]].of(services.proposed(row), revision=0))


@blueprint.post("/imported/<int:number>")
def put_imported(number: int) -> ResponseReturnValue:
    """Put the completed draft into the bank, as a draft."""
    row = _load(number)
    form = FORMS[row.data["kind"]](formdata=request.form)
    if "more" in request.form:
        return _form_page(row, form)
    if wants_fix():
        shown, said = fixed_question(form)
        return _form_page(row, shown, mended=said)
    edit = Edit(
        data=_data(form), author_id=require_person().id, why=reasons.IMPORTED.filled(file=row.file)[:LONGEST_WHY]
    )  # fmt: skip
    try:
        key = services.put_into_bank(request_session(), number=number, edit=edit, now=now())
    except BadQuestionError as error:
        return _form_page(row, form, problems=error.problems), 400
    except services.AlreadyInTheBankError as error:
        raise _gone() from error
    flash(gettext("Kept as a draft. Try it as a student would, then publish it."), "notice")
    return redirect(url_for("bank.question", key=key), 303)


@blueprint.post("/imported/complete")
def put_complete() -> ResponseReturnValue:
    """Put the drafts that lack nothing into the bank, as drafts."""
    done = services.put_complete(request_session(), user_id=require_person().id, now=now())
    if done:
        said = ngettext(
            "%(num)d draft is in the bank now. Nothing is published.",
            "%(num)d drafts are in the bank now. Nothing is published.",
            done,
        )
    else:
        said = gettext("None of them is complete: each needs an explanation and a claim that the bank has.")
    flash(said, "notice")
    return redirect(url_for("bank.imported"), 303)


@blueprint.post("/imported/<int:number>/remove")
def remove_imported(number: int) -> ResponseReturnValue:
    """Remove a draft that waits."""
    row = _load(number)
    services.remove_imported(request_session(), number=number, user_id=require_person().id, now=now())
    flash(gettext("Removed. Import “%(file)s” again to have it back.", file=row.file), "notice")
    return redirect(url_for("bank.imported"), 303)


def _load(number: int) -> ImportedRow:
    """The draft that an address names. Raises NotFound. (Who may do this is the access table's word: instructors.)"""
    row = queries.imported(request_session(), number=number) if number < 2**31 else None
    if row is None or row.question_id is not None:
        raise _gone()
    return row


def _gone() -> NotFound:
    return NotFound(gettext("There is no such imported draft, or it is in the bank by now."))


def _data(form: QuestionForm) -> Mapping[str, Any]:
    return form.question(key=form.key.data or "", status=Status.DRAFT.value, waive={})


def _form_page(row: ImportedRow, form: QuestionForm, *, problems: tuple[str, ...] = (), mended: str = "") -> str:
    add_spare_rows(form)
    data = {**_data(form), "id": form.key.data or "new"}
    card, open_problems = preview_of(data)
    html = render_result(card, None, None, heading="h3") if card else ""
    return render_template(
        "bank/edit.html",
        form=form,
        row=None,
        imported=row,
        shown=pictures_of(row.data),
        problems=by_labels(form, problems),
        html=html,
        open_problems=by_labels(form, open_problems),
        advice=advice_on(data, open_problems),
        mended=mended,
    )
