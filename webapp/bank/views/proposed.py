"""Taking over the questions that are proposed on a claim."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from webapp.bank.services.proposed_questions import keep_proposed
from webapp.db import request_session
from webapp.web.audit import note_event
from webapp.web.clock import now
from webapp.web.identity import require_person

from .blueprint import blueprint
from .claims import load_claim


@blueprint.post("/claims/<key>/proposed")
def keep_proposals(key: str) -> ResponseReturnValue:
    """Keep everything that is proposed on a claim as drafts, but for what a person has to write first."""
    session, person = request_session(), require_person()
    load_claim(session, key)
    made, left = keep_proposed(session, claim=key, author_id=person.id, now=now())
    for question in made:
        note_event(session, action="question made", user_id=person.id, now=now(), question=question, revision=1)
    words = [ngettext("%(num)d draft was kept.", "%(num)d drafts were kept.", len(made))] if made else []
    if left:
        words.append(
            ngettext("%(num)d has to be written by you first.", "%(num)d have to be written by you first.", len(left))
        )
    flash(" ".join(words) or gettext("All of them are kept already."), "notice")
    return redirect(url_for("bank.claim", key=key), 303)
