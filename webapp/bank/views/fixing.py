"""A press on Fix: the form again, without what a rule found in it, and what was done. Nothing is kept."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import gettext

from question_bank.claims import Claim
from question_bank.problems import BankError
from question_bank.questions import Question, Status
from question_bank.review.fixes import Fixed
from webapp.bank.forms.question import QuestionForm
from webapp.bank.services.reviewing import fix_claim, fix_question
from webapp.db import request_session
from webapp.web.words import say

LONGEST_RULE = 60


def wants_fix() -> bool:
    """Whether the form was sent by one of the buttons that mend."""
    return "fix" in request.form


def fixed_question(form: QuestionForm) -> tuple[QuestionForm, str]:
    """The form that shows the question after the fix, and words for it."""
    data = form.question(key=form.key.data or "new", status=Status.DRAFT.value, waive={})
    try:
        question = Question.from_json(data)
    except BankError:
        return form, _said(None)
    mended = fix_question(request_session(), question=question, rule=_rule())
    if mended is None:
        return form, _said(None)
    shown = type(form).of(mended.content, revision=0)
    for name in ("base_revision", "base_proposal", "key", "why", "changes_answer"):
        shown[name].data = form[name].data
    return shown, _said(mended)


def fixed_claim(content: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """The claim after the fix, and words for it."""
    try:
        claim = Claim.from_json(content)
    except BankError:
        return content, _said(None)
    mended = fix_claim(request_session(), claim=claim, rule=_rule())
    return (mended.content if mended else content), _said(mended)


def _rule() -> str:
    return request.form["fix"][:LONGEST_RULE]


def _said(mended: Fixed | None) -> str:
    if mended is None:
        return str(gettext("There was nothing to mend."))
    return f"{say(mended.said)} {gettext('Nothing is saved yet.')}"
