"""A note to self, saved from the card that it is on."""

from __future__ import annotations

from flask import flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from webapp.db import request_session
from webapp.study.forms.plain import read_card, read_note
from webapp.study.services.answers import UnknownCardError
from webapp.study.services.notes import save_note
from webapp.study.services.showing import note_to_json
from webapp.web.ago import read_ago
from webapp.web.clock import now
from webapp.web.identity import require_person
from webapp.web.redirects import own_path

from .blueprint import blueprint
from .plain import result_again

IN_BACKGROUND = "background"


@blueprint.post("/study/note")
def note() -> ResponseReturnValue:
    """Save the note. A plain form gets the answered card again, or goes back to where it stood; a request in the
    background gets the note as it is shown.
    """
    text, key = read_note(request.form), read_card(request.form)
    written_at = now() - read_ago(request.form)
    try:
        kept = save_note(request_session(), user_id=require_person().id, key=key, text=text, written_at=written_at)
    except UnknownCardError as error:
        raise NotFound(str(error)) from error
    if request.form.get("send") == IN_BACKGROUND:
        return jsonify(message=_("Saved.") if kept else _("Deleted."), note=note_to_json(kept))
    if back := own_path(request.form.get("next")):
        flash(_("Saved.") if text else _("Deleted."), "notice")
        return redirect(back, 303)
    return result_again()
