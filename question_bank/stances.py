"""Stances: what an actor answers to an issue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .fields import Fields

LONGEST_STANCE = 200  # characters: it has to fit into an option


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """The ``stance`` on the issue of that id, a short phrase that can stand as an option."""

    issue: str
    stance: str

    def to_json(self) -> dict[str, Any]:
        return {"issue": self.issue, "stance": self.stance}


def read_stance(fields: Fields) -> Stance:
    """The keys issue and stance of a mapping; other keys are left to the caller."""
    return Stance(issue=fields.key_text("issue"), stance=fields.text("stance", longest=LONGEST_STANCE))
