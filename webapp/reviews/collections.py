"""Chosen collections of a guest, brought into an account; and selections by words that nobody needs any more."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Select, Table, delete, exists, select
from sqlalchemy.orm import Session

from webapp.models import Bank, Base, ChosenCollection, Collection, CollectionQuestion

NAMES = "collection_id"


def copy_collections(session: Session, *, from_user: int, to_user: int) -> None:
    """Let ``to_user`` have the collections of ``from_user`` too. Doing it twice changes nothing.

    What an account has chosen for itself stays: to one that has chosen nothing yet everything comes as it is; another
    gets the own selections alone, and goes on following what it followed.
    """
    if from_user == to_user:
        return
    there = set(session.scalars(select(ChosenCollection.collection_id).where(ChosenCollection.user_id == to_user)))
    for each in session.scalars(select(ChosenCollection).where(ChosenCollection.user_id == from_user)).all():
        is_wanted = not there or each.name is not None
        if is_wanted and each.collection_id not in there:
            session.add(
                ChosenCollection(
                    user_id=to_user,
                    collection_id=each.collection_id,
                    name=each.name,
                    followed_at=None if there else each.followed_at,
                )
            )
    session.flush()


def lock_selections(session: Session) -> None:
    """Let nobody else make or remove selections by words before this transaction ends.

    Does nothing on SQLite, where one transaction writes at a time.
    """
    session.scalars(select(Bank.id).order_by(Bank.id).with_for_update()).all()


def remove_unused_selections(session: Session) -> None:
    """Delete collections by words that no row of anybody names any more: words may tell of who chose them."""
    if session.scalars(_unused().limit(1)).first() is None:
        return
    lock_selections(session)
    numbers = session.scalars(_unused()).all()
    session.execute(delete(CollectionQuestion).where(CollectionQuestion.collection_id.in_(numbers)))
    session.execute(delete(Collection).where(Collection.id.in_(numbers)))


def _unused() -> Select[int]:
    is_named = (exists().where(table.c[NAMES] == Collection.id) for table in _naming_tables())
    return select(Collection.id).where(Collection.kind == "search", *(~named for named in is_named))


def _naming_tables() -> Iterator[Table]:
    """The tables whose rows name a collection, but for that of its questions."""
    for table in Base.metadata.sorted_tables:
        if NAMES in table.c and table.name != CollectionQuestion.__tablename__:
            yield table
