"""The list of cards that are set aside, and help with one that is missed often."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from question_bank.fields import KEY
from webapp.db import request_session
from webapp.study.services.answers import UnknownCardError
from webapp.study.services.flagged import list_flagged
from webapp.study.services.leeches import help_with
from webapp.web.clock import now
from webapp.web.identity import require_person

from .blueprint import blueprint, contents

LONGEST_SEARCH = 200


@blueprint.get("/cards/suspended")
def suspended() -> ResponseReturnValue:
    """The cards that are suspended, buried for now, or missed too often."""
    words = request.args.get("q", "")[:LONGEST_SEARCH].replace("\0", "")
    number = request.args.get("page", "1")
    listed = list_flagged(
        request_session(),
        user_id=require_person().id,
        now=now(),
        words=words,
        page=int(number) if number.isascii() and number.isdecimal() and len(number) <= 6 else 1,
    )
    return render_template(
        "study/suspended.html", cards=listed.rows, page=listed.page, pages=listed.pages, total=listed.total, q=words
    )


@blueprint.get("/cards/<key>/help")
def leech(key: str) -> ResponseReturnValue:
    """What helps with a card that is missed often, as a page or (``piece``) as a piece of the study page."""
    if not KEY.fullmatch(key):
        raise NotFound(_("There is no such card."))
    try:
        found = help_with(request_session(), user_id=require_person().id, key=key, now=now(), contents=contents())
    except UnknownCardError as error:
        raise NotFound(str(error)) from error
    return render_template("study/leech.html" if request.args.get("piece") else "study/leech_page.html", help=found)
