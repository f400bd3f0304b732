"""The forms in which something is reported and answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import BadRequest, NotFound
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from question_bank.fields import KEY
from webapp.models.remarks import LONGEST_REPLY, LONGEST_REPORT
from webapp.reviews.entries import MOST_REVISIONS
from webapp.web.forms import Form, storable

WHAT: Mapping[str, Any] = {
    "answer": _l("The answer is wrong"),
    "source": _l("The source does not say so"),
    "wording": _l("The wording is unclear or has a mistake"),
    "other": _l("Something else"),
}


def _without_line_ends(text: str | None) -> str:
    """As browsers count: a line's end is one character."""
    return (text or "").replace("\r\n", "\n").strip()


class ReportForm(Form):
    """What is wrong with a question."""

    report = HiddenField()
    revision = HiddenField()
    what = RadioField(_l("What is wrong?"), validators=[InputRequired(_l("Choose what is wrong."))])
    words = TextAreaField(
        _l("In your words"),
        filters=[_without_line_ends],
        validators=[Length(max=LONGEST_REPORT, message=_l("Write at most 1,000 characters.")), storable],
        description=_l("You may leave it empty. What you saw, what you expected, where it says so."),
        render_kw={"rows": 4, "maxlength": LONGEST_REPORT},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.what.choices = list(WHAT.items())
        if not self.report.data:
            self.report.data = str(uuid4())

    def report_id(self) -> UUID:
        """The id that the page gave to the report, so that a form that is sent twice makes one. Raises BadRequest."""
        try:
            return UUID(self.report.data)
        except ValueError as error:
            raise BadRequest(_("The form does not say which report it makes. Load the page again.")) from error


class AnswerForm(Form):
    """What an instructor says to a report."""

    answer = TextAreaField(
        _l("Your answer"),
        filters=[_without_line_ends],
        validators=[Length(max=LONGEST_REPLY, message=_l("Write at most 2,000 characters.")), storable],
        render_kw={"rows": 3, "maxlength": LONGEST_REPLY},
    )


def read_key(key: str) -> str:
    """The key of a question in an address. Raises NotFound for what is none."""
    if not KEY.fullmatch(key):
        raise NotFound(_("There is no such question."))
    return key


def read_revision(text: str | None) -> int | None:
    """The number of a revision, None where none is named. Raises BadRequest for what is none."""
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 10 and 1 <= int(text) <= MOST_REVISIONS):
        raise BadRequest(_("A revision has a number from 1 on. Go back to the question and try again."))
    return int(text)


def read_report_id(text: str) -> UUID:
    """The id in an address. Raises NotFound for what is none."""
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound(_("There is no such report.")) from error
