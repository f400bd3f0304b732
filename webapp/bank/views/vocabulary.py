"""The vocabulary of the bank: actors, issues and topics listed, added, edited, and taken out where none names them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest, Conflict, NotFound

from question_bank.changes import FieldChange, changed_fields, compare_words
from question_bank.fields import KEY
from webapp.bank.forms.asked import read_page, read_words
from webapp.bank.forms.vocabulary import FIELDS, FORMS, TermForm
from webapp.bank.queries import choices
from webapp.bank.queries import vocabulary as stored
from webapp.bank.queries.vocabulary import KEYS, Term, TermKind
from webapp.bank.services import merging
from webapp.bank.services import vocabulary as service
from webapp.bank.services.vocabulary import BadTermError, Changes, TermConflictError
from webapp.db import request_session
from webapp.web.audit import note_event
from webapp.web.clock import now
from webapp.web.identity import require_person

from .blueprint import blueprint, nothing_changed

ROWS = 50
SHOWN = 10  # claims that name a term, and what was done to it
CHOICES = {TermKind.ACTOR: choices.actors, TermKind.ISSUE: choices.issues, TermKind.TOPIC: choices.topics}
A_TERM = "/vocabulary/<kind>/<term>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Something that was done to a term, with what it changed word by word."""

    at: datetime
    who: str | None
    action: str
    changes: Sequence[FieldChange]


def load_term(session: Session, kind: str, key: str) -> Term:
    """The term that an address names. Raises NotFound. (Who may edit is the access table's word: instructors.)"""
    found = stored.term(session, kind=TermKind(kind), key=key) if kind in set(TermKind) and KEY.fullmatch(key) else None
    if found is None:
        raise NotFound(gettext("The bank has no such actor, issue or topic. The vocabulary has all that there are."))
    return found


