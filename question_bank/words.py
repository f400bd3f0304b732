"""Sentences for people, made where no language is known: in English, and remembering what they were made of.

``gettext`` and ``ngettext`` are named as the translators' tools look for them. Whoever shows such a sentence says it in
the language of the page (``webapp.web.words``); to everybody else it is an English text like any other. What is stored,
to be shown later, is stored with its parts (``to_json``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Any, TypeVar

MOST_TOGETHER = 20
"""Sentences stand within one another where they are said as one: a file must not make that deep, or its report long."""


class Count(int):
    """How many of something, in a sentence: each language groups the figures its own way. A year is no count."""

    def __str__(self) -> str:
        return f"{int(self):,}"


class Message(str):
    """A sentence in English. ``template`` has places such as ``%(year)s`` for ``values``; ``plural`` is what it is for
    another ``number`` than one, None where it counts nothing.
    """

    template: str
    values: Mapping[str, object]
    plural: str | None
    number: int

    __slots__ = ("number", "plural", "template", "values")

    def filled(self, **values: object) -> Message:
        """A sentence that was made without values, with them."""
        return gettext(self.template, **values)


M = TypeVar("M", bound=Message)


def gettext(template: str, /, **values: object) -> Message:
    """The sentence with its values."""
    return _made(Message(template % values if values else template), template, values)


def ngettext(singular: str, plural: str, number: int, /, **values: object) -> Message:
    """The sentence for a number, which has the place ``%(num)d``."""
    message = _made(Message((singular if number == 1 else plural) % {"num": number, **values}), singular, values)
    message.plural, message.number = plural, number
    return message


def untranslated(text: str) -> Message:
    """A sentence for programs, which stays as it is."""
    return _made(Message(text), text, {})


def _made(message: M, template: str, values: Mapping[str, object]) -> M:
    message.template, message.plural, message.number, message.values = template, None, 1, values
    return message


def same(kind: type[M], message: Message) -> M:
    """The sentence as one of a kind that knows more of it."""
    made = _made(kind(message), message.template, message.values)
    made.plural, made.number = message.plural, message.number
    return made


class SaidError(Exception):
    """An error whose message is for people."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def together(messages: Iterable[Message]) -> Message:
    """Several sentences, of which there is one at least, as one; each is said once. Of many the first are said, and how
    many there are besides.
    """
    said = list(dict.fromkeys(messages))
    first = reduce(lambda some, other: gettext("%(some)s; %(other)s", some=some, other=other), said[:MOST_TOGETHER])
    left = len(said) - MOST_TOGETHER
    return (
        first if left <= 0 else ngettext("%(some)s; and %(num)d more", "%(some)s; and %(num)d more", left, some=first)
    )


def of_part(part: str, message: Message) -> Message:
    """What is said of a part, which is called by its name."""
    return gettext("%(part)s: %(message)s", part=part, message=message)


def to_json(text: str) -> Any:
    """The sentence as JSON keeps it: with its parts, where it has them."""
    if not isinstance(text, Message):
        return text
    values = {name: _value_to_json(value) for name, value in text.values.items()}
    parts = {"said": text.template, "values": values, "plural": text.plural, "number": text.number}
    return {name: part for name, part in parts.items() if part not in (None, {}) and (name != "number" or text.plural)}


def from_json(data: Any) -> str:
    """What ``to_json`` gave; a text that was stored without parts is a text still."""
    if not isinstance(data, Mapping):
        return str(data)
    values = {name: _value_from_json(value) for name, value in data.get("values", {}).items()}
    if "plural" in data:
        return ngettext(data["said"], data["plural"], data["number"], **values)
    return gettext(data["said"], **values)


def _value_to_json(value: object) -> Any:
    if isinstance(value, Count):
        return {"count": int(value)}
    return to_json(value) if isinstance(value, str) else value if isinstance(value, int) else str(value)


def _value_from_json(value: Any) -> object:
    if isinstance(value, Mapping):
        return Count(value["count"]) if "count" in value else from_json(value)
    return value
