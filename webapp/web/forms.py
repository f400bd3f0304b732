"""The base of the forms of all features."""

from __future__ import annotations

from flask_wtf import FlaskForm


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """A form that carries the CSRF token."""


class ButtonForm(Form):
    """A form of buttons alone."""
