"""Whether an edited claim can be kept: the rules that the files are held to, for it and for the questions on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from question_bank.agreement import check_agreement
from question_bank.claims import Claim, check_claim
from question_bank.problems import BankError, Problem
from question_bank.records import Bank
from question_bank.references import check_references
from question_bank.words import gettext, of_part
from webapp.bank.queries.surroundings import bank_around, claim_records, draft_articles

from .faults import Fault, Rule, content_faults, fault, faults_of


class BadClaimError(ValueError):
    """The claim cannot be kept as it is. ``problems`` says everything that is wrong with it, a sentence each."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("; ".join(self.problems))


def read_claim(data: Mapping[str, Any]) -> Claim:
    """The claim in ``data``, sound by itself. Raises BadClaimError."""
    try:
        claim = Claim.from_json(data)
    except BankError as error:
        raise BadClaimError(faults_of(error)) from error
    problems = content_faults(check_claim(claim))
    if problems:
        raise BadClaimError(problems)
    return claim


def with_rivals(session: Session, *, bank_id: int, claim: Claim, before: Collection[str] = ()) -> list[Claim]:
    """The claim, and those that have to name it in turn as a rival, or no longer: ``before`` are its rivals so far."""
    changed = [claim]
    others = claim_records(session, bank_id=bank_id, keys={*claim.conflicts_with, *before} - {claim.id})
    for other in others.values():
        named = [key for key in other.conflicts_with if key != claim.id]
        if other.id in claim.conflicts_with:
            named.append(claim.id)
        if set(named) != set(other.conflicts_with):
            changed.append(replace(other, conflicts_with=tuple(named)))
    return changed


def check_claims(session: Session, *, bank_id: int, changed: Sequence[Claim]) -> None:
    """Hold the claims to the bank's rules; the first of them is the one that was edited. Raises BadClaimError.

    Of other records only what the edit would break is told, not what was wrong with them before.
    """
    first = changed[0]
    after_bank = bank_around(session, bank_id=bank_id, changed=changed)
    after = _problems(after_bank)
    touched = {claim.id for claim in changed}
    stored = claim_records(session, bank_id=bank_id, keys=touched)
    others = {key: claim for key, claim in after_bank.claims.items() if key not in touched}
    before = set(_problems(replace(after_bank, claims={**others, **stored})))
    problems = list(_drafts(session, first, after_bank))
    problems += [
        fault(problem.message if problem.id == first.id else of_part(problem.id, problem.message), Rule.REFERENCE)
        for problem, is_question in after.items()
        if problem.id == first.id or ((is_question or problem.id in touched) and problem not in before)
    ]
    if problems:
        raise BadClaimError(problems)


def _drafts(session: Session, claim: Claim, bank: Bank) -> Iterable[Fault]:
    """What would let readers see something of a draft, or lose sight of what they have."""
    drafts = draft_articles(session)

    def stages(of: Claim) -> set[bool]:
        return {source.partition("#")[0] in drafts for source in of.sources}

    if len(stages(claim)) > 1:
        message = gettext("it rests on an article that is a draft, and on one that is not: publish the draft first")
        yield fault(message, Rule.DRAFT, "/sources")
    for key in (*claim.conflicts_with, *claim.supersedes):
        if key in bank.claims and stages(bank.claims[key]) != stages(claim):
            message = gettext(
                "'%(key)s' and this claim can name each other once the articles of both are published", key=key
            )
            yield fault(message, Rule.DRAFT, "/conflicts_with" if key in claim.conflicts_with else "/supersedes")


def _problems(bank: Bank) -> dict[Problem, bool]:
    """Everything that is wrong with records of the bank, each with whether it is about a question."""
    found = [*check_references(bank), *check_agreement(bank)]
    found += [
        bank.problem("claim", claim.id, gettext("there is no topic '%(topic)s'", topic=claim.topic))
        for claim in bank.claims.values()
        if claim.topic not in bank.topics
    ]
    return {problem: problem.id in bank.questions for problem in found}
