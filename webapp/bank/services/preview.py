"""A question as a student sees it, before anybody does: saved or not, asked and answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from question_bank.questions import Question
from webapp.bank.queries.questions import KnownClaim, QuestionRow
from webapp.cards import ShownCard
from webapp.cards.assembling import Evidence, assemble, claim_sources, load_evidence
from webapp.cards.evidence import ClaimRow, contents_of
from webapp.cards.originals import Originals

SEED = 1  # an order of options like any other


def preview_saved(session: Session, *, row: QuestionRow, originals: Originals, seed: int = SEED) -> ShownCard:
    """The question as it is now."""
    rests_on = load_evidence(session, question_ids=[row.id], originals=originals)[row.id]
    question = Question.from_json(row.content)
    return assemble(question, key=row.key, revision=row.revision, seed=seed, rests_on=rests_on)


def preview_edited(
    session: Session, *, question: Question, claims: Mapping[str, KnownClaim], originals: Originals
) -> ShownCard:
    """A question that was checked and not saved. What contradicts its claims is not looked up."""
    ids = [claims[key].id for key in question.claims]
    contents: Mapping[int, dict[str, Any]] = contents_of(session, claim_ids=ids)
    sources = claim_sources(session, claim_ids=ids, originals=originals)
    rests_on = Evidence(
        claims=[ClaimRow(0, claim_id, "also", contents[claim_id]) for claim_id in ids],
        sources=tuple(dict.fromkeys(source for claim_id in ids for source in sources.get(claim_id, ()))),
    )
    return assemble(question, key=question.id or "new", revision=0, seed=SEED, rests_on=rests_on)
