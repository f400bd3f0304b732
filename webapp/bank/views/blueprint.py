"""The blueprint of the bank's pages, and what they share."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from webapp.bank.forms.asked import read_key
from webapp.bank.queries import questions
from webapp.bank.queries.questions import QuestionRow

blueprint = Blueprint("bank", __name__, url_prefix="/bank")


def load_question(session: Session, key: str) -> QuestionRow:
    """The question that an address names. Raises NotFound. (Who may edit is the access table's word: instructors.)"""
    row = questions.question(session, key=read_key(key))
    if row is None:
        raise NotFound(gettext("There is no such question. The table of questions has all that there are."))
    return row
