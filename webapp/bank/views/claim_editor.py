"""Changing claims: the form, the way back to a former revision, taking a claim out of the bank and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import Conflict, NotFound

from question_bank.changes import changed_fields
from question_bank.claims import Claim
from webapp.bank.forms.asked import read_revision
from webapp.bank.forms.claim import ClaimForm, value_text
from webapp.bank.forms.fields import by_labels
from webapp.bank.forms.question import LONGEST_WHY
from webapp.bank.queries import choices
from webapp.bank.queries import claims as stored
from webapp.bank.queries.claims import StoredClaim
from webapp.bank.queries.passages import passages_to_rest_on
from webapp.bank.services import claim_editing
from webapp.bank.services.article_versions import looked_at
from webapp.bank.services.beginning import begun_claim
from webapp.bank.services.claim_checking import BadClaimError
from webapp.bank.services.claim_checking import read_claim as sound_claim
from webapp.bank.services.claim_editing import ClaimConflictError, ClaimEdit
from webapp.bank.services.passage_texts import passage_texts
from webapp.bank.services.reviewing import advise_claim
from webapp.cards.originals import originals_of
from webapp.db import request_session
from webapp.web import reasons
from webapp.web.audit import note_event
from webapp.web.clock import now
from webapp.web.identity import require_person

from .blueprint import blueprint, nothing_changed
from .claims import load_claim, shown_sources
from .editor import form_data
from .fixing import fixed_claim, wants_fix


@blueprint.get("/claims/new")
def new_claim() -> str:
    """An empty form, or one that begins with a passage and what is marked in it."""
    source, start = request.args.get("source", "")[:121], request.args.get("start", "")
    content: dict[str, Any] = {"sources": [source]} if source else {}
    if start.isascii() and start.isdecimal():
        originals = originals_of(current_app)
        is_statement = request.args.get("kind") == "statement"
        content = begun_claim(
            request_session(), source=source, start=int(start[:9]), is_statement=is_statement, originals=originals
        )
    return _form_page(_form_of(content, revision=0), row=None)


@blueprint.post("/claims/new")
def create_claim() -> ResponseReturnValue:
    """Make a claim. Nothing is asked about it before somebody makes a question and publishes it."""
    form = ClaimForm(formdata=request.form)
    if "more" in request.form:
        return _form_page(form, row=None)
    if wants_fix():
        return _fixed_page(form, None)
    try:
        data = _entered(form, key=form.key.data or "", before={})
        made = claim_editing.create_claim(request_session(), edit=_edit(form, data), now=now())
    except BadClaimError as error:
        return _form_page(form, row=None, problems=error.problems), 400
    _note("claim made", made, revision=1, why=form.why.data or "")
    flash(gettext("Kept. Now ask about it."), "notice")
    return redirect(url_for("bank.claim", key=made), 303)


@blueprint.get("/claims/<key>/edit")
def edit_claim(key: str) -> str:
    """The form of a claim."""
    row = load_claim(request_session(), key)
    return _form_page(_form_of(row.content, revision=row.revision), row=row)


@blueprint.post("/claims/<key>/edit")
def save_claim(key: str) -> ResponseReturnValue:
    """Keep what was entered as a new revision; who comes second is told, and sees what the first one changed."""
    row = load_claim(request_session(), key)
    form = ClaimForm(formdata=request.form)
    if "more" in request.form:
        return _form_page(form, row=row)
    if wants_fix():
        return _fixed_page(form, row)
    base = read_revision(request.form, "base_revision")
    try:
        data = _entered(form, key=key, before=row.content)
        saved = claim_editing.save_claim(
            request_session(), key=key, base_revision=base, edit=_edit(form, data), now=now()
        )
    except BadClaimError as error:
        return _form_page(form, row=row, problems=error.problems), 400
    except ClaimConflictError as conflict:
        return _conflict_page(conflict.current, base), 409
    if not saved.is_new_revision:
        flash(gettext("Nothing had changed, so nothing was kept."), "notice")
        return redirect(url_for("bank.claim", key=key), 303)
    _note("claim edited", key, revision=saved.revision, why=form.why.data or "", rivals=list(saved.rivals))
    flash(_saved_words(row, saved.revision), "notice")
    if saved.brought_back:
        again = ngettext(
            "%(num)d card that students had learned is asked again.",
            "%(num)d cards that students had learned are asked again.",
            saved.brought_back,
        )
        flash(again, "notice")
    return redirect(url_for("bank.claim", key=key), 303)


@blueprint.post("/claims/<key>/restore")
def restore_claim(key: str) -> ResponseReturnValue:
    """Make a former content the present one, as a new revision."""
    row = load_claim(request_session(), key)
    number = read_revision(request.form, "number")
    former = {each.number: each for each in stored.claim_revisions(request_session(), claim_id=row.id)}.get(number)
    if former is None:
        raise NotFound(gettext("The claim has no such revision."))
    made = ClaimEdit(data=former.content, author_id=require_person().id, why=reasons.BACK_TO.filled(revision=number))

    def restore(base: int) -> None:
        claim_editing.save_claim(request_session(), key=key, base_revision=base, edit=made, now=now())

    return _act(key, "claim edited", restore, gettext("The claim is again what it was."), why=made.why)


@blueprint.post("/claims/<key>/retire")
def retire_claim(key: str) -> ResponseReturnValue:
    """Take a claim out of the bank."""
    row = load_claim(request_session(), key)
    made = ClaimEdit(data=row.content, author_id=require_person().id)

    def retire(base: int) -> None:
        claim_editing.retire_claim(request_session(), key=key, base_revision=base, edit=made, now=now())

    return _act(key, "claim retired", retire, gettext("Retired. Its revisions are kept, and it can come back."))


@blueprint.post("/claims/<key>/return")
def return_claim(key: str) -> ResponseReturnValue:
    """Bring a retired claim back."""
    row = load_claim(request_session(), key)
    made = ClaimEdit(data=row.content, author_id=require_person().id)

    def bring_back(base: int) -> None:
        claim_editing.return_claim(request_session(), key=key, base_revision=base, edit=made, now=now())

    return _act(key, "claim returned", bring_back, gettext("The claim is back in the bank."))


@blueprint.post("/claims/<key>/looked")
def look_at_claim(key: str) -> ResponseReturnValue:
    """Note that the claim holds, though what it rests on has changed."""
    load_claim(request_session(), key)
    looked_at(request_session(), key=key)
    _note("claim looked at", key)
    flash(gettext("Noted: the claim holds."), "notice")
    return redirect(url_for("bank.claim", key=key), 303)


@blueprint.post("/claims/preview")
def preview_claim() -> str:
    """What stands in the form, as it will be read; nothing is kept."""
    form = ClaimForm(formdata=request.form)
    return render_template("bank/_claim_preview.html", form=form, **_preview(form, before={}))


def _act(key: str, action: str, act: Callable[[int], None], words: str, **detail: Any) -> ResponseReturnValue:
    """Do it, if the claim is still what the page showed, and go back to the claim."""
    try:
        act(read_revision(request.form, "base_revision"))
    except BadClaimError as error:
        raise nothing_changed(error.problems) from error
    except ClaimConflictError as conflict:
        raise Conflict(
            gettext("Somebody else has changed this claim meanwhile. Look at it again; nothing was changed by you.")
        ) from conflict
    _note(action, key, **detail)
    flash(words, "notice")
    return redirect(url_for("bank.claim", key=key), 303)


def _form_of(content: Mapping[str, Any], *, revision: int) -> ClaimForm:
    texts = passage_texts(request_session(), references=content.get("sources", []), originals=originals_of(current_app))
    return ClaimForm.of(content, revision=revision, texts=texts)


def _entered(form: ClaimForm, *, key: str, before: Mapping[str, Any]) -> dict[str, Any]:
    texts = passage_texts(request_session(), references=form.sources_named(), originals=originals_of(current_app))
    return form.claim(key=key, before=before, texts=texts)


def _edit(form: ClaimForm, data: Mapping[str, Any]) -> ClaimEdit:
    return ClaimEdit(
        data=data,
        author_id=require_person().id,
        why=(form.why.data or "")[:LONGEST_WHY],
        changes_answer=form.changes_answer.data,
    )


def _note(action: str, key: str, **detail: Any) -> None:
    note_event(request_session(), action=action, user_id=require_person().id, now=now(), claim=key, **detail)


def _saved_words(row: StoredClaim, revision: int) -> str:
    resting = len(stored.questions_on(request_session(), claim_id=row.id))
    if not resting:
        return str(gettext("Kept as revision %(number)d.", number=revision))
    words: str = ngettext(
        "Kept. %(num)d question rests on it: see whether it still says the same.",
        "Kept. %(num)d questions rest on it: see whether they still say the same.",
        resting,
    )
    return words


def _preview(form: ClaimForm, *, before: Mapping[str, Any]) -> dict[str, Any]:
    """What the form says, or everything that is wrong with it by itself; nothing while nothing is said."""
    if not form.statement.data:
        return {"open_problems": (), "record": None}
    try:
        content = _entered(form, key=form.key.data or "new", before=before)
        record: Claim = sound_claim(content)
    except BadClaimError as error:
        return {"open_problems": by_labels(form, error.problems)}
    return {
        "open_problems": (),
        "record": record,
        "value": value_text(content),
        "sources": shown_sources(request_session(), record.sources, record.spans),
        "advice": advise_claim(request_session(), claim=record),
    }


def _form_page(form: ClaimForm, *, row: StoredClaim | None, problems: tuple[str, ...] = (), **more: Any) -> str:
    session = request_session()
    preview = _preview(form, before=row.content if row else {})
    form.offer(topics=choices.topics(session), issues=choices.issues(session), actors=choices.actors(session))
    return render_template(
        "bank/edit_claim.html",
        form=form,
        row=row,
        problems=by_labels(form, problems),
        passages=passages_to_rest_on(session),
        articles=choices.articles(session),
        picked=next(iter(form.sources_named()), "").partition("#")[0],
        **preview,
        **more,
    )


def _fixed_page(form: ClaimForm, row: StoredClaim | None) -> str:
    """The form without what a rule found, if it can be read; nothing is kept."""
    try:
        content = _entered(form, key=form.key.data or "new", before=row.content if row else {})
    except BadClaimError as error:
        return _form_page(form, row=row, problems=error.problems)
    content, said = fixed_claim(content)
    shown = _form_of(content, revision=0)
    for name in ("base_revision", "key", "why"):
        shown[name].data = form[name].data
    return _form_page(shown, row=row, mended=said)


def _conflict_page(current: StoredClaim, base: int) -> str:
    """What was entered, beside what the other one changed; saving once more is then a choice."""
    former = {each.number: each for each in stored.claim_revisions(request_session(), claim_id=current.id)}
    began_with = former[base].content if base in former else {}
    shown = ClaimForm(formdata=MultiDict({**form_data(), "base_revision": str(current.revision)}))
    return _form_page(
        shown, row=current, theirs=changed_fields(began_with, current.content), their_author=former[current.revision]
    )
