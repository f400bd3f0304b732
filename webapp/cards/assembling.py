"""A question put together with what it rests on, as a card that can be shown to anybody: without a memory."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from question_bank.claims import Claim
from question_bank.questions import Question

from . import evidence
from .evidence import ClaimRow
from .originals import Originals
from .shown import ShownCard, Source
from .sources import PassageRow, rival_words, source_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a question rests on and what contradicts it."""

    claims: Sequence[ClaimRow] = ()
    rivals: Sequence[ClaimRow] = ()
    sources: tuple[Source, ...] = field(default=())


def load_evidence(session: Session, *, question_ids: Collection[int], originals: Originals) -> dict[int, Evidence]:
    """The evidence of each of the questions. Three statements for however many."""
    claims = _by_question(evidence.claims(session, question_ids=question_ids))
    rivals = _by_question(evidence.rivals(session, question_ids=question_ids))
    sources = claim_sources(
        session, claim_ids={claim.claim_id for found in claims.values() for claim in found}, originals=originals
    )
    return {
        question_id: Evidence(
            claims=claims.get(question_id, ()),
            rivals=rivals.get(question_id, ()),
            sources=tuple(
                dict.fromkeys(
                    source for claim in claims.get(question_id, ()) for source in sources.get(claim.claim_id, ())
                )
            ),
        )
        for question_id in question_ids
    }


def claim_sources(
    session: Session, *, claim_ids: Collection[int], originals: Originals
) -> Mapping[int, Sequence[Source]]:
    """The passages that each of the claims rests on."""
    found: dict[int, list[Source]] = {}
    passage: PassageRow
    for passage in evidence.passages(session, claim_ids=claim_ids):
        found.setdefault(passage.claim_id, []).append(source_of(passage, originals))
    return found


def assemble(question: Question, *, key: str, revision: int, seed: int, rests_on: Evidence) -> ShownCard:
    """The card that shows ``question`` with its evidence; its options in the order that ``seed`` gives."""
    contents = [claim.content for claim in rests_on.claims]
    otherwise = (
        rival_words(claim.content["statement"], claim.content.get("attributed_to")) for claim in rests_on.rivals
    )
    return ShownCard(
        question_key=key,
        revision=revision,
        version=0,
        kind=question.kind,
        state="",
        content=question,
        prompt=question.prompt(random.Random(seed)),  # noqa: S311  # the order of options is no secret
        solution=question.solution(),
        seed=seed,
        sources=rests_on.sources,
        attributed_to=_first(contents, "attributed_to"),
        erratum=_first(contents, "erratum"),
        rivals=tuple(dict.fromkeys(otherwise)),
        intervals={},
        proposed=None,
        rival_claims=tuple(Claim.from_json(rival.content) for rival in rests_on.rivals),
    )


def _by_question(rows: Sequence[ClaimRow]) -> dict[int, list[ClaimRow]]:
    found: dict[int, list[ClaimRow]] = {}
    for row in rows:
        found.setdefault(row.question_id, []).append(row)
    return found


def _first(contents: Sequence[Mapping[str, Any]], name: str) -> str | None:
    return next((content[name] for content in contents if content.get(name)), None)
