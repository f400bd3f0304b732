"""What the reviewer's rules say of a question or a claim while somebody writes it, and the fixes that they have.

The rules look at the record with what is around it, not at the whole bank, which would be too much at each key: the
claims that bear on it, the questions on these, and a few of its topic. `bank check` may find more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from question_bank.claims import Claim
from question_bank.questions import Question, Status
from question_bank.review import Finding, Material, review_one
from question_bank.review.fixes import Fixed, fixed
from webapp.bank.queries.stored import bank_row
from webapp.bank.queries.surroundings import bank_around, claim_records, questions_of_topic

MOST_BESIDE = 40
LATER = frozenset({"claim-without-question"})
"""Rules that say nothing of use while a record is written: what asks about it comes later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What a rule says, and whether it can be mended mechanically."""

    finding: Finding
    can_be_fixed: bool


def advise_question(session: Session, *, question: Question) -> list[Advice]:
    """What the rules say of a question, which was checked, as if it were published."""
    return _advice(_around_question(session, question), "question", question.id)


def advise_claim(session: Session, *, claim: Claim) -> list[Advice]:
    """What the rules say of a claim, which was read."""
    return _advice(_around_claim(session, claim), "claim", claim.id)


def fix_question(session: Session, *, question: Question, rule: str) -> Fixed | None:
    """The question without what the rule found first of all; None where there is nothing that can be mended so."""
    mended = _first_fix(_around_question(session, question), "question", question.id, rule)
    return mended and replace(mended, content={**mended.content, "status": question.status.value})


def fix_claim(session: Session, *, claim: Claim, rule: str) -> Fixed | None:
    """The claim without what the rule found first of all; None where there is nothing that can be mended so."""
    return _first_fix(_around_claim(session, claim), "claim", claim.id, rule)


def _advice(material: Material, record: str, key: str) -> list[Advice]:
    found = [each for each in review_one(material, record, key) if each.rule not in LATER]
    return [Advice(finding=each, can_be_fixed=fixed(material, each) is not None) for each in found]


def _first_fix(material: Material, record: str, key: str, rule: str) -> Fixed | None:
    found = [each for each in review_one(material, record, key) if each.rule == rule]
    return next((mended for each in found if (mended := fixed(material, each)) is not None), None)


def _around_question(session: Session, question: Question) -> Material:
    bank_id = _bank_id(session)
    claims = claim_records(session, bank_id=bank_id, keys=question.claims)
    bank = bank_around(session, bank_id=bank_id, changed=claims.values())
    topic = next((claim.topic for claim in claims.values()), "")
    beside = questions_of_topic(session, bank_id=bank_id, topic=topic, most=MOST_BESIDE)
    others = {**beside, **bank.questions}
    stored = others.pop(question.id, question)
    as_published = replace(question, status=Status.PUBLISHED, waive=stored.waive)
    return Material(bank=replace(bank, questions={**others, question.id: as_published}))


def _around_claim(session: Session, claim: Claim) -> Material:
    bank_id = _bank_id(session)
    stored = claim_records(session, bank_id=bank_id, keys={claim.id}).get(claim.id, claim)
    bank = bank_around(session, bank_id=bank_id, changed=[replace(claim, waive=stored.waive)])
    return Material(bank=replace(bank, questions={}))


def _bank_id(session: Session) -> int:
    bank = bank_row(session)
    return bank.id if bank else 0
