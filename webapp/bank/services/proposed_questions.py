"""Questions that are proposed on a claim, with wrong answers from what is stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from question_bank.actors import Actor as ActorRecord
from question_bank.claims import Claim as ClaimRecord
from question_bank.issues import Issue as IssueRecord
from question_bank.proposals import Proposal, proposals
from webapp.bank.queries import claims
from webapp.bank.queries.plain import plain_records
from webapp.bank.queries.surroundings import claims_like
from webapp.models import Actor, Issue, Question

from .checking import BadQuestionError
from .editing import Edit, create_question

MOST_LIKE = 200
NAMING = frozenset({"id", "status"})
"""Parts of a content that two questions which ask the same differ in."""


def proposed(session: Session, *, claim: str) -> dict[str, Proposal]:
    """The proposals on a claim by their kinds, each with a name that no question has; none where there is no claim."""
    stored = claims.claim(session, key=claim)
    if stored is None or stored.retired_at is not None:
        return {}
    record = ClaimRecord.from_json(stored.content)
    actors = plain_records(session, Actor, bank_id=stored.bank_id)
    issues = plain_records(session, Issue, bank_id=stored.bank_id)
    found = proposals(
        record,
        like=claims_like(session, bank_id=stored.bank_id, claim=record, most=MOST_LIKE),
        actors={each.id: each for each in actors if isinstance(each, ActorRecord)},
        issues={each.id: each for each in issues if isinstance(each, IssueRecord)},
    )
    taken = set(session.scalars(select(Question.key).where(Question.key.startswith(record.id[:50], autoescape=True))))
    return {each["kind"]: {**each, "id": _free(each["id"], taken)} for each in found}


def keep_proposed(session: Session, *, claim: str, author_id: int, now: datetime) -> tuple[list[str], list[str]]:
    """Make every proposal on a claim a draft: the keys that were made, and the kinds that a person has to finish first.

    What is asked of the claim already, word for word, is not made again.
    """
    stored = claims.claim(session, key=claim)
    found = proposed(session, claim=claim)
    resting = claims.questions_on(session, claim_id=stored.id) if stored else []
    asked = [_asked(each.content) for each in resting]
    made, left = [], []
    for kind, proposal in found.items():
        if _asked(proposal) in asked:
            continue
        try:
            made.append(create_question(session, edit=Edit(data=proposal, author_id=author_id), now=now))
        except BadQuestionError:
            left.append(kind)
    return made, left


def _asked(content: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if name not in NAMING}


def _free(key: str, taken: set[str]) -> str:
    """The key, or the first with a number behind it, that is not taken."""
    numbered = (f"{key[:56]}-{number}" for number in range(2, len(taken) + 3))
    return next(each for each in (key, *numbered) if each not in taken)
