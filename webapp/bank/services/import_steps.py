"""What becomes of each item of a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from question_bank.exchange.drafts import Item


class Verdict(StrEnum):
    """What becomes of an item."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What becomes of one item, and why not. ``before`` is what it was at the last import, where that was otherwise."""

    item: Item
    verdict: Verdict
    reason: str = ""
    before: Mapping[str, Any] | None = None
    stored_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many items became what."""

    new: int
    changed: int
    same: int
    refused: int


def counts(steps: Iterable[Step]) -> Counts:
    found = [step.verdict for step in steps]
    return Counts(
        new=found.count(Verdict.NEW),
        changed=found.count(Verdict.CHANGED),
        same=found.count(Verdict.SAME),
        refused=found.count(Verdict.REFUSED),
    )
