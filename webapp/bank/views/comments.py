"""What instructors say to one another about a question."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import BadRequest, NotFound

from webapp.bank.forms.asked import read_number
from webapp.bank.forms.comment import CommentForm
from webapp.bank.services import commenting
from webapp.bank.services.commenting import NoSuchCommentError
from webapp.db import request_session
from webapp.web.clock import now
from webapp.web.identity import require_person

from .blueprint import A_NUMBER, blueprint, load_question
from .pages import question_page


@blueprint.post("/questions/<key>/comments")
def comment(key: str) -> ResponseReturnValue:
    """Say something about a question, or answer to a comment."""
    session, form = request_session(), CommentForm()
    row = load_question(session, key)
    answers = read_number(request.form.get("answers", ""))
    if not form.validate():
        return question_page(row, comment_form=form, answered_comment=answers), 400
    try:
        said = commenting.comment(
            session,
            question=row,
            author_id=require_person().id,
            words=form.words.data or "",
            now=now(),
            answers=answers,
        )
    except NoSuchCommentError as error:
        raise _no_such_comment() from error
    return redirect(url_for("bank.question", key=key, _anchor=f"comment-{answers or said}"), 303)


@blueprint.post(f"/questions/<key>/comments/{A_NUMBER}")
def resolve_comment(key: str, number: int) -> ResponseReturnValue:
    """Say that a comment is dealt with, or is not."""
    session, action = request_session(), request.form.get("action", "")
    row = load_question(session, key)
    if action not in {"resolve", "reopen"}:
        raise BadRequest(gettext("Choose to resolve the comment or to open it again. Nothing was changed."))
    try:
        commenting.resolve(
            session,
            question=row,
            comment_id=number,
            by=require_person().id,
            now=now(),
            is_resolved=action == "resolve",
        )
    except NoSuchCommentError as error:
        raise _no_such_comment() from error
    return redirect(url_for("bank.question", key=key, _anchor="comments"), 303)


def _no_such_comment() -> NotFound:
    return NotFound(gettext("The question has no such comment. Load its page again."))
