"""What a student entered into a card, read from the fields of the plain form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

GAP = "gap-"


class Fields(Protocol):
    """The fields of a form, as werkzeug's ``MultiDict`` holds them."""

    def getlist(self, key: str) -> list[str]:
        """Return all values of a field."""
        ...

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the fields."""
        ...


def read_response(kind: str, fields: Fields) -> dict[str, Any] | None:
    """Return the response in the shape that the kind grades, or None when nothing was entered (or nothing can be)."""
    if kind == "card":
        return None
    if kind == "choice":
        chosen = fields.getlist("chosen")
        return {"chosen": chosen} if chosen else None
    if kind == "cloze":
        gaps = {name.removeprefix(GAP): _first(fields, name) for name in fields if name.startswith(GAP)}
        return {"gaps": gaps} if any(gaps.values()) else None
    text = _first(fields, "text")
    return {"text": text} if text else None


def _first(fields: Fields, name: str) -> str:
    return next(iter(fields.getlist(name)), "").strip()
