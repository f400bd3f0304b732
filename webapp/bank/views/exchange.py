"""Questions in and out: a file is read, looked at, taken over as drafts; a part of the bank is written as a file."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from question_bank.changes import changed_fields
from question_bank.exchange.columns import COLUMNS
from question_bank.exchange.drafts import ExchangeError
from question_bank.words import gettext as message
from webapp.bank.forms.asked import read_page
from webapp.bank.forms.exchange import (
    COLUMN_WORDS,
    DECK_WORDS,
    FORMAT_WORDS,
    LONGEST_FILE_NAME,
    ImportForm,
    read_columns,
    read_format,
)
from webapp.bank.queries import imported, table
from webapp.bank.services import import_plan, importing
from webapp.bank.services.import_steps import Step, counts
from webapp.bank.services.importing import DECK
from webapp.bank.services.jobs import LARGE_FILE, MANY, READ, TAKE_OVER, WRITE
from webapp.bank.services.outgoing import file_of, luggage_of
from webapp.cards.originals import originals_of
from webapp.db import begin_on_write, request_session
from webapp.history.jobs import recent_jobs
from webapp.web.clock import now
from webapp.web.errors import NotPossible
from webapp.web.forms import ButtonForm
from webapp.web.identity import require_person
from webapp.web.uploads import upload_folder
from webapp.web.words import say
from webapp.web.workers import has_worker

from .blueprint import blueprint
from .jobs import begin_job, is_about_kept
from .table import choices_of_lists, wanted_of_address

ROWS = 50


def _exchange_page(form: ImportForm, *, status: int = 200) -> ResponseReturnValue:
    session = request_session()
    try:
        waits = importing.kept_incoming(session, user_id=require_person().id, now=now()) is not None
    except importing.ReadForAnotherBankError:
        waits = False
    recent = recent_jobs(session, user_id=require_person().id, kinds=(WRITE,), now=now())
    page = render_template(
        "bank/exchange.html",
        form=form,
        jobs=[job for job in recent if is_about_kept(job)],
        waits=waits,
        imported=imported.waiting_count(session),
        formats=[*FORMAT_WORDS.items(), (DECK, DECK_WORDS)],
        **choices_of_lists(),
    )
    return page, status


@blueprint.get("/exchange")
def exchange() -> ResponseReturnValue:
    """What can be brought from files and taken along as files."""
    return _exchange_page(ImportForm())


@blueprint.post("/exchange")
def read_import() -> ResponseReturnValue:
    """Read a file and keep what is in it; nothing comes into the bank yet."""
    begin_on_write()  # reading a large file must keep nobody from writing
    form, sent = ImportForm(), request.files.get("file")
    if not form.validate():
        return _exchange_page(form, status=400)
    file = (sent.filename or "") if sent is not None else ""
    content = sent.stream.read() if sent is not None and file else request.form.get("text", "").encode()
    asked = _asked(form, file)
    if len(content) >= LARGE_FILE and has_worker(current_app):
        return begin_job(READ, title=asked["file"], asked=asked, content=content)
    try:
        incoming = _read(content, **asked)
    except ExchangeError as problem:
        (form.file if file else form.text).errors = [say(problem.message)]
        return _exchange_page(form, status=400)
    importing.keep_incoming(request_session(), user_id=require_person().id, incoming=incoming, now=now())
    return redirect(url_for("bank.import_preview"), 303)


def _asked(form: ImportForm, file: str) -> dict[str, str]:
    """What is to be read, and how."""
    name = file[-LONGEST_FILE_NAME:]
    between, behind = form.signs
    is_deck = bool(file) and (form.form.data or name.rpartition(".")[2].lower()) == DECK
    return {
        "file": name or gettext("a text that was put in"),
        "form": DECK if is_deck else form.form.data,
        "between": between,
        "behind": behind,
    }


def _read(content: bytes, *, file: str, form: str, between: str, behind: str) -> importing.Incoming:
    """What is in the file, or in the text that was put in. Raises ExchangeError."""
    if not content.strip():
        raise ExchangeError(message("Choose a file, or put a text in, first."))
    if form == DECK:
        return importing.read_deck(request_session(), file=file, stream=BytesIO(content), scratch=upload_folder())
    return importing.read_file(file=file, content=content, form=form, between=between, behind=behind)


@blueprint.get("/import")
def import_preview() -> ResponseReturnValue:
    """What was read of a file, and what would become of each question in it."""
    incoming = _incoming()
    if incoming is None:
        return redirect(url_for("bank.exchange"), 303)
    steps, page = import_plan.plan_import(request_session(), items=incoming.items), read_page(request.args)
    shown = steps[(page - 1) * ROWS : page * ROWS]
    return render_template(
        "bank/import.html",
        incoming=incoming,
        title=FORMAT_WORDS.get(incoming.form, DECK_WORDS),
        counts=counts(steps),
        steps=[(step, _changes(step)) for step in shown],
        page=page,
        pages=max(1, -(-len(steps) // ROWS)),
        columns=[(name, COLUMN_WORDS[name]) for name in COLUMNS],
        form=ButtonForm(),
    )


def _incoming() -> importing.Incoming | None:
    """The file that waits. Raises NotPossible where it was read for another bank."""
    try:
        return importing.kept_incoming(request_session(), user_id=require_person().id, now=now())
    except importing.ReadForAnotherBankError as error:
        raise NotPossible(
            gettext(
                "The file that waits was read for another bank. Nothing was changed. Choose that bank again under "
                "Banks, or read the file here once more."
            )
        ) from error


def _changes(step: Step) -> list[Any]:
    if step.before is None or step.item.draft is None:
        return []
    return changed_fields(step.before, step.item.draft.data)


@blueprint.post("/import/columns")
def import_columns() -> ResponseReturnValue:
    """Read the table again, with the columns that were chosen."""
    incoming = _incoming()
    if incoming is None or incoming.table is None:
        return _nothing_waits()
    again = importing.with_columns(incoming, read_columns(request.form, incoming.table))
    importing.keep_incoming(request_session(), user_id=require_person().id, incoming=again, now=now())
    return redirect(url_for("bank.import_preview"), 303)


@blueprint.post("/import")
def take_over_import() -> ResponseReturnValue:
    """Keep the questions as imported drafts: all that are new or changed, or none."""
    incoming = _incoming()
    if incoming is not None and len(incoming.items) >= MANY and has_worker(current_app):
        return begin_job(TAKE_OVER, title=incoming.file, asked={})
    try:
        done = import_plan.take_over(request_session(), user_id=require_person().id, now=now())
    except importing.NothingReadError:
        return _nothing_waits()
    except ExchangeError as problem:
        flash(say(problem.message), "error")
        return redirect(url_for("bank.import_preview"), 303)
    written = done.new + done.changed
    if not written:
        flash(gettext("All of that was here already. Nothing was changed."), "notice")
        return redirect(url_for("bank.imported"), 303)
    flash(
        ngettext(
            "%(num)d draft was taken over. Nothing is published.",
            "%(num)d drafts were taken over. Nothing is published.",
            written,
        ),
        "success",
    )
    return redirect(url_for("bank.imported"), 303)


@blueprint.post("/import/drop")
def drop_import() -> ResponseReturnValue:
    """Forget what was read."""
    importing.drop_incoming(request_session(), user_id=require_person().id)
    flash(gettext("The file is forgotten. Nothing was changed."), "notice")
    return redirect(url_for("bank.exchange"), 303)


def _nothing_waits() -> ResponseReturnValue:
    flash(gettext("No file waits here any more. Choose it again."), "error")
    return redirect(url_for("bank.exchange"), 303)


@blueprint.get("/export")
def export_choice() -> str:
    """What goes into the file, and what the format cannot carry, before it is fetched."""
    form, wanted = read_format(request.args.get("format", "json")), wanted_of_address()
    number = table.count(request_session(), wanted=wanted)
    is_job = number >= MANY and has_worker(current_app)
    return render_template(
        "bank/export.html",
        format=form,
        title=FORMAT_WORDS.get(form, DECK_WORDS),
        number=number,
        luggage=None if is_job else luggage_of(request_session(), form=form, wanted=wanted),
        asked={name: value for name, value in request.args.items() if value and name != "format"},
    )


@blueprint.get("/export/questions")
def export_file() -> Response:
    """The file."""
    form, originals = read_format(request.args.get("format", "")), originals_of(current_app)
    file = file_of(request_session(), form=form, wanted=wanted_of_address(), originals=originals, now=now())
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return Response(file.content, content_type=file.media_type, headers=headers)
