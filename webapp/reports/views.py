"""Reporting a question, one's own reports, and the instructors' inbox."""

from __future__ import annotations

import random
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.exceptions import BadRequest, NotFound

from question_bank.questions import Question, Status
from webapp.db import request_session
from webapp.web.clock import now
from webapp.web.identity import require_person
from webapp.web.markdown import render_inline, render_markdown
from webapp.web.redirects import own_path
from webapp.web.words import say

from . import queries
from .forms import WHAT, AnswerForm, ReportForm, read_key, read_report_id, read_revision
from .queries import AskedQuestion
from .services import (
    AnotherReportError,
    NoSuchReportError,
    TooManyOpenError,
    answer_report,
    make_report,
    reopen_report,
)

blueprint = Blueprint("reports", __name__)

ROWS_A_PAGE = 50
MOST_OWN = 200
LARGEST_PAGE = 100_000
STATUSES = ("open", "answered", "closed")
IN_BACKGROUND = "background"
NOT_YET_ASKED = frozenset({Status.DRAFT, Status.REVIEW})


@blueprint.app_context_processor
def _reasons() -> dict[str, Any]:
    """What can be wrong with a question, for the pages of other features that bring the form along."""
    return {"report_reasons": WHAT}


@blueprint.route("/report/<key>", methods=["GET", "POST"])
def report(key: str) -> ResponseReturnValue:
    """Say that something is wrong with a question; in the background the reply is JSON."""
    session, person = request_session(), require_person()
    form = ReportForm(revision=request.args.get("revision", ""))
    question = queries.asked_question(session, key=read_key(key), revision=read_revision(form.revision.data))
    if question is None or question.status in NOT_YET_ASKED:
        raise NotFound(_("There is no such question."))
    if question.is_own:
        raise BadRequest(
            _("This is a card of your own deck, which nobody else sees. Change it in Anki, and bring the deck again.")
        )
    back = own_path(request.values.get("next")) or url_for("reports.mine")
    in_background = request.form.get("send") == IN_BACKGROUND
    if request.method == "POST" and form.validate():
        try:
            make_report(
                session,
                user_id=person.id,
                report_id=form.report_id(),
                question=question,
                what=form.what.data,
                words=form.words.data or "",
                now=now(),
            )
        except TooManyOpenError:
            form.form_errors.append(_("Many of your reports still wait for an answer: wait for some of them first."))
        except AnotherReportError as error:
            raise BadRequest(_("This form was used before. Load the page again.")) from error
        else:
            return _thanked(back, in_background=in_background)
    if in_background:
        raise BadRequest(_first_problem(form))
    page = render_template("reports/new.html", form=form, stem=_stem(question), key=key, back=back)
    return page, 400 if request.method == "POST" else 200


def _thanked(back: str, *, in_background: bool) -> ResponseReturnValue:
    words = _("Thank you. An instructor will see it, and the answer comes under “My reports”.")
    if in_background:
        return jsonify(message=words)
    flash(words, "notice")
    return redirect(back, 303)


def _first_problem(form: ReportForm) -> str:
    problems = [*form.form_errors, *(message for messages in form.errors.values() for message in messages)]
    return str(problems[0]) if problems else str(_("Nothing was sent."))


@blueprint.get("/reports/mine")
def mine() -> ResponseReturnValue:
    """What the person reported, and what was answered."""
    found = queries.own_reports(request_session(), user_id=require_person().id, most=MOST_OWN)
    return render_template("reports/mine.html", reports=found, **_words())


@blueprint.get("/reports")
def inbox() -> ResponseReturnValue:
    """What students reported, by status."""
    status = request.args.get("status", "open")
    if status not in STATUSES:
        raise BadRequest(_("Reports are open, answered or closed."))
    return _inbox(status, number=_page_number())


@blueprint.post("/reports/<report_id>")
def answer(report_id: str) -> ResponseReturnValue:
    """Answer a report, close it, or open it again."""
    form, session, found = AnswerForm(), request_session(), read_report_id(report_id)
    action = request.form.get("action", "")
    if action not in {"answer", "close", "reopen"}:
        raise BadRequest(_("Choose to answer, to close or to open again. Nothing was changed."))
    if not form.validate() or (action == "answer" and not form.answer.data):
        problem = next(iter(form.answer.errors), _("Write an answer, or close the report without one."))
        flash(f"{problem}", "error")
        return _inbox("open", number=1, kept={str(found): form.answer.data or ""}), 400
    try:
        if action == "reopen":
            reopen_report(session, report_id=found)
        else:
            text = (form.answer.data or "") if action == "answer" else ""
            answer_report(session, report_id=found, text=text, by=require_person().id, now=now())
    except NoSuchReportError as error:
        raise NotFound(_("There is no such report; whoever made it may have left.")) from error
    done = {"answer": _("Answered."), "close": _("Closed."), "reopen": _("Open again.")}
    flash(done[action], "notice")
    return redirect(url_for("reports.inbox", status=request.form.get("status") or None), 303)


def _inbox(status: str, *, number: int, kept: dict[str, str] | None = None) -> str:
    """The page of reports of a status; ``kept`` has answers that were written and not taken, by report."""
    session = request_session()
    counts = queries.counts(session)
    pages = max(1, -(-counts.get(status, 0) // ROWS_A_PAGE))
    page = min(number, pages)
    found = queries.reports(session, status=status, offset=(page - 1) * ROWS_A_PAGE, most=ROWS_A_PAGE)
    return render_template(
        "reports/inbox.html",
        reports=found,
        status=status,
        statuses=STATUSES,
        counts=counts,
        page=page,
        pages=pages,
        kept=kept or {},
        **_words(),
    )


def _page_number() -> int:
    written = request.args.get("page", "1")
    if not (written.isascii() and written.isdecimal() and len(written) < 7 and 1 <= int(written) <= LARGEST_PAGE):
        raise BadRequest(_("A page has a number from 1 on."))
    return int(written)


def _words() -> dict[str, Any]:
    """What the templates need to speak of questions."""
    return {"stem": _stem, "solution": _solution, "what": WHAT, "markdown": render_markdown}


def _stem(question: AskedQuestion) -> Markup:
    asked = Question.from_json(question.content).prompt(random.Random(0))  # noqa: S311  # an order is not shown
    return render_inline(asked.stem)


def _solution(question: AskedQuestion) -> Markup:
    return render_inline(say(Question.from_json(question.content).solution().text))
