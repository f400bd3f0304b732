"""Sentences for people, made where no language is known: in English, and remembering what they were made of.

``gettext`` and ``ngettext`` are named as the translators' tools look for them. Whoever shows such a sentence says it in
the language of the page (``webapp.web.words``); to everybody else it is an English text like any other.
"""

from __future__ import annotations

from collections.abc import Mapping


class Message(str):
    """A sentence in English. ``template`` has places such as ``%(year)s`` for ``values``; ``plural`` is what it is for
    another ``number`` than one, None where it counts nothing.
    """

    template: str
    values: Mapping[str, object]
    plural: str | None
    number: int

    __slots__ = ("number", "plural", "template", "values")


def gettext(template: str, /, **values: object) -> Message:
    """The sentence with its values."""
    message = Message(template % values if values else template)
    message.template, message.plural, message.number, message.values = template, None, 1, values
    return message


def ngettext(singular: str, plural: str, number: int, /, **values: object) -> Message:
    """The sentence for a number, which has the place ``%(num)d``."""
    message = Message((singular if number == 1 else plural) % {"num": number, **values})
    message.template, message.plural, message.number, message.values = singular, plural, number, values
    return message
