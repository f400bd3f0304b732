"""The forms of classes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, EmailField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from webapp.history.collections import CollectionKind, CollectionRow
from webapp.web.forms import Form, storable
from webapp.web.keeping import KeptBank
from webapp.web.naming import name_of

LONGEST_AHEAD = timedelta(days=730)
HEADINGS = {
    CollectionKind.ARTICLE: _l("Article"),
    CollectionKind.TOPIC: _l("Topic"),
    CollectionKind.IMPORTANCE: _l("Importance"),
    CollectionKind.ACTOR: _l("Actor"),
}


class ClassForm(Form):
    """What a class is called."""

    title = StringField(
        _l("Title"),
        description=_l("Such as “History, year 3, spring”. Whoever joins reads it."),
        validators=[
            DataRequired(message=_l("Give the class a title.")),
            Length(max=100, message=_l("A title has at most %(max)d characters.")),
            storable,
        ],
        filters=[lambda text: " ".join((text or "").split())],
    )


class InstructorForm(Form):
    """Who teaches the class too."""

    email = EmailField(
        _l("E-mail address"),
        description=_l("Of an instructor of this site. They see and do all that you do here."),
        validators=[
            InputRequired(message=_l("Please give an address.")),
            Length(max=255, message=_l("An address has at most %(max)d characters.")),
            storable,
        ],
    )


class WorkForm(Form):
    """What a class is to know, and by when."""

    collection = SelectField(_l("What"), validate_choice=False)
    day = DateField(_l("To be known by"), validators=[InputRequired(_l("Enter a day."))])
    today: date
    offered: frozenset[str]

    @classmethod
    def among(cls, rows: Sequence[CollectionRow], *, today: date, **sent: Any) -> WorkForm:
        """The form with what can be set, in groups."""
        form = cls(**sent)
        form.today, form.offered = today, frozenset(str(row.id) for row in rows)
        form.collection.choices = {
            str(heading): [(str(row.id), name_of(row)) for row in rows if row.kind is kind]
            for kind, heading in HEADINGS.items()
            if any(row.kind is kind for row in rows)
        }
        return form

    def validate_collection(self, field: SelectField) -> None:
        if field.data not in self.offered:
            raise ValidationError(_("Choose something that the banks of the class have."))

    def validate_day(self, field: DateField) -> None:
        if field.data is None or not timedelta(0) < field.data - self.today <= LONGEST_AHEAD:
            raise ValidationError(_("Choose a day from tomorrow on, within two years."))

    @property
    def chosen(self) -> int:
        """The id of the collection; only of a form that validates."""
        return int(self.collection.data)


class BankChoiceForm(Form):
    """A bank for the class to learn from."""

    bank = SelectField(_l("Bank"), coerce=str, validate_choice=False)
    offered: frozenset[str] = frozenset()

    @classmethod
    def among(cls, banks: list[KeptBank], **sent: Any) -> BankChoiceForm:
        """The form with the banks that can be chosen."""
        form = cls(**sent)
        form.offered = frozenset(str(bank.id) for bank in banks)
        form.bank.choices = [(str(bank.id), bank.title) for bank in banks]
        return form

    def validate_bank(self, field: SelectField) -> None:
        if field.data not in self.offered:
            raise ValidationError(_("Choose one of the banks that you keep."))

    @property
    def chosen(self) -> int:
        """The id of the bank; only of a form that validates."""
        return int(self.bank.data)
