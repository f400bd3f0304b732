"""The kinds of questions. A new kind is one module here, one line below and one template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .base import Kind
from .card import Card
from .choice import Choice
from .cloze import Cloze
from .date import Date
from .list import List
from .matching import Matching
from .number import Number
from .ordering import Ordering
from .position import Position
from .short import Short
from .timeline import Timeline

KINDS: Mapping[str, Kind[Any]] = {
    kind.name: kind
    for kind in (
        Card(),
        Choice(),
        Cloze(),
        Short(),
        Number(),
        Date(),
        Position(),
        Matching(),
        Ordering(),
        List(),
        Timeline(),
    )
}


def kind(name: str) -> Kind[Any]:
    """The kind of that name. Raises KeyError if there is none."""
    return KINDS[name]


__all__ = ["KINDS", "Kind", "kind"]
