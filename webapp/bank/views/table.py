"""The table of questions: searched, narrowed, sorted, with the columns that one wants, and kept under a name."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from question_bank.characters import UNSTORABLE
from webapp.bank.forms.asked import read_page
from webapp.bank.forms.search import COLUMNS, FIELDS, FIGURES, Asked, Known, read_search, values_of
from webapp.bank.queries import choices, kept, table
from webapp.bank.queries.table import TableRow, Wanted
from webapp.bank.services.bulk import MOST_QUESTIONS
from webapp.bank.services.items import FigureSort
from webapp.bank.services.saved_views import TooManyViewsError, remove_view
from webapp.bank.services.saved_views import keep_view as keep
from webapp.db import request_session
from webapp.history.merged_terms import merged_into
from webapp.history.settings import has_single_keys
from webapp.web.clock import now
from webapp.web.identity import require_person

from .blueprint import blueprint, known_items

ROWS = 50
ADDRESS = ("q", *FIELDS, "edited", "sort")
LONGEST_NAME = 60
LONGEST_QUERY = 1000


@blueprint.get("")
def index() -> ResponseReturnValue:
    """The table of questions."""
    session, person, page = request_session(), require_person(), read_page(request.args)
    narrowing = choices_of_lists()
    asked = read_table(request.args, narrowing)
    number, first = table.count(session, wanted=asked.wanted), (page - 1) * ROWS
    html = render_template(
        "bank/index.html",
        rows=_rows(asked.wanted, first) if number > first else [],
        known=known_items().all(session, now=now()) if set(FIGURES).intersection(asked.columns) else {},
        number=number,
        page=page,
        pages=max(1, -(-number // ROWS)),
        asked=asked,
        wanted=asked.wanted,
        address=address_of(request.args),
        query=urlencode(address_of(request.args), doseq=True),
        tag_choices=[(tag, tag) for tag in narrowing["tags"]],
        columns=COLUMNS,
        views=kept.views(session, user_id=person.id),
        single_keys=has_single_keys(session, user_id=person.id),
        most_at_once=MOST_QUESTIONS,
        **narrowing,
    )
    return html, 400 if asked.problems else 200


def _rows(wanted: Wanted, first: int) -> list[TableRow]:
    session = request_session()
    if wanted.sort not in set(FigureSort):
        return table.rows(session, wanted=wanted, first=first, most=ROWS)
    ids = table.ids_as_asked(session, wanted=wanted)
    ordered = known_items().ordered(session, ids=ids, sort=FigureSort(wanted.sort), now=now())
    return table.rows_of(session, ordered[first : first + ROWS])


@blueprint.post("/views")
def keep_view() -> ResponseReturnValue:
    """Keep a search under a name, or keep it no more."""
    session, person = request_session(), require_person()
    name, query = request.form.get("name", "").strip(), request.form.get("query", "")
    if request.form.get("action") == "remove":
        remove_view(session, user_id=person.id, name=name)
        flash(gettext("“%(name)s” is kept no more.", name=name[:LONGEST_NAME]), "notice")
        return redirect(url_for("bank.index"), 303)
    if not name or len(name) > LONGEST_NAME or UNSTORABLE.search(name):
        raise BadRequest(gettext("Give the search a name of at most 60 characters. Nothing was kept."))
    shown = address_of(MultiDict(pairs_of(query)))
    if len(urlencode(shown, doseq=True)) > LONGEST_QUERY:
        raise BadRequest(gettext("This search is too long to be kept."))
    try:
        keep(session, user_id=person.id, name=name, query=urlencode(shown, doseq=True))
    except TooManyViewsError as error:
        raise BadRequest(gettext("You keep 50 searches already. Remove one of them first.")) from error
    flash(gettext("Kept as “%(name)s”.", name=name), "notice")
    return redirect(url_for("bank.index", **shown), 303)


def read_table(arguments: MultiDict[str, str], narrowing: dict[str, Any]) -> Asked:
    """What is asked for, with the words for what was not understood."""
    keys = {name: [each.key for each in narrowing[name]] for name in ("topics", "articles", "actors")}
    values = values_of(**keys, tags=narrowing["tags"])
    session = request_session()
    known = Known(
        values=values,
        became=lambda name, key: merged_into(session, kind=name, key=key),
        account=lambda name: table.account(session, name=name),
        person_id=require_person().id,
    )
    return read_search(arguments, known)


def wanted_of_address() -> Wanted:
    """What the address narrows the table to. Raises BadRequest."""
    asked = read_table(request.args, choices_of_lists())
    if asked.problems:
        raise BadRequest(" ".join(asked.problems))
    return asked.wanted


def choices_of_lists() -> dict[str, Any]:
    """What the lists beside the search offer."""
    session = request_session()
    return {
        "topics": choices.topics(session),
        "articles": choices.articles(session),
        "actors": choices.actors(session),
        "tags": table.tags(session),
    }


def address_of(arguments: MultiDict[str, str]) -> dict[str, Any]:
    """What an address says about the table, without its page and whatever is none of ours."""
    shown: dict[str, Any] = {name: arguments[name] for name in ADDRESS if arguments.get(name)}
    columns = [name for name in arguments.getlist("column") if name in COLUMNS]
    return {**shown, "column": columns} if columns else shown


def pairs_of(query: str) -> list[tuple[str, str]]:
    """What a query says, name by name. Raises BadRequest for one that is none of ours."""
    try:
        return parse_qsl(query[: 4 * LONGEST_QUERY], max_num_fields=40)
    except ValueError as error:
        raise BadRequest(gettext("This is no search of the table. Nothing was changed.")) from error
