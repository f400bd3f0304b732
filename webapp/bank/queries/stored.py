"""What the database holds of each record of the bank, reduced to what a comparison with the files needs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import Article, Bank, Claim, ClaimRevision, Question, QuestionRevision
from webapp.models.bank import SHIPPED
from webapp.models.visible import only_visible, visible_banks

AT_ONCE = 500  # keys that one statement asks for


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A stored record. ``loaded_hash`` is what the files had at the last load, None where they had it not."""

    id: int
    content_hash: bytes
    loaded_hash: bytes | None
    is_retired: bool
    revision: int = 0


def bank_row(session: Session) -> Bank | None:
    """The row of the bank that is in sight alone, else of the shipped one; None before the first load."""
    banks = visible_banks()
    one = Bank.key == SHIPPED if banks is None else Bank.id.in_(banks)
    return session.scalars(select(Bank).where(one)).one_or_none()


def bank_id(session: Session) -> int:
    """The id of the bank that ``bank_row`` finds; 0, which is that of none, before the first load."""
    bank = bank_row(session)
    return 0 if bank is None else bank.id


def stored_claims(session: Session, *, bank_id: int) -> dict[str, Stored]:
    """Claims by key."""
    statement = (
        select(
            Claim.key, Claim.id, ClaimRevision.content_hash, Claim.loaded_hash, Claim.retired_at, Claim.revision
        )
        .join(ClaimRevision, (ClaimRevision.claim_id == Claim.id) & (ClaimRevision.number == Claim.revision))
        .where(Claim.bank_id == bank_id)
        .order_by(Claim.id)
    )  # fmt: skip
    return {row[0]: _stored(row[1:]) for row in session.execute(statement)}


def stored_questions(session: Session, *, bank_id: int) -> dict[str, Stored]:
    """Questions by key."""
    statement = (
        select(
            Question.key, Question.id, QuestionRevision.content_hash, Question.loaded_hash, Question.retired_at,
            Question.revision,
        )
        .join(
            QuestionRevision,
            (QuestionRevision.question_id == Question.id) & (QuestionRevision.number == Question.revision),
        )
        .where(Question.bank_id == bank_id)
        .order_by(Question.id)
    )  # fmt: skip
    return {row[0]: _stored(row[1:]) for row in session.execute(statement)}


def _stored(row: Any) -> Stored:
    identity, digest, loaded, retired_at, revision = row
    return Stored(
        id=identity, content_hash=digest, loaded_hash=loaded, is_retired=retired_at is not None, revision=revision
    )


def keys_elsewhere(
    session: Session, model: type[Article | Claim | Question], *, keys: Sequence[str], bank_id: int
) -> set[str]:
    """Those of the ``keys`` that a record of another bank has, whoever sees that: they are taken on the whole site."""
    found: set[str] = set()
    with only_visible(None):
        for first in range(0, len(keys), AT_ONCE):
            asked = model.key.in_(keys[first : first + AT_ONCE])
            found.update(session.scalars(select(model.key).where(asked, model.bank_id != bank_id)))
    return found


def claim_contents(
    session: Session, *, bank_id: int, ids: Collection[int] | None = None
) -> Mapping[int, dict[str, Any]]:
    """The present contents of the claims that are not retired, or of those of them with the ``ids``; oldest first."""
    among = () if ids is None else (Claim.id.in_(ids),)
    statement = (
        select(Claim.id, ClaimRevision.content)
        .join(ClaimRevision, (ClaimRevision.claim_id == Claim.id) & (ClaimRevision.number == Claim.revision))
        .where(Claim.bank_id == bank_id, Claim.retired_at.is_(None), *among)
        .order_by(Claim.id)
    )
    return {row.id: row.content for row in session.execute(statement)}


def question_contents(session: Session, *, bank_id: int) -> Mapping[int, dict[str, Any]]:
    """The present contents of the questions that are not retired, by id, in the order in which new ones come."""
    statement = (
        select(Question.id, QuestionRevision.content)
        .join(
            QuestionRevision,
            (QuestionRevision.question_id == Question.id) & (QuestionRevision.number == Question.revision),
        )
        .where(Question.bank_id == bank_id, Question.retired_at.is_(None))
        .order_by(Question.position, Question.id)
    )
    return {row.id: row.content for row in session.execute(statement)}
