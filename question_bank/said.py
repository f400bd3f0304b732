"""Words for a person, made where no language is known: English as text, with what it takes to say it in another."""

from __future__ import annotations

from typing import Self

Value = str | int | float


class Said(str):
    """A text in English that remembers what it was made from.

    ``message`` has places such as ``%(number)s``; ``plural`` is the message for several, None where nothing is counted;
    ``values`` fill the places. The floor that shows the text looks the message up.
    """

    __slots__ = ("count", "message", "plural", "values")
    message: str
    plural: str | None
    count: int
    values: dict[str, Value]

    @classmethod
    def of(cls, message: str, plural: str | None, count: int, values: dict[str, Value]) -> Self:
        chosen = message if plural is None or count == 1 else plural
        said = cls(chosen % {name: _english(value) for name, value in values.items()})
        said.message, said.plural, said.count, said.values = message, plural, count, values
        return said


def say(message: str, **values: Value) -> Said:
    """Say ``message`` with its places filled. The message stands as a literal, so that translators get it."""
    return Said.of(message, None, 1, values)


def say_counted(one: str, many: str, count: int, **values: Value) -> Said:
    """Say ``one`` or ``many``, whichever the language takes for ``count``."""
    return Said.of(one, many, count, values)


def _english(value: Value) -> Value:
    return f"{value:g}" if isinstance(value, float) else value
