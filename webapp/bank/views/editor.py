"""Changing the bank: a form for each kind of question, its status, and the way back to a former revision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, Conflict, NotFound

from question_bank.changes import changed_fields
from question_bank.questions import Status
from webapp.bank.forms.asked import read_revision
from webapp.bank.forms.fields import add_spare_rows
from webapp.bank.forms.kinds import FORMS
from webapp.bank.forms.question import LONGEST_WHY, QuestionForm
from webapp.bank.queries import questions
from webapp.bank.queries.questions import QuestionRow
from webapp.bank.queries.stored import bank_row
from webapp.bank.services.checking import BadQuestionError, check
from webapp.bank.services.editing import Edit, EditConflictError, Saved, create_question, save_question
from webapp.bank.services.preview import preview_edited
from webapp.cards import render_result
from webapp.cards.originals import originals_of
from webapp.db import request_session
from webapp.web.audit import note_event
from webapp.web.clock import now
from webapp.web.identity import require_person

from .blueprint import blueprint, load_question

STATUS_WORDS: Mapping[str, Any] = {
    Status.PUBLISHED.value: "published",
    Status.DRAFT.value: "made a draft",
    Status.RETIRED.value: "retired",
}


@blueprint.get("/questions/new")
def new() -> ResponseReturnValue:
    """An empty form, or first the choice of a kind."""
    kind = request.args.get("kind", "")
    if not kind:
        return render_template("bank/choose_kind.html", kinds=list(FORMS), claim=request.args.get("claim", "")[:60])
    claim = request.args.get("claim", "")
    form = _form_of(kind).of({"claims": [claim] if claim else []}, revision=0)
    return _form_page(form, row=None)


@blueprint.post("/questions/new")
def create() -> ResponseReturnValue:
    """Make a question, as a draft."""
    form = _form_of(request.form.get("kind", ""))(formdata=request.form)
    if "more" in request.form:
        return _form_page(form, row=None)
    key = form.key.data or ""
    data = form.question(key=key, status=Status.DRAFT.value, waive={})
    try:
        made = create_question(request_session(), edit=_edit(form, data), now=now())
    except BadQuestionError as error:
        return _form_page(form, row=None, problems=error.problems), 400
    _note("question made", made, 1, form)
    flash(gettext("Kept as a draft. Try it as a student would, then publish it."), "notice")
    return redirect(url_for("bank.question", key=made), 303)


@blueprint.get("/questions/<key>/edit")
def edit(key: str) -> str:
    """The form of a question."""
    row = load_question(request_session(), key)
    return _form_page(_form_of(row.kind).of(row.content, revision=row.revision), row=row)


@blueprint.post("/questions/<key>/edit")
def save(key: str) -> ResponseReturnValue:
    """Keep what was entered as a new revision; who comes second is told, and sees what the first one changed."""
    row = load_question(request_session(), key)
    form = _form_of(row.kind)(formdata=request.form)
    if "more" in request.form:
        return _form_page(form, row=row)
    base = read_revision(request.form, "base_revision")
    data = form.question(key=key, status=row.status, waive=row.content.get("waive", {}))
    try:
        saved = save_question(request_session(), key=key, base_revision=base, edit=_edit(form, data), now=now())
    except BadQuestionError as error:
        return _form_page(form, row=row, problems=error.problems), 400
    except EditConflictError as conflict:
        return _conflict_page(form, conflict.current, base), 409
    if saved.is_new_revision:
        _note("question edited", key, saved.revision, form)
    flash(_saved_words(saved), "notice")
    return redirect(url_for("bank.question", key=key), 303)


@blueprint.post("/questions/<key>/status")
def set_status(key: str) -> ResponseReturnValue:
    """Publish a question, take it back, or retire it."""
    row = load_question(request_session(), key)
    status = request.form.get("status", "")
    if status not in STATUS_WORDS:
        raise BadRequest(gettext("Choose published, draft or retired. Nothing was changed."))
    return _save_content(row, {**row.content, "status": status}, why=STATUS_WORDS[status])


@blueprint.post("/questions/<key>/restore")
def restore(key: str) -> ResponseReturnValue:
    """Make a former content the present one, as a new revision. Whether it is published stays as it is."""
    row = load_question(request_session(), key)
    number = read_revision(request.form, "number")
    former = {each.number: each for each in questions.revisions(request_session(), question_id=row.id)}.get(number)
    if former is None:
        raise NotFound(gettext("The question has no such revision."))
    return _save_content(row, {**former.content, "status": row.status}, why=f"back to revision {number}")


@blueprint.post("/preview")
def preview() -> ResponseReturnValue:
    """The question that stands in the form, as a student sees it after answering; nothing is kept."""
    form = _form_of(request.form.get("kind", ""))(formdata=request.form)
    html, problems = _preview(form)
    return render_template("bank/_preview.html", html=html, problems=problems)


def _save_content(row: QuestionRow, content: Mapping[str, Any], *, why: str) -> ResponseReturnValue:
    base = read_revision(request.form, "base_revision")
    made = Edit(data=content, author_id=require_person().id, why=why)
    back = url_for("bank.question", key=row.key)
    try:
        saved = save_question(request_session(), key=row.key, base_revision=base, edit=made, now=now())
    except BadQuestionError as error:
        raise BadRequest(gettext("Nothing was changed: %(problems)s.", problems="; ".join(error.problems))) from error
    except EditConflictError as conflict:
        raise Conflict(
            gettext("Somebody else has changed this question meanwhile. Look at it again; nothing was changed by you.")
        ) from conflict
    note_event(
        request_session(), action="question edited", user_id=made.author_id, now=now(), question=row.key,
        revision=saved.revision, why=why,
    )  # fmt: skip
    flash(_saved_words(saved), "notice")
    return redirect(back, 303)


def _form_of(kind: str) -> type[QuestionForm]:
    if kind not in FORMS:
        raise BadRequest(gettext("There is no such kind of question. Choose one of those that are listed."))
    return FORMS[kind]


def _edit(form: QuestionForm, data: Mapping[str, Any]) -> Edit:
    return Edit(
        data=data,
        author_id=require_person().id,
        why=(form.why.data or "")[:LONGEST_WHY],
        changes_answer=form.changes_answer.data,
    )


def _note(action: str, key: str, revision: int, form: QuestionForm) -> None:
    note_event(
        request_session(), action=action, user_id=require_person().id, now=now(), question=key, revision=revision,
        why=(form.why.data or "")[:LONGEST_WHY],
    )  # fmt: skip


def _saved_words(saved: Saved) -> str:
    if not saved.is_new_revision:
        return str(gettext("Nothing had changed, so nothing was kept."))
    if saved.brought_back:
        asked_again: str = ngettext(
            "Kept. %(num)d student who learned it is asked again.",
            "Kept. %(num)d students who learned it are asked again.",
            saved.brought_back,
        )
        return asked_again
    return str(gettext("Kept as revision %(number)d.", number=saved.revision))


def _preview(form: QuestionForm) -> tuple[str, tuple[str, ...]]:
    """The card, or everything that is wrong with it."""
    session = request_session()
    bank = bank_row(session)
    data = form.question(key=form.key.data or "new", status=Status.DRAFT.value, waive={})
    try:
        checked = check(session, bank_id=bank.id if bank else 0, data=data)
    except BadQuestionError as error:
        return "", error.problems
    card = preview_edited(
        session, question=checked.question, claims=checked.claims, originals=originals_of(current_app)
    )
    return render_result(card, None, None, heading="h3"), ()


def _form_page(form: QuestionForm, *, row: QuestionRow | None, problems: tuple[str, ...] = (), **more: Any) -> str:
    add_spare_rows(form)
    html, open_problems = _preview(form)
    return render_template(
        "bank/edit.html", form=form, row=row, problems=problems, html=html, open_problems=open_problems, **more
    )


def _conflict_page(form: QuestionForm, current: QuestionRow, base: int) -> str:
    """What was entered, beside what the other one changed; saving once more is then a choice."""
    former = {each.number: each for each in questions.revisions(request_session(), question_id=current.id)}
    began_with = former[base].content if base in former else {}
    shown = type(form)(formdata=MultiDict({**form_data(), "base_revision": str(current.revision)}))
    return _form_page(
        shown, row=current, theirs=changed_fields(began_with, current.content), their_author=former[current.revision]
    )


def form_data() -> dict[str, Any]:
    """What was posted, field by field."""
    return {name: values[-1] for name, values in request.form.lists()}
