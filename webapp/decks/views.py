"""The page on which decks come and go."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.exceptions import NotFound

from question_bank.exchange.anki.collection import PackageError
from webapp.cards.originals import originals_of
from webapp.db import begin_on_write, database, request_session
from webapp.web.clock import now
from webapp.web.formats import whole
from webapp.web.identity import require_person
from webapp.web.uploads import upload_folder
from webapp.web.words import say

from . import pictures, removing
from .forms import LONGEST_DECK, BringForm, PackageForm, one_line
from .queries.own import own_decks
from .queries.questions import all_count, studied_count
from .services import importing
from .services.exporting import export_deck
from .services.own_bank import MOST_OWN, TooManyOwnError
from .services.plan import Plan

APKG = "application/vnd.anki"
WHICH = ("studied", "all")

blueprint = Blueprint("decks", __name__)
removing.add_to(blueprint)
pictures.add_to(blueprint)


def _index(form: PackageForm, *, status: int = 200) -> ResponseReturnValue:
    session, person = request_session(), require_person()
    page = render_template(
        "decks/index.html",
        form=form,
        studied=studied_count(session, user_id=person.id),
        in_all=all_count(session, user_id=person.id),
        own=own_decks(session, user_id=person.id),
        waits=not person.is_guest and importing.kept_plan(session, user_id=person.id, now=now()) is not None,
    )
    return page, status


@blueprint.get("/decks")
def index() -> ResponseReturnValue:
    """What can be taken to Anki, what it cannot carry, and what comes back."""
    return _index(PackageForm())


@blueprint.get("/decks/tumen.apkg")
def package() -> Response:
    """The person's own cards as a package."""
    which = request.args.get("cards", WHICH[0])
    if which not in WHICH:
        raise NotFound(gettext("There is no such deck. Take it from the page about Anki."))
    content = export_deck(
        request_session(),
        user_id=require_person().id,
        unseen=which == "all",
        originals=originals_of(current_app),
        now=now(),
    )
    headers = {"Content-Disposition": f'attachment; filename="tumen-{now():%Y-%m-%d}.apkg"'}
    return Response(content, content_type=APKG, headers=headers)


@blueprint.post("/decks/read")
def read_package() -> ResponseReturnValue:
    """Read a package and keep what of it can be brought here; nothing comes into the log yet."""
    begin_on_write()  # reading a large package must keep nobody from writing
    form, person = PackageForm(), require_person()
    sent = request.files.get("package")
    if not form.validate():
        return _index(form, status=400)
    if sent is None or not sent.filename:
        form.package.errors = [gettext("Choose a file first.")]
        return _index(form, status=400)
    try:
        read = importing.read_package(
            request_session(),
            user_id=person.id,
            file=sent.stream,
            scratch=upload_folder(),
            now=now(),
            title=one_line(Path(sent.filename).stem.replace("_", " "))[:LONGEST_DECK],
        )
    except PackageError as problem:
        form.package.errors = [say(problem.message)]
        return _index(form, status=400)
    importing.keep_plan(request_session(), user_id=person.id, read=read, now=now())
    return redirect(url_for("decks.preview"), 303)


@blueprint.get("/decks/import")
def preview() -> ResponseReturnValue:
    """What was read of a package, what of it comes here, and what stays out and why."""
    plan = importing.kept_plan(request_session(), user_id=require_person().id, now=now())
    if plan is None:
        return redirect(url_for("decks.index"), 303)
    return _preview(plan, BringForm(own=bool(plan.own), deck=plan.title))


def _preview(plan: Plan, form: BringForm, *, status: int = 200) -> ResponseReturnValue:
    return render_template("decks/preview.html", plan=plan, form=form), status


@blueprint.post("/decks/import")
def take_over() -> ResponseReturnValue:
    """Bring what was read into the person's log."""
    begin_on_write()  # very many rows: they are written by and by, and others write meanwhile
    form, person = BringForm(), require_person()
    try:
        if not form.validate():
            return _preview(_waiting(), form, status=400)
        deck = form.wanted_deck()
        brought = importing.bring_deck(database(), user_id=person.id, deck=deck, now=now()) if deck else {}
        written = importing.take_over(request_session(), database(), user_id=person.id, now=now(), brought=brought)
    except TooManyOwnError:
        form.own.errors = [
            gettext(
                "One person brings at most %(number)s cards, removed ones among them. Bring a smaller deck.",
                number=whole(MOST_OWN),
            )
        ]
        return _preview(_waiting(), form, status=400)
    except importing.NothingReadError:
        flash(gettext("No deck waits here any more. Choose the file again."), "error")
        return redirect(url_for("decks.index"), 303)
    said = ngettext("%(num)s entry is new in your log.", "%(num)s entries are new in your log.", written)
    if form.own.data:
        flash(gettext("The deck is here, and in your schedule."), "success")
    if written or not form.own.data:
        flash(said if written else gettext("All of that was in your log already. Nothing was changed."), "success")
    return redirect(url_for("decks.index"), 303)


def _waiting() -> Plan:
    """The plan that waits for the person's word. Raises NothingReadError."""
    plan = importing.kept_plan(request_session(), user_id=require_person().id, now=now())
    if plan is None:
        raise importing.NothingReadError
    return plan


@blueprint.post("/decks/import/drop")
def drop() -> ResponseReturnValue:
    """Forget what was read."""
    importing.drop_plan(request_session(), user_id=require_person().id)
    flash(gettext("The deck is forgotten. Nothing was changed."), "success")
    return redirect(url_for("decks.index"), 303)