@blueprint.get("/vocabulary")
def vocabulary() -> str:
    """The actors, the issues or the topics, with how many claims name each."""
    kind, page, words = (
        _kind(request.args.get("kind", TermKind.ACTOR)),
        read_page(request.args),
        read_words(request.args),
    )
    retired = request.args.get("out") == "yes"
    session = request_session()
    rows, number = stored.terms(
        session, kind=kind, words=" ".join(words), first=(page - 1) * ROWS, most=ROWS, retired=retired
    )
    return render_template(
        "bank/vocabulary.html",
        kind=kind,
        rows=rows,
        number=number,
        page=page,
        pages=max(1, -(-number // ROWS)),
        words=words,
        retired=retired,
        number_out=0 if retired else stored.terms(session, kind=kind, words="", first=0, most=0, retired=True)[1],
    )


@blueprint.get("/vocabulary/new")
def new_term() -> str:
    """The form for another one."""
    kind = _kind(request.args.get("kind", ""))
    return _new_page(kind, FORMS[kind](formdata=None))


@blueprint.post("/vocabulary/new")
def create_term() -> ResponseReturnValue:
    """Add it."""
    kind = _kind(request.form.get("kind", ""))
    form = FORMS[kind]()
    data = {**form.content(), **({KEYS[kind]: form.key.data} if form.key.data else {})}
    if empty := form.empty():
        return _new_page(kind, form, empty), 400
    try:
        made = service.create_term(request_session(), kind=kind, data=data)
    except BadTermError as error:
        return _new_page(kind, form, error.problems), 400
    note_term(kind, "made", made)
    flash(gettext("Kept. Claims can name it from now on."), "notice")
    return redirect(url_for("bank.vocabulary", kind=kind.value), 303)


@blueprint.get(A_TERM)
def term(kind: str, term: str) -> str:
    """The form of a term, the claims that name it, and what was done to it."""
    found = load_term(request_session(), kind, term)
    form = FORMS[found.kind](formdata=None)
    form.show(found)
    return _term_page(found, form)


@blueprint.post(A_TERM)
def save_term(kind: str, term: str) -> ResponseReturnValue:
    """Keep what was entered; who comes second is shown what the first one changed."""
    session = request_session()
    found = load_term(session, kind, term)
    form = FORMS[found.kind]()
    if empty := form.empty():
        return _term_page(found, form, problems=empty), 400
    try:
        changes = service.save_term(
            session, kind=found.kind, key=term, edition=form.edition.data or "", data=form.content(), now=now()
        )
    except BadTermError as error:
        return _term_page(found, form, problems=error.problems), 400
    except TermConflictError as conflict:
        theirs = changed_fields({**form.content(), KEYS[found.kind]: term}, conflict.current.content)
        form.edition.data = conflict.current.edition
        return _term_page(conflict.current, form, theirs=theirs), 409
    if changes:
        note_term(found.kind, "edited", term, changes)
    flash(gettext("Kept.") if changes else gettext("Nothing had changed, so nothing was kept."), "notice")
    return redirect(url_for("bank.term", kind=kind, term=term), 303)


@blueprint.post(f"{A_TERM}/status")
def set_term_status(kind: str, term: str) -> ResponseReturnValue:
    """Take a term out of the vocabulary, or bring it back."""
    session = request_session()
    found, act = load_term(session, kind, term), request.form.get("act", "")
    acts = {"retire": service.retire_term, "return": service.return_term}
    if act not in acts:
        raise BadRequest(gettext("Choose whether to take it out or to bring it back. Nothing was changed."))
    with _refusals_told():
        acts[act](session, kind=found.kind, key=term, edition=request.form.get("edition", ""), now=now())
    note_term(found.kind, "retired" if act == "retire" else "returned", term)
    flash(gettext("Taken out. It can be brought back from the list of those that were.") if act == "retire"
          else gettext("Back in the vocabulary."), "notice")  # fmt: skip
    return redirect(url_for("bank.term", kind=kind, term=term), 303)


@blueprint.post(f"{A_TERM}/merge")
def merge_term(kind: str, term: str) -> ResponseReturnValue:
    """Make a term one with another: its claims name that one, and it is taken out."""
    found, into = load_term(request_session(), kind, term), request.form.get("into", "")
    if request.form.get("sure") != "yes":
        raise BadRequest(gettext("Tick that its claims are to be changed. Nothing was changed."))
    with _refusals_told():
        number = merging.merge_term(
            request_session(), kind=found.kind, key=term, into=into, edition=request.form.get("edition", ""),
            author_id=require_person().id, now=now(),
        )  # fmt: skip
    note_term(found.kind, "merged", term, into=into)
    flash(ngettext("The two are one. %(num)d claim was changed.", "The two are one. %(num)d claims were changed.",
                   number), "notice")  # fmt: skip
    return redirect(url_for("bank.term", kind=kind, term=into), 303)


@contextmanager
def _refusals_told() -> Iterator[None]:
    """Say in words why nothing was done."""
    try:
        yield
    except BadTermError as error:
        raise nothing_changed(error.problems) from error
    except TermConflictError as error:
        raise Conflict(
            gettext("Somebody else has changed this meanwhile. Look at it again; nothing was changed by you.")
        ) from error


def note_term(kind: TermKind, done: str, key: str, changes: Changes = (), **words: str) -> None:
    """Add an event about a term to the audit, with what was changed: a term has no revisions."""
    detail: dict[str, Any] = {"changes": [[list(path), old, new] for path, old, new in changes]} if changes else {}
    note_event(
        request_session(), action=f"{kind} {done}", user_id=require_person().id, now=now(),
        **{kind.value: key, **detail, **{name: said for name, said in words.items() if said}},
    )  # fmt: skip


def _kind(text: str) -> TermKind:
    if text not in set(TermKind):
        raise BadRequest(gettext("The vocabulary has actors, issues and topics: “kind” is actor, issue or topic."))
    return TermKind(text)


def _new_page(kind: TermKind, form: TermForm, problems: Sequence[str] = ()) -> str:
    return render_template("bank/new_term.html", kind=kind, form=form, fields=FIELDS[kind], problems=problems)


def _term_page(found: Term, form: TermForm, *, problems: Sequence[str] = (), theirs: Sequence[FieldChange] = ()) -> str:
    session = request_session()
    events = stored.term_events(session, kind=found.kind, key=found.key, most=SHOWN)
    return render_template(
        "bank/term.html",
        term=found,
        form=form,
        fields=FIELDS[found.kind],
        problems=problems,
        theirs=theirs,
        others=[each for each in CHOICES[found.kind](session) if each.key != found.key],
        claims=stored.claims_naming(session, kind=found.kind, term_id=found.id, most=SHOWN),
        done=[
            Done(
                at=event.at,
                who=event.who,
                action=event.action,
                changes=[
                    FieldChange(path=tuple(path), runs=compare_words(old or "", new or ""))
                    for path, old, new in event.changes
                ],
            )
            for event in events
        ],
    )
