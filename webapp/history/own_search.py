"""The index of the full-text search as far as it has cards of people's own decks, which they alone find."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import bindparam, select, text
from sqlalchemy.orm import Session

from question_bank.questions import Question as QuestionRecord
from webapp.models import Bank, Claim, ClaimRevision, Question, QuestionRevision
from webapp.models.search import ADD_ENTRY, Entry, place_of, search_entry, without_marks

AT_ONCE = 500  # ids in a statement
KIND = "question"
_FORGET = text("DELETE FROM search_index WHERE kind = 'question' AND record IN :ids").bindparams(
    bindparam("ids", expanding=True)
)
_ANY_OWN = text("""SELECT 1 FROM search_index WHERE kind = 'question' AND record IN (
    SELECT q.id FROM question q JOIN bank b ON b.id = q.bank_id WHERE b.audience = 'owner') LIMIT 1""")


def index_own(session: Session, *, new: Collection[int], changed: Collection[int] = ()) -> None:
    """Let the search find these cards as they are now: by what they ask, and by their other side too, as no teacher
    hides it from whoever made them. Those that are ``new`` are not in the index yet.
    """
    forget_own(session, question_ids=changed)
    for ids in _parts([*new, *changed]):
        if entries := _entries(session, ids):
            session.execute(ADD_ENTRY, entries)


def forget_own(session: Session, *, question_ids: Collection[int]) -> None:
    """Let the search find these cards no more."""
    for ids in _parts(list(question_ids)):
        session.execute(_FORGET, {"ids": ids})


def fill_missing_own(session: Session) -> None:
    """Write the index of people's own decks where there is none: where they are older than it, and after a restore."""
    if session.execute(_ANY_OWN).first() is not None:
        return
    of_owners = select(Question.id).join(Bank, Bank.id == Question.bank_id).where(Bank.audience == "owner")
    ids = session.scalars(of_owners.where(Question.status == "published").order_by(Question.id)).all()
    index_own(session, new=ids)


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def _entries(session: Session, ids: Sequence[int]) -> list[Entry]:
    rows = session.execute(
        select(Question.id, QuestionRevision.content, ClaimRevision.content)
        .join(
            QuestionRevision,
            (QuestionRevision.question_id == Question.id) & (QuestionRevision.number == Question.revision),
        )
        .join(Claim, Claim.id == Question.primary_claim_id)
        .join(ClaimRevision, (ClaimRevision.claim_id == Claim.id) & (ClaimRevision.number == Claim.revision))
        .where(Question.id.in_(ids), Question.status == "published")
    )
    found = []
    for number, content, claim in rows:
        record = QuestionRecord.from_json(content)
        stem = record.prompt(random.Random(0)).stem  # noqa: S311  # an order is not shown
        both = f"{claim['statement']} {record.solution().text}"
        found.append(search_entry(KIND, number, record.id, place_of(claim), without_marks(stem), without_marks(both)))
    return found
