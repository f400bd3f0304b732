"""Collections as the tests choose them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from webapp.models import Bank, ChosenCollection, Collection, CollectionQuestion, Question


def collection_id(session: Session, kind: str, value: str) -> int:
    """The id of a collection that the bank's load has written."""
    return session.scalars(select(Collection.id).where(Collection.kind == kind, Collection.value == value)).one()


def choose(
    session: Session, user_id: int, collection: int, *, followed_at: datetime | None, name: str | None = None
) -> None:
    session.add(ChosenCollection(user_id=user_id, collection_id=collection, name=name, followed_at=followed_at))
    session.flush()


def make_collection(session: Session, questions: Sequence[int], *, kind: str = "topic", value: str = "some") -> int:
    """A collection of these questions, whatever the bank's load would make of it; its id."""
    made = Collection(bank_id=session.scalars(select(Bank.id)).one(), kind=kind, value=value)
    session.add(made)
    session.flush()
    positions = session.execute(select(Question.id, Question.position).where(Question.id.in_(questions)))
    rows = [{"collection_id": made.id, "question_id": number, "position": place} for number, place in positions]
    if rows:
        session.execute(insert(CollectionQuestion), rows)
    return made.id
