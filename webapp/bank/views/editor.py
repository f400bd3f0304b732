"""Writing questions: a form for each kind, with what a student would see beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from question_bank.changes import changed_fields
from question_bank.questions import Status
from webapp.bank.forms.asked import read_proposal, read_revision
from webapp.bank.forms.fields import add_spare_rows, by_labels
from webapp.bank.forms.kinds import FORMS
from webapp.bank.forms.question import LONGEST_WHY, QuestionForm
from webapp.bank.queries import comments, questions
from webapp.bank.queries.proposals import proposals, waiting_proposal
from webapp.bank.queries.questions import QuestionRow
from webapp.bank.services.checking import BadQuestionError
from webapp.bank.services.editing import Edit, EditConflictError, create_question, save_question
from webapp.bank.services.proposed_questions import proposed
from webapp.cards import render_result
from webapp.db import request_session
from webapp.web.audit import note_event
from webapp.web.clock import now
from webapp.web.identity import require_person

from .blueprint import advice_on, blueprint, load_question, preview_of, saved_words
from .drafts import fields_of, forget_draft, kept_draft, wants_draft
from .fixing import fixed_question, wants_fix


@blueprint.get("/questions/new")
def new() -> ResponseReturnValue:
    """An empty form, or first the choice of a kind."""
    kind = request.args.get("kind", "")
    if not kind:
        return render_template("bank/choose_kind.html", kinds=list(FORMS), claim=request.args.get("claim", "")[:60])
    claim = request.args.get("claim", "")
    form_class, kept = _form_of(kind), kept_draft(key=None, kind=kind)
    if kept is not None and wants_draft():
        return _form_page(form_class(formdata=fields_of(kept)), row=None)
    content: Mapping[str, Any] = {"claims": [claim] if claim else []}
    if request.args.get("proposed") == "yes":
        content = proposed(request_session(), claim=claim).get(kind, content)
    return _form_page(form_class.of(content, revision=0), row=None, kept=kept)


@blueprint.post("/questions/new")
def create() -> ResponseReturnValue:
    """Make a question, as a draft."""
    form = _form_of(request.form.get("kind", ""))(formdata=request.form)
    if "more" in request.form:
        return _form_page(form, row=None)
    if wants_fix():
        return _fixed_page(form, None)
    key = form.key.data or ""
    data = form.question(key=key, status=Status.DRAFT.value, waive={})
    try:
        made = create_question(request_session(), edit=_edit(form, data), now=now())
    except BadQuestionError as error:
        return _form_page(form, row=None, problems=error.problems), 400
    _note("question made", made, 1, form)
    forget_draft(key=None, kind=form.kind)
    flash(gettext("Kept as a draft. Try it as a student would, then publish it."), "notice")
    return redirect(url_for("bank.question", key=made), 303)


@blueprint.get("/questions/<key>/edit")
def edit(key: str) -> str:
    """The form of a question."""
    row = load_question(request_session(), key)
    waiting = waiting_proposal(request_session(), question_id=row.id)
    kept = kept_draft(key=key, kind=row.kind)
    if kept is not None and wants_draft():
        return _form_page(_form_of(row.kind)(formdata=fields_of(kept)), row=row)
    content = row.content if waiting is None else waiting.content
    form = _form_of(row.kind).of(content, revision=row.revision)
    if waiting is not None:
        form.goes_on_from(proposal=waiting.id, why=waiting.why, changes_answer=waiting.changes_answer)
    return _form_page(form, row=row, waiting=waiting, kept=kept)


@blueprint.post("/questions/<key>/edit")
def save(key: str) -> ResponseReturnValue:
    """Keep what was entered as a new revision; who comes second is told, and sees what the first one changed."""
    row = load_question(request_session(), key)
    form = _form_of(row.kind)(formdata=request.form)
    if "more" in request.form:
        return _form_page(form, row=row)
    if wants_fix():
        return _fixed_page(form, row)
    base, proposal = read_revision(request.form, "base_revision"), read_proposal(request.form)
    data = form.question(key=key, status=row.status, waive=row.content.get("waive", {}))
    try:
        saved = save_question(
            request_session(),
            key=key,
            base_revision=base,
            base_proposal=proposal,
            edit=_edit(form, data),
            needs_second=not current_app.config["OWN_PUBLISHING"],
            now=now(),
        )
    except BadQuestionError as error:
        return _form_page(form, row=row, problems=error.problems), 400
    except EditConflictError as conflict:
        return _conflict_page(form, conflict, base, proposal), 409
    if saved.is_new_revision:
        _note("change proposed" if saved.is_proposed else "question edited", key, saved.revision, form)
    forget_draft(key=key, kind=row.kind)
    flash(saved_words(saved), "notice")
    return redirect(url_for("bank.question", key=key), 303)


@blueprint.post("/preview")
def preview() -> ResponseReturnValue:
    """The question that stands in the form, as a student sees it after answering; nothing is kept."""
    form = _form_of(request.form.get("kind", ""))(formdata=request.form)
    return render_template("bank/_preview.html", form=form, **_preview(form))


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


def _preview(form: QuestionForm) -> dict[str, Any]:
    """The card with what the rules say of it, or everything that is wrong with it."""
    data = form.question(key=form.key.data or "new", status=Status.DRAFT.value, waive={})
    card, problems = preview_of(data)
    html = render_result(card, None, None, heading="h3") if card else ""
    return {"html": html, "open_problems": by_labels(form, problems), "advice": advice_on(data, problems)}


def _form_page(form: QuestionForm, *, row: QuestionRow | None, problems: tuple[str, ...] = (), **more: Any) -> str:
    add_spare_rows(form)
    said = comments.threads(request_session(), question_id=row.id) if row else []
    return render_template(
        "bank/edit.html",
        form=form,
        row=row,
        problems=by_labels(form, problems),
        **_preview(form),
        threads=[thread for thread in said if thread.is_open],
        **more,
    )


def _fixed_page(form: QuestionForm, row: QuestionRow | None) -> str:
    shown, said = fixed_question(form)
    return _form_page(shown, row=row, mended=said)


def _conflict_page(form: QuestionForm, conflict: EditConflictError, base: int, base_proposal: int) -> str:
    """What was entered, beside what the other one changed; saving once more is then a choice."""
    current, proposal = conflict.current, conflict.proposal
    began_with = _began_with(current, base, base_proposal)
    began = {"base_revision": str(current.revision), "base_proposal": str(proposal.id if proposal else 0)}
    shown = type(form)(formdata=MultiDict({**form_data(), **began}))
    revision, *_ = questions.revisions(request_session(), question_id=current.id)
    theirs = changed_fields(began_with, (proposal or current).content)
    return _form_page(shown, row=current, theirs=theirs, their_author=(proposal or revision).author)


def _began_with(current: QuestionRow, base: int, base_proposal: int) -> Mapping[str, Any]:
    """The content that stood in the form when it was opened."""
    session = request_session()
    if base_proposal:
        proposed = {each.id: each.content for each in proposals(session, question_id=current.id)}
        return proposed.get(base_proposal, {})
    former = {each.number: each.content for each in questions.revisions(session, question_id=current.id)}
    return former.get(base, {})


def form_data() -> dict[str, Any]:
    """What was posted, field by field."""
    return {name: values[-1] for name, values in request.form.lists()}
