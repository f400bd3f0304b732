"""Where the bank's claims disagree: rivals, claims that an erratum corrects, and claims that a later one replaces."""

from __future__ import annotations

from dataclasses import dataclass

from .claims import Claim
from .questions import Question
from .records import Bank


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreements:
    """``rivals`` are pairs linked by conflicts_with, each pair once and the earlier claim first. ``corrected`` have an
    erratum. ``superseded`` are pairs: the later claim, and the one that it replaces.
    """

    rivals: tuple[tuple[Claim, Claim], ...]
    corrected: tuple[Claim, ...]
    superseded: tuple[tuple[Claim, Claim], ...]


def disagreements(bank: Bank) -> Disagreements:
    """All disagreements, in the order of the files."""
    claims = bank.claims
    order = {key: place for place, key in enumerate(claims)}
    pairs = {
        tuple(sorted((claim.id, other), key=order.__getitem__))
        for claim in claims.values()
        for other in claim.conflicts_with
    }
    return Disagreements(
        rivals=tuple(
            (claims[one], claims[other]) for one, other in sorted(pairs, key=lambda p: [order[key] for key in p])
        ),
        corrected=tuple(claim for claim in claims.values() if claim.erratum),
        superseded=tuple((claim, claims[old]) for claim in claims.values() for old in claim.supersedes),
    )


def questions_on(bank: Bank, claim: Claim) -> list[Question]:
    """The questions that rest on the claim, first those of which it is the primary one."""
    found = [question for question in bank.questions.values() if claim.id in question.claims]
    return sorted(found, key=lambda question: question.claims[0] != claim.id)
