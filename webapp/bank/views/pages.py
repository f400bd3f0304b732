"""Looking at the bank: the table of questions, claims to ask about, a question with its trial and its revisions."""

from __future__ import annotations

import json
from typing import Any

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from question_bank.changes import changed_fields
from question_bank.grading import BadResponse
from question_bank.questions import Question
from webapp.bank.forms.asked import read_page, read_wanted, read_words
from webapp.bank.forms.kinds import FORMS
from webapp.bank.queries import choices, questions
from webapp.bank.queries.questions import QuestionRow
from webapp.bank.services.preview import preview_saved
from webapp.cards import read_response, render_card, render_result
from webapp.cards.originals import originals_of
from webapp.db import request_session

from .blueprint import blueprint, load_question

ROWS = 50


@blueprint.get("")
def index() -> str:
    """The table of questions."""
    session = request_session()
    topics, articles = choices.topics(session), choices.articles(session)
    wanted = read_wanted(
        request.args, topics=[topic.key for topic in topics], articles=[article.key for article in articles]
    )
    page, number = read_page(request.args), questions.count(session, wanted=wanted)
    rows = questions.questions(session, wanted=wanted, first=(page - 1) * ROWS, most=ROWS)
    return render_template(
        "bank/index.html",
        rows=[(row, Question.from_json(row.content)) for row in rows],
        number=number,
        page=page,
        pages=max(1, -(-number // ROWS)),
        wanted=wanted,
        topics=topics,
        articles=articles,
        kinds=list(FORMS),
        asked={name: value for name, value in request.args.items() if name != "page" and value},
    )


@blueprint.get("/claims")
def claims() -> str:
    """Claims, to find what has no question yet, and to ask about one."""
    page, words = read_page(request.args), read_words(request.args)
    rows, number = choices.claims(request_session(), words=words, first=(page - 1) * ROWS, most=ROWS)
    return render_template(
        "bank/claims.html", rows=rows, number=number, page=page, pages=max(1, -(-number // ROWS)), words=words
    )


@blueprint.get("/questions/<key>")
def question(key: str) -> str:
    """A question as a student meets it, and what became of it so far."""
    return _question_page(load_question(request_session(), key))


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
        return _question_page(row, html=html, problem=str(problem)), 400
    return _question_page(row, html=render_result(card, grade, response, heading="h2"), answered=True)


def _question_page(row: QuestionRow, **shown: Any) -> str:
    session = request_session()
    card = preview_saved(session, row=row, originals=originals_of(current_app))
    return render_template(
        "bank/question.html",
        row=row,
        revisions=questions.revisions(session, question_id=row.id),
        **{"html": render_card(card), "answered": False, "problem": "", **shown},
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
        changes=changed_fields(before.content, shown.content) if before else [],
        text=json.dumps(shown.content, indent=2, ensure_ascii=False),
    )
