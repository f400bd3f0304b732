"""A question as a student sees it, before anybody does: saved or not, asked and answered."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from question_bank.questions import Question
from webapp.bank.queries.questions import KnownClaim, QuestionRow
from webapp.cards import ShownCard
from webapp.cards.assembling import Evidence, assemble, load_evidence, said_of
from webapp.cards.evidence import contents_of
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
    said = said_of(session, contents=contents_of(session, claim_ids=ids), originals=originals)
    rests_on = Evidence(claims=[said[claim_id] for claim_id in ids])
    return assemble(question, key=question.id or "new", revision=0, seed=SEED, rests_on=rests_on)
