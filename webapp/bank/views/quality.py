"""The quality of the bank: questions that do badly or are alike, claims to look at, and how it is balanced."""

from __future__ import annotations

from flask import render_template, request
from flask_babel import gettext
from werkzeug.exceptions import BadRequest

from question_bank.questions import Question
from webapp.bank.forms.asked import read_page
from webapp.bank.queries import quality, questions
from webapp.bank.services.items import Fault
from webapp.db import request_session
from webapp.web.clock import now

from .blueprint import blueprint, known_items, known_pairs

ROWS = 50


@blueprint.get("/quality/items")
def items() -> str:
    """Questions that do badly, the worst first, all or those with one fault."""
    session, page, fault = request_session(), read_page(request.args), _fault()
    known = known_items()
    found = known.bad(session, now=now(), fault=fault)
    shown = found[(page - 1) * ROWS : page * ROWS]
    rows = questions.by_ids(session, ids=[number for number, _ in shown])
    return render_template(
        "bank/items.html",
        rows=[
            (rows[number], Question.from_json(rows[number].content), figures)
            for number, figures in shown
            if number in rows  # it may have gone since the figures were read
        ],
        number=len(found),
        page=page,
        pages=max(1, -(-len(found) // ROWS)),
        fault=fault,
        faults=list(Fault),
        as_of=known.read_at,
    )


@blueprint.get("/quality/alike")
def alike() -> str:
    """Questions that ask nearly the same, in pairs."""
    session, page = request_session(), read_page(request.args)
    known = known_pairs()
    pairs = known.pairs(session, now=now())
    return render_template(
        "bank/alike.html",
        pairs=pairs[(page - 1) * ROWS : page * ROWS],
        stems=known.stems,
        number=len(pairs),
        page=page,
        pages=max(1, -(-len(pairs) // ROWS)),
    )


@blueprint.get("/quality/claims")
def disputed() -> str:
    """Claims that contradict each other, and claims that one article alone says."""
    session, page = request_session(), read_page(request.args)
    rows, number = quality.single_source(session, first=(page - 1) * ROWS, most=ROWS)
    return render_template(
        "bank/disputed.html",
        rivals=quality.rivals(session),
        rows=rows,
        number=number,
        page=page,
        pages=max(1, -(-number // ROWS)),
    )


@blueprint.get("/quality/balance")
def balance() -> str:
    """How many questions each article, actor and kind has."""
    return render_template("bank/balance.html", balance=quality.balance(request_session()))


def _fault() -> Fault | None:
    written = request.args.get("fault", "")
    if written and written not in set(Fault):
        raise BadRequest(gettext("There is no such fault. Leave it out of the address to see all."))
    return Fault(written) if written else None
