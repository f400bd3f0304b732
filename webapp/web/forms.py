"""The base of the forms of all features."""

from __future__ import annotations

from decimal import Decimal

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from question_bank.characters import UNSTORABLE


def share(number: Decimal | float | None) -> Decimal | float | None:
    """A filter of fields that ask for a share of one: taken in percent too. What is no number (``sNaN`` cannot even be
    compared) is None, which the range refuses.
    """
    if number is None or not Decimal(number).is_finite():
        return None
    return number / 100 if number > 1 else number


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form that carries the CSRF token."""


class ButtonForm(Form):
    """A form of buttons alone."""


def storable(_form: Form, field: StringField) -> None:
    """A text that the databases take. Raises ValidationError."""
    if UNSTORABLE.search(field.data or ""):
        raise ValidationError(_("This has characters that cannot be stored: type it again."))


class TicksField(SelectMultipleField):
    """Any of some choices, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
