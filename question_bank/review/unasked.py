"""Rules on claims that nobody is asked about."""

from __future__ import annotations

from collections.abc import Iterator

from question_bank.claims import Importance

from .findings import Remark, Rule, Severity, of_claim
from .material import Material


def claim_without_question(material: Material) -> Iterator[Remark]:
    asked_about = {key for question in material.published for key in question.claims}
    for claim in material.bank.claims.values():
        if claim.id not in asked_about:
            severity = Severity.NOTICE if claim.importance is Importance.DETAIL else None
            yield of_claim(claim.id, "no published question asks about the claim: write one", severity)


RULES = (
    Rule(
        id="claim-without-question",
        severity=Severity.WARNING,
        description="Every claim has a published question; of details it is only noted.",
        find=claim_without_question,
        compares=True,
    ),
)
