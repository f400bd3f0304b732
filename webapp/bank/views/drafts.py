"""What is typed in the editor, kept while it is typed."""

from __future__ import annotations

import json

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from question_bank.characters import UNSTORABLE
from webapp.bank.forms.kinds import FORMS
from webapp.bank.services import drafts
from webapp.db import request_session
from webapp.models import EditorDraft
from webapp.web.clock import now
from webapp.web.identity import require_person

from .blueprint import AT_BANK, blueprint, load_question

LONGEST_DRAFT = 200_000  # characters of JSON
NOT_KEPT = frozenset({"csrf_token", "more", AT_BANK})


@blueprint.post("/drafts")
def keep_draft() -> ResponseReturnValue:
    """Keep the fields of a form that is not saved yet."""
    name = _name(request.args.get("question", ""), request.form.get("kind", ""))
    fields = {each: values for each, values in request.form.lists() if each not in NOT_KEPT}
    written = json.dumps(fields, ensure_ascii=False)
    if len(written) > LONGEST_DRAFT:
        raise RequestEntityTooLarge(gettext("This is too much to keep before it is saved."))
    if any(UNSTORABLE.search(value) for values in fields.values() for value in values):
        raise BadRequest(gettext("This has characters that cannot be stored: type it again."))
    drafts.keep_draft(request_session(), user_id=require_person().id, name=name, fields=fields, now=now())
    return "", 204


@blueprint.post("/drafts/drop")
def drop_draft() -> ResponseReturnValue:
    """Throw away what was typed."""
    key, kind = request.form.get("question", ""), request.form.get("kind", "")
    drafts.drop_draft(request_session(), user_id=require_person().id, name=_name(key, kind))
    flash(gettext("Thrown away."), "notice")
    return redirect(url_for("bank.edit", key=key) if key else url_for("bank.new", kind=kind), 303)


def kept_draft(*, key: str | None, kind: str) -> EditorDraft | None:
    """What the person typed into this form and did not save."""
    name = drafts.draft_name(request_session(), key=key, kind=kind)
    return drafts.draft(request_session(), user_id=require_person().id, name=name)


def forget_draft(*, key: str | None, kind: str) -> None:
    """It has been saved."""
    session = request_session()
    drafts.drop_draft(session, user_id=require_person().id, name=drafts.draft_name(session, key=key, kind=kind))


def fields_of(kept: EditorDraft) -> MultiDict[str, str]:
    """The fields as the form reads them."""
    return MultiDict([(name, value) for name, values in kept.fields.items() for value in values])


def wants_draft() -> bool:
    """Whether the address asks to go on with what was typed."""
    return request.args.get("draft") == "yes"


def _name(key: str, kind: str) -> str:
    """What the draft of a form is known by. Raises NotFound and BadRequest for forms that there are not."""
    session = request_session()
    if key:
        return drafts.draft_name(session, key=load_question(session, key).key, kind=kind)
    if kind not in FORMS:
        raise BadRequest(gettext("There is no such kind of question. Choose one of those that are listed."))
    return drafts.draft_name(session, key=None, kind=kind)
