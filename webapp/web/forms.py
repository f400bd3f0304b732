"""The base of the forms of all features."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form that carries the CSRF token."""


class ButtonForm(Form):
    """A form of buttons alone."""


class TicksField(SelectMultipleField):
    """Any of some choices, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
