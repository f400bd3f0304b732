"""The forms of planning."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import BadRequest, NotFound
from wtforms import DateField, DecimalField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from webapp.history.start import Wanted
from webapp.models.base import from_milliseconds
from webapp.scheduling.moving import DueDates
from webapp.web.forms import Form, share

LEAST_RETENTION, MOST_RETENTION = Decimal("0.70"), Decimal("0.97")
MOST_NEW = 9_999  # as many as the settings take: what is usual is asked for by the same address
LEAST_DAYS, MOST_DAYS = 7, 730
LARGEST_INSTANT = 10**14
LONGEST_AHEAD = timedelta(days=730)
BEGINNING = "usual"
"""In addresses: the weights that everybody begins with."""


class SimulatorForm(Form):
    """A way of studying to be tried out. It changes nothing, so it is asked for by GET."""

    class Meta:
        csrf = False

    retention = DecimalField(
        _l("Retention"),
        places=2,
        filters=[share],
        validators=[
            InputRequired(_l("Enter a share.")),
            NumberRange(LEAST_RETENTION, MOST_RETENTION, _l("Enter a share from 0.70 to 0.97.")),
        ],
        description=_l("The share of due cards that you want to remember, from 0.70 to 0.97."),
    )
    new = IntegerField(
        _l("New cards a day"),
        validators=[InputRequired(_l("Enter a number.")), NumberRange(0, MOST_NEW, _l("Enter 0 to 9999."))],
    )
    days = IntegerField(
        _l("Days ahead"),
        validators=[InputRequired(_l("Enter days.")), NumberRange(LEAST_DAYS, MOST_DAYS, _l("Enter 7 to 730 days."))],
    )

    @classmethod
    def asked(cls, **usual: Any) -> SimulatorForm:
        """The form of this request's address, or of what is usual where nothing is asked for."""
        return cls(request.args) if request.args.keys() & {"retention", "new", "days"} else cls(None, data=usual)

    def wanted(self) -> Wanted:
        """What was entered; only of a form that validates."""
        return Wanted(retention=float(self.data["retention"]), new_per_day=self.data["new"], days=self.data["days"])


class UseForm(Form):
    """What becomes of the due dates when weights are put in force."""

    due = RadioField(_l("Due dates"), validators=[InputRequired(_l("Choose what becomes of the due dates."))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.due.choices = [
            (DueDates.FOLLOW.value, _("Follow the new weights")),
            (DueDates.SPREAD.value, _("Follow them, with what comes earlier spread over days with room")),
            (DueDates.KEEP.value, _("Stay as they are")),
        ]


def read_fit(text: str) -> datetime | None:
    """The fit that an address or a form names by its time; None for the weights that everybody begins with.

    Raises NotFound for what names none.
    """
    if text == BEGINNING:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 14 and int(text) <= LARGEST_INSTANT):
        raise NotFound(_("There are no such weights among yours."))
    return from_milliseconds(int(text))


def read_due(form: UseForm) -> DueDates:
    """The choice that was made. Raises BadRequest where none was."""
    if not form.validate():
        raise BadRequest(_("Choose what becomes of the due dates; nothing was changed."))
    return DueDates(form.due.data)


def plain(text: str | None) -> str | None:
    """Without what no database keeps and no page shows."""
    return None if text is None else "".join(sign for sign in text if sign.isprintable()).strip()


class ExamForm(Form):
    """An exam to be ready for."""

    name = StringField(
        _l("What it is"),
        filters=[plain],
        validators=[DataRequired(_l("Give it a name.")), Length(max=100, message=_l("At most 100 letters."))],
    )
    day = DateField(_l("The day"), validators=[InputRequired(_l("Enter a day."))])
    collection = SelectField(_l("On what"))
    retention = DecimalField(
        _l("To know on the day"),
        places=2,
        default=Decimal("0.90"),
        filters=[share],
        validators=[
            InputRequired(_l("Enter a share.")),
            NumberRange(Decimal("0.50"), Decimal("0.99"), _l("Enter a share from 0.50 to 0.99.")),
        ],
        description=_l("The share of the questions, from 0.50 to 0.99."),
    )

    def __init__(self, *args: Any, collections: list[tuple[str, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.collection.choices = [("", _("The whole bank")), *collections]
        self._today = today

    def validate_day(self, field: DateField) -> None:
        """An exam lies ahead, and not so far that nobody could say anything of it."""
        if field.data is None or not timedelta(0) < field.data - self._today <= LONGEST_AHEAD:
            raise ValidationError(_("Choose a day from tomorrow on, within two years."))

    @property
    def collection_id(self) -> int | None:
        """What was chosen; None for the whole bank."""
        return int(self.data["collection"]) if self.data["collection"] else None


def read_moment(text: str) -> datetime:
    """The exam that an address names by its time. Raises NotFound for what names none."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 14 and int(text) <= LARGEST_INSTANT):
        raise NotFound(_("There is no such exam among yours."))
    return from_milliseconds(int(text))


def read_number(text: str) -> int:
    """A number of new cards a day. Raises BadRequest."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):
        raise BadRequest(_("Enter a number of new cards a day; nothing was changed."))
    return int(text)
