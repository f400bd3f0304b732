"""What there is to say to an answer beside its verdict, from its grade and the claims that say otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from question_bank.claims import Claim
from question_bank.differences import Comparison
from question_bank.grading import Grade, Outcome
from question_bank.rivalry import matched_rival

from .shown import ShownCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """``comparisons`` put what was typed beside what was wanted; ``rival`` is a claim by which it would be right."""

    comparisons: Sequence[Comparison]
    rival: Claim | None


def why_of(shown: ShownCard, grade: Grade, response: Mapping[str, Any]) -> Why:
    """Why a graded response got the grade it has."""
    is_right = grade.outcome is Outcome.RIGHT
    return Why(
        comparisons=shown.content.compare(response) if response else (),
        rival=None if is_right else matched_rival(response, (rival.claim for rival in shown.rivals)),
    )
