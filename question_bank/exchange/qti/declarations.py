"""What an item declares: which responses are right, what others are worth, and what is said to which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

_NO_RIGHT = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A response variable. ``worth`` has what values earn, where the item maps them."""

    identifier: str
    cardinality: str
    base_type: str
    correct: Sequence[str]
    worth: Mapping[str, Decimal]
    is_case_sensitive: bool

    @property
    def rights(self) -> list[str]:
        """The values that earn all, first those that are declared to be correct."""
        most = max(self.worth.values(), default=_NO_RIGHT)
        full = [value for value, share in self.worth.items() if share == most > 0]
        return list(dict.fromkeys([*self.correct, *full]))

    @property
    def partly(self) -> list[str]:
        """The values that earn something, but not all."""
        rights = set(self.rights)
        return [value for value, share in self.worth.items() if share > 0 and value not in rights]


def declared(item: Element) -> dict[str, Declared]:
    """The response variables of an item by their identifiers."""
    found = map(_declared, item.iterfind("response-declaration"))
    return {each.identifier: each for each in found}


def _declared(element: Element) -> Declared:
    entries = [entry for entry in element.iterfind("mapping/map-entry") if entry.get("map-key")]
    return Declared(
        identifier=element.get("identifier", ""),
        cardinality=element.get("cardinality", ""),
        base_type=element.get("base-type", ""),
        correct=[text for text in map(text_of, element.iterfind("correct-response/value")) if text],
        worth={entry.get("map-key", "").strip(): number(entry.get("mapped-value")) or _NO_RIGHT for entry in entries},
        is_case_sensitive=any(entry.get("case-sensitive") == "true" for entry in entries),
    )


def text_of(element: Element) -> str:
    return (element.text or "").strip()


def number(text: str | None) -> Decimal | None:
    """The figure in the text; None where there is none."""
    try:
        value = Decimal((text or "").strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) < 30 else None


def tolerance(item: Element) -> tuple[str, Decimal] | None:
    """How a figure is compared, ``absolute`` or ``relative`` (a share), and how far off is right."""
    for equal in item.iterfind(".//equal"):
        mode = equal.get("tolerance-mode", "exact")
        span = number((equal.get("tolerance", "").split() or [""])[0])
        if mode in {"absolute", "relative"} and span:
            return mode, abs(span) / (100 if mode == "relative" else 1)
    return None


def said(item: Element) -> Iterator[tuple[str, list[str]]]:
    """Of each condition in the processing: the feedback that it turns on, and the values that it compares with."""
    processing = item.find("response-processing")
    if processing is None:
        return
    for branch in processing.iter():
        if branch.tag not in {"response-if", "response-else-if"} or not len(branch):
            continue
        values = [text_of(each) for each in branch[0].iter("base-value") if each.get("base-type") != "identifier"]
        for outcome in branch.iterfind("set-outcome-value"):
            for value in outcome.iterfind("base-value"):
                if values and value.get("base-type") == "identifier":
                    yield text_of(value), values
