"""What items of ours say beside what QTI has words for, so that they come back as what they were."""

from __future__ import annotations

TOOL = "Tumen"
"""The tool that an item of ours names. The label of such an item is its name, where that is no identifier."""

EXPLANATION = "EXPLANATION"
"""The identifier of the feedback that is a question's explanation."""

KIND, ASK = "kind:", "ask:"
"""Begin keywords: which kind a question is, and what a position asks for."""


def claim_identifier(claim: str) -> str:
    """The identifier of an option that is known by its claim; identifiers begin with no digit."""
    return f"_{claim}" if claim[0].isdigit() else claim


def claim_of(identifier: str) -> str:
    """The claim that such an identifier stands for."""
    return identifier.removeprefix("_")
