"""Sentences of the lower floors in the language of the page: they come in English, and know what they were made of."""

from __future__ import annotations

from flask_babel import gettext, ngettext

from question_bank.words import Message


def say(text: str) -> str:
    """A sentence as the page's language has it; a text that is none of ours stays as it is."""
    if not isinstance(text, Message):
        return text
    values = {name: say(value) if isinstance(value, str) else value for name, value in text.values.items()}
    if text.plural is None:
        return str(gettext(text.template, **values))
    return str(ngettext(text.template, text.plural, text.number, **values))


def words_of(error: Exception) -> str:
    """What an error says, in the language of the page."""
    return say(error.args[0]) if error.args and isinstance(error.args[0], str) else str(error)
