"""Sentences of the lower floors in the language of the page: they come in English, and know what they were made of."""

from __future__ import annotations

from flask_babel import gettext, ngettext

from question_bank.prompts import as_markdown
from question_bank.words import Message
from question_bank.written import Written

from .written import in_language


def say(text: str) -> str:
    """A sentence, date or figure as the page's language has it; a text that is none of ours stays as it is."""
    if isinstance(text, Written):
        return as_markdown(in_language(text.thing))
    if not isinstance(text, Message):
        return text
    values = {name: say(value) if isinstance(value, str) else value for name, value in text.values.items()}
    if text.plural is None:
        return str(gettext(text.template, **values))
    return str(ngettext(text.template, text.plural, text.number, **values))


def words_of(error: Exception) -> str:
    """What an error says, in the language of the page."""
    return say(error.args[0]) if error.args and isinstance(error.args[0], str) else str(error)
