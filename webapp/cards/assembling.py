"""A question put together with what it rests on, as a card that can be shown to anybody: without a memory."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from question_bank.claims import Claim
from question_bank.questions import Question

from . import evidence
from .backing import Said, backing, solution_with_rivals
from .originals import Originals
from .shown import ShownCard, Source
from .sources import PassageRow, source_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a question rests on and what contradicts it."""

    claims: Sequence[Said] = ()
    rivals: Sequence[Said] = ()


def load_evidence(session: Session, *, question_ids: Collection[int], originals: Originals) -> dict[int, Evidence]:
    """The evidence of each of the questions. Three statements for however many."""
    claims = evidence.claims(session, question_ids=question_ids)
    rivals = evidence.rivals(session, question_ids=question_ids)
    contents = {row.claim_id: row.content for row in (*claims, *rivals)}
    said = said_of(session, contents=contents, originals=originals)
    found: dict[int, tuple[list[Said], list[Said]]] = {question_id: ([], []) for question_id in question_ids}
    for row in claims:
        found[row.question_id][0].append(said[row.claim_id])
    for row in rivals:
        found[row.question_id][1].append(said[row.claim_id])
    return {question_id: Evidence(claims=own, rivals=against) for question_id, (own, against) in found.items()}


def said_of(session: Session, *, contents: Mapping[int, Mapping[str, Any]], originals: Originals) -> dict[int, Said]:
    """The claims with these contents, by id, each with the passages that it rests on."""
    claims = {claim_id: Claim.from_json(content) for claim_id, content in contents.items()}
    sources: dict[int, list[Source]] = {claim_id: [] for claim_id in claims}
    passage: PassageRow
    for passage in evidence.passages(session, claim_ids=contents):
        sources[passage.claim_id].append(source_of(passage, originals, claims[passage.claim_id]))
    return {claim_id: Said(claim, tuple(sources[claim_id])) for claim_id, claim in claims.items()}


def assemble(question: Question, *, key: str, revision: int, seed: int, rests_on: Evidence) -> ShownCard:
    """The card that shows ``question`` with its evidence; its options in the order that ``seed`` gives."""
    behind = backing(question, rests_on.claims, rests_on.rivals)
    return ShownCard(
        question_key=key,
        revision=revision,
        version=0,
        kind=question.kind,
        state="",
        content=question,
        prompt=question.prompt(random.Random(seed)),  # noqa: S311  # the order of options is no secret
        solution=solution_with_rivals(question, behind.rivals),
        seed=seed,
        sources=behind.sources,
        voices=behind.voices,
        errata=behind.errata,
        rivals=behind.rivals,
        intervals={},
        proposed=None,
        claims=behind.claims,
    )
