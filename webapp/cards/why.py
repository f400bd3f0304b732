"""What there is to say to an answer beside its verdict, from its grade and the claims that say otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from question_bank.claims import Claim
from question_bank.differences import Comparison
from question_bank.elsewhere import Elsewhere, said_elsewhere
from question_bank.grading import Grade, Outcome
from question_bank.questions import Question
from question_bank.rivalry import matched_rival, typed_texts
from webapp.web.written import in_language

from . import evidence
from .originals import Originals
from .shown import Aside, ShownCard
from .sources import PassageRow, source_of


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


def asides_of(
    session: Session, *, answered: Mapping[int, tuple[Question, Mapping[str, Any]]], originals: Originals
) -> dict[int, Aside]:
    """What else the articles of wrongly answered questions say of the answers, by question id, where they say
    anything. Four statements for however many; none where nothing was typed: a wrong option has a word of its own.
    """
    typed = {question_id: each for question_id, each in answered.items() if any(typed_texts(each[1]))}
    if not typed:
        return {}
    near = evidence.neighbours(session, question_ids=typed)
    claims = {claim_id: Claim.from_json(content) for claim_id, content in near.contents.items()}
    names = evidence.names_of(session, claim_ids=claims)
    found: dict[int, tuple[int, Elsewhere]] = {}
    for question_id, (question, response) in typed.items():
        others = [claims[claim_id] for claim_id in near.of[question_id]]
        said = said_elsewhere(response, others, kind=question.kind, names=names)
        if said:
            found[question_id] = (next(each for each, claim in claims.items() if claim is said.claim), said)
    places: dict[int, PassageRow] = {}
    for row in evidence.passages(session, claim_ids={claim_id for claim_id, _ in found.values()}) if found else ():
        places.setdefault(row.claim_id, row)
    return {
        question_id: Aside(
            what=said.what, claim=said.claim, source=source_of(places[claim_id], originals, said.claim)
        )
        for question_id, (claim_id, said) in found.items()
    }  # fmt: skip
