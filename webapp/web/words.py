"""Sentences of the lower floors in the language of the page: they come in English, and know what they were made of."""

from __future__ import annotations

from flask_babel import gettext, ngettext

from question_bank.prompts import as_markdown
from question_bank.words import Count, Message
from question_bank.written import Written

from .formats import whole
from .written import in_language


def say(text: str) -> str:
    """A sentence, date or figure as the page's language has it; a text that is none of ours stays as it is."""
    if isinstance(text, Written):
        return as_markdown(in_language(text.thing))
    if not isinstance(text, Message):
        return text
    values = {name: _said(value) for name, value in text.values.items()}
    if text.plural is None:
        return str(gettext(text.template, **values))
    return str(ngettext(text.template, text.plural, text.number, **values))


def on_one_line(text: str) -> str:
    """A number and what it counts, such as 2.1 years, as ``say`` has it: no line breaks between them."""
    return say(text).replace(" ", "\N{NO-BREAK SPACE}")


def _said(value: object) -> object:
    if isinstance(value, Count):
        return whole(int(value))
    return say(value) if isinstance(value, str) else value


def words_of(error: Exception) -> str:
    """What an error says, in the language of the page."""
    return say(error.args[0]) if error.args and isinstance(error.args[0], str) else str(error)
