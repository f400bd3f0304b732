"""What a format takes of a draft: parts are left behind, keys are given anew, and each loss is said once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from string import ascii_lowercase
from typing import Any

from question_bank.quantities import Quantity, Scale
from question_bank.words import gettext

from .drafts import Carried, Draft

_GAP = re.compile(r"\[([a-z][a-z0-9-]*)\](?!\()")
_WRITABLE = re.compile(r"-?\d{1,15}(\.\d{1,8})?")  # as figures of the bank are read

_OPTIONAL = frozenset({"explanation", "hint", "feedback"})

LEFT: Mapping[str, str] = {
    "claims": gettext("the claims that it rests on"),
    "importance": gettext("how much it matters"),
    "hint": gettext("the hint"),
    "explanation": gettext("the explanation"),
    "tags": gettext("the tags"),
    "waive": gettext("the rules that it knowingly does not keep"),
}


class Packing:
    """A draft that is being packed: its data to change, and what has been left behind so far."""

    def __init__(self, draft: Draft) -> None:
        self.data: dict[str, Any] = dict(draft.data)
        self.name = draft.name
        self._losses: dict[str, None] = {}

    def lose(self, what: str) -> None:
        self._losses[what] = None

    def leave(self, *keys: str) -> None:
        """Leave parts behind that every question has."""
        for key in keys:
            if self.data.pop(key, None):
                self.lose(LEFT[key])

    def strip(self, entries: str, key: str, what: str) -> None:
        """Leave ``key`` of each of the ``entries`` behind."""
        if any(key in entry for entry in self.data.get(entries, ())):
            self.lose(what)
            self.data[entries] = [
                {name: value for name, value in entry.items() if name != key} for entry in self.data[entries]
            ]

    def drop(self, key: str, what: str) -> None:
        """Leave a part of the content behind."""
        if self.data.pop(key, None):
            self.lose(what)

    def texts(self, change: Callable[[str], str], what: str) -> None:
        """Pass every text of the draft through ``change``. A hint of which no text is left is none, and so on."""
        changed = mapped(self.data, change)
        if changed != self.data:
            self.lose(what)
            self.data = _without_empty(changed)

    def carried(self) -> Carried:
        return Carried(draft=Draft(name=self.name, data=self.data), losses=tuple(self._losses))


def not_carried(draft: Draft, kinds: Collection[str]) -> Carried | None:
    """Nothing, where the format has not this kind."""
    if draft.kind in kinds:
        return None
    return Carried(draft=None, losses=(gettext("the whole question: the format has nothing of this kind"),))


def without_details(packing: Packing) -> Carried | None:
    """Leave behind what single items say; nothing is carried where a figure cannot be written out."""
    match packing.data["kind"]:
        case "matching":
            packing.strip("items", "feedback", gettext("the feedback to single items"))
        case "ordering":
            packing.strip("items", "when", gettext("the dates of the items"))
            packing.strip("items", "claim", gettext("the claims of single items"))
        case "number" if not with_whole_figures(packing):
            return Carried(
                draft=None, losses=(gettext("the whole question: its figures are too long to be written out"),)
            )
    return None


def lettered(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entries with the keys a, b, c in their order, as a reader gives them."""
    return [{**entry, "key": letter_key(place)} for place, entry in enumerate(entries)]


def letter_key(place: int) -> str:
    return ascii_lowercase[place] if place < len(ascii_lowercase) else f"n{place + 1}"


def paired(data: Mapping[str, Any]) -> dict[str, Any]:
    """A matching with keys given anew: first the options that belong to items, then those that belong to none."""
    texts = {option["key"]: option["text"] for option in data["options"]}
    used = [item["answer"] for item in data["items"]]
    order = [*used, *(key for key in texts if key not in used)]
    options = lettered([{"key": key, "text": texts[key]} for key in order])
    items = [
        {**item, "key": letter_key(place), "answer": letter_key(place)} for place, item in enumerate(data["items"])
    ]
    return {**data, "items": items, "options": options}


def mapped(value: Any, change: Callable[[str], str]) -> Any:
    """The value with each text in it changed, but for keys."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: mapped(item, change) for key, item in value.items()}
    if isinstance(value, list):
        return [mapped(item, change) for item in value]
    return value


def _without_empty(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_empty(item) for key, item in value.items() if item or key not in _OPTIONAL}
    return [_without_empty(item) for item in value] if isinstance(value, list) else value


def with_new_keys(packing: Packing) -> None:
    """Name options, items and gaps by their places: few formats keep such names, and no reader needs them."""
    data = packing.data
    match data["kind"]:
        case "choice":
            data["options"] = lettered(data["options"])
        case "ordering":
            data["items"] = lettered(data["items"])
        case "matching":
            packing.data = paired(data)
        case "cloze":
            names = {name: f"gap{place}" for place, name in enumerate(data["gaps"], 1)}
            data["text"] = _GAP.sub(lambda gap: f"[{names.get(gap[1], gap[1])}]", data["text"])
            data["gaps"] = {names[name]: gap for name, gap in data["gaps"].items()}


def with_whole_figures(packing: Packing) -> bool:
    """Write figures out: no scale, no unit, a tolerance as an amount. False where they are too long for that."""
    data = packing.data
    answer = _quantity(data["answer"])
    if answer.scale is Scale.PERCENT:
        packing.lose(gettext("the percent sign"))
    elif answer.unit:
        packing.lose(gettext("the unit of the figure"))
    if answer.power:
        packing.lose(gettext("the scale: the figure is written out"))
    if tolerance := data.get("tolerance"):
        relative = tolerance.get("relative")
        span = (
            abs(answer.value) * Decimal(relative) if relative else Decimal(tolerance["absolute"]).scaleb(answer.power)
        )
        data["tolerance"] = {"absolute": figure(span)}
    data["answer"] = {"number": figure(answer.value)}
    if data.get("wrong"):
        data["wrong"] = [
            {"number": figure(_quantity(item).value), "feedback": item["feedback"]} for item in data["wrong"]
        ]
    written = [data["answer"]["number"], *(item["number"] for item in data.get("wrong", ()))]
    written += [data["tolerance"]["absolute"]] if "tolerance" in data else []
    return all(_WRITABLE.fullmatch(text) for text in written)


def figure(value: Decimal) -> str:
    """The figure in digits, without zeros that say nothing."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _quantity(data: Mapping[str, Any]) -> Quantity:
    scale = data.get("scale")
    return Quantity(number=Decimal(data["number"]), scale=Scale(scale) if scale else None, unit=data.get("unit"))
