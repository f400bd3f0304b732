"""What there is to say to an answer beside its verdict, from its grade and the claims that say otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from question_bank.claims import Claim
from question_bank.differences import Comparison
from question_bank.elsewhere import said_elsewhere
from question_bank.grading import Grade, Outcome
from question_bank.questions import Question
from question_bank.rivalry import matched_rival
from webapp.web.written import in_language

from . import evidence
from .originals import Originals
from .shown import Aside, ShownCard
from .sources import source_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """``comparisons`` put what was typed beside what was wanted; ``rival`` is a claim by which it would be right, and
    ``elsewhere`` one that says it of something else.
    """

    comparisons: Sequence[Comparison]
    rival: Claim | None
    elsewhere: Aside | None


def why_of(shown: ShownCard, grade: Grade, response: Mapping[str, Any]) -> Why:
    """Why a graded response got the grade it has."""
    is_right = grade.outcome is Outcome.RIGHT
    rival = None if is_right else matched_rival(response, _against(shown))
    return Why(
        comparisons=shown.content.compare(response, in_language) if response else (),
        rival=rival,
        elsewhere=None if is_right or rival else shown.elsewhere,
    )


def _against(shown: ShownCard) -> Iterator[Claim]:
    """Claims by which another answer would be right: rivals, and those of the question itself that contradict the one
    that is asked about.
    """
    yield from (rival.claim for rival in shown.rivals)
    asked = [claim for claim in shown.claims if claim.id in shown.content.claims[:1]]
    for claim in shown.claims:
        if any(claim.id in each.conflicts_with or each.id in claim.conflicts_with for each in asked):
            yield claim


def aside_of(
    session: Session, *, question_id: int, question: Question, response: Mapping[str, Any], originals: Originals
) -> Aside | None:
    """What else the question's articles say of a wrong answer. Three statements at most."""
    contents = evidence.neighbours(session, question_id=question_id)
    claims = {claim_id: Claim.from_json(content) for claim_id, content in contents.items()}
    names = evidence.names_of(session, claim_ids=claims)
    found = said_elsewhere(response, list(claims.values()), kind=question.kind, names=names)
    if found is None:
        return None
    claim_id = next(each for each, claim in claims.items() if claim is found.claim)
    passages = evidence.passages(session, claim_ids=[claim_id])
    return (
        Aside(what=found.what, claim=found.claim, source=source_of(passages[0], originals, found.claim))
        if passages
        else None
    )
