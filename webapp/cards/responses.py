"""What a student entered into a card: read from the fields of the plain form, and put back into them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

from question_bank.grading import BadResponse
from question_bank.words import gettext, ngettext

GAP, PAIR, PLACE, ENTRY = "gap-", "pair-", "place-", "entry-"

Entered: TypeAlias = Mapping[str, Sequence[str]]  # the values of each field of a card's form
Value: TypeAlias = str | list[str] | dict[str, str]


class Fields(Protocol):
    """The fields of a form, as werkzeug's ``MultiDict`` holds them."""

    def getlist(self, key: str) -> list[str]:
        """Return all values of a field."""
        ...

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the fields."""
        ...


def read_response(kind: str, fields: Fields) -> dict[str, Any] | None:
    """Return the response in the shape that the kind grades, or None when nothing was entered (or nothing can be).

    Raises BadResponse for places in an order that do not make one; the message says what to change.
    """
    if kind == "card":
        return None
    name, read = _READERS.get(kind, _TYPED)
    value = read(fields)
    return {name: value} if _holds_something(value) else None


def entered_of(response: Mapping[str, Any]) -> Entered:
    """Return the fields of the plain form that make this response: what ``read_response`` reads, turned round."""
    entered: dict[str, Sequence[str]] = {name: [str(response[name])] for name in ("text", "year") if name in response}
    entered["chosen"] = list(response.get("chosen", ()))
    entered |= {GAP + name: [text] for name, text in response.get("gaps", {}).items()}
    entered |= {PAIR + item: [option] for item, option in response.get("pairs", {}).items()}
    entered |= {PLACE + key: [str(place)] for place, key in enumerate(response.get("order", ()), start=1)}
    entered |= {f"{ENTRY}{number}": [text] for number, text in enumerate(response.get("items", ()))}
    return entered


def _order(fields: Fields) -> list[str]:
    """The items by the places that were given to them; none if no item was given one."""
    places = _by_name(fields, PLACE)
    taken = Counter(place for place in places.values() if place)
    if not taken:
        return []
    missing = len(places) - taken.total()
    if missing:
        raise BadResponse(
            ngettext(
                "Give every item a place: %(num)d has none yet.",
                "Give every item a place: %(num)d have none yet.",
                missing,
            )
        )
    place, often = taken.most_common(1)[0]
    if often > 1:
        raise BadResponse(
            gettext(
                "Give each item a place of its own: %(often)s of them stand at place %(place)s.",
                often=often,
                place=place,
            )
        )
    return sorted(places, key=lambda item: _by_length(places[item]))


def _pairs(fields: Fields) -> dict[str, str]:
    return {item: option for item, option in _by_name(fields, PAIR).items() if option}


def _entries(fields: Fields) -> list[str]:
    entries = _by_name(fields, ENTRY)
    return [entries[number] for number in sorted(entries, key=_by_length)]


def _by_name(fields: Fields, prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): _first(fields, name) for name in fields if name.startswith(prefix)}


def _first(fields: Fields, name: str) -> str:
    return next(iter(fields.getlist(name)), "").strip()


def _by_length(number: str) -> tuple[int, str]:
    """Sorts the texts of whole numbers as numbers, and whatever else was sent somehow."""
    return len(number), number


def _holds_something(value: Value) -> bool:
    return bool(value) if isinstance(value, str) else any(value.values() if isinstance(value, dict) else value)


_Reader: TypeAlias = tuple[str, Callable[[Fields], Value]]  # the key of the response, and what stands under it
_TYPED: _Reader = ("text", lambda fields: _first(fields, "text"))
_CHOSEN: _Reader = ("chosen", lambda fields: fields.getlist("chosen"))
_READERS: Mapping[str, _Reader] = {
    "choice": _CHOSEN,
    "position": _CHOSEN,
    "cloze": ("gaps", lambda fields: _by_name(fields, GAP)),
    "matching": ("pairs", _pairs),
    "ordering": ("order", _order),
    "list": ("items", _entries),
    "timeline": ("year", lambda fields: _first(fields, "year")),
}
