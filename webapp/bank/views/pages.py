"""Looking at the bank: a question with its trial and its revisions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from question_bank.changes import changed_fields
from question_bank.grading import BadResponse
from question_bank.questions import Question
from webapp.bank.forms.comment import CommentForm
from webapp.bank.queries import comments, proposals, questions
from webapp.bank.queries.questions import QuestionRow
from webapp.bank.services.items import report_item
from webapp.bank.services.preview import preview_saved
from webapp.bank.services.publishing import may_publish
from webapp.cards import read_response, render_card, render_result
from webapp.cards.originals import originals_of
from webapp.db import request_session
from webapp.web.words import words_of

from .blueprint import asking, blueprint, load_question


@blueprint.get("/questions/<key>")
def question(key: str) -> str:
    """A question as a student meets it, and what became of it so far."""
    return question_page(load_question(request_session(), key))


@blueprint.post("/questions/<key>/try")
def try_out(key: str) -> ResponseReturnValue:
    """Answer the question as a student would; nothing is recorded."""
    session = request_session()
    row = load_question(session, key)
    card = preview_saved(session, row=row, originals=originals_of(current_app))
    try:
        response = read_response(row.kind, request.form)
        grade = None if response is None else card.content.grade(response)
    except BadResponse as problem:
        html = render_card(card, entered=dict(request.form.lists()))
        return question_page(row, html=html, problem=words_of(problem)), 400
    return question_page(row, html=render_result(card, grade, response, heading="h2"), answered=True)


def question_page(row: QuestionRow, **shown: Any) -> str:
    """The page of a question; ``shown`` is what a form on it brought."""
    session = request_session()
    card = preview_saved(session, row=row, originals=originals_of(current_app))
    history = questions.revisions(session, question_id=row.id)
    proposed = proposals.proposals(session, question_id=row.id)
    usual = {"html": render_card(card), "answered": False, "problem": "", "comment_form": CommentForm(formdata=None)}
    return render_template(
        "bank/question.html",
        row=row,
        revisions=history,
        waiting=next((each for each in proposed if each.state == "waiting"), None),
        dropped=[(each, _as_text(each.content)) for each in proposed if each.state == "withdrawn"],
        report=report_item(session, question_id=row.id, question=Question.from_json(row.content)),
        threads=comments.threads(session, question_id=row.id),
        may_publish=may_publish(row, history, asking()),
        own_allowed=asking().own_allowed,
        **{**usual, **shown},
    )


@blueprint.get("/questions/<key>/revisions/<int:number>")
def revision(key: str, number: int) -> str:
    """What a revision changed, and the way back to it."""
    session = request_session()
    row = load_question(session, key)
    by_number = {each.number: each for each in questions.revisions(session, question_id=row.id)}
    if number not in by_number:
        raise NotFound(gettext("The question has no such revision."))
    shown, before = by_number[number], by_number.get(number - 1)
    return render_template(
        "bank/revision.html",
        row=row,
        shown=shown,
        waiting=proposals.waiting_proposal(session, question_id=row.id),
        changes=changed_fields(before.content, shown.content) if before else [],
        text=_as_text(shown.content),
    )


def _as_text(content: Mapping[str, Any]) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False)
