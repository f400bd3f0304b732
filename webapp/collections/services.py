"""Collections followed and left, and own selections made and removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext
from markupsafe import Markup
from sqlalchemy import ColumnElement, Update, delete, insert, select, update
from sqlalchemy.orm import Session

from webapp.cards.stems import stems
from webapp.history.collections import (
    CollectionKind,
    CollectionRow,
    Known,
    collection,
    collections,
    knowledge_within,
)
from webapp.history.found import found_questions, words_of
from webapp.models import Bank, ChosenCollection, Collection, CollectionQuestion
from webapp.reviews.collections import lock_selections, remove_unused_selections

SHOWN_STEMS = 5
MOST_CHOSEN = 50
"""Collections that one person can follow or keep: each followed one costs a statement whenever cards are looked for."""

_BANK = select(Bank.id).order_by(Bank.id).limit(1)


class NoSuchCollectionError(LookupError):
    """There is no such collection for this person. The message says so."""


class TooManyError(ValueError):
    """The person has chosen as many collections as there may be. The message says what to do."""


class NothingFoundError(ValueError):
    """No question asks about the words. The message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What words would select: how many questions, and what the first of them ask."""

    questions: int
    stems: tuple[Markup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A collection to choose, and what the person knows of it."""

    row: CollectionRow
    known: Known


def choices(session: Session, *, user_id: int, words: str = "") -> Mapping[CollectionKind, list[Choice]]:
    """The collections that a person can follow and those chosen, by what they are made of.

    ``words`` narrows them down to those that have it in their titles.
    """
    rows = [row for row in collections(session, user_id=user_id) if words.casefold() in row.title.casefold()]
    known = knowledge_within(session, user_id=user_id, collection_ids=[row.id for row in rows])
    found: dict[CollectionKind, list[Choice]] = {}
    for row in rows:
        found.setdefault(row.kind, []).append(Choice(row=row, known=known.get(row.id, Known())))
    found.get(CollectionKind.ACTOR, []).sort(key=lambda choice: -choice.known.questions)
    return found


def try_words(session: Session, *, written: str) -> Tried:
    """What a selection by these words would hold."""
    found = _found(session, words_of(written))
    first = sorted(found, key=lambda question: (found[question], question))[:SHOWN_STEMS]
    texts = stems(session, question_ids=first)
    return Tried(questions=len(found), stems=tuple(texts[question] for question in first if question in texts))


def own_collection(session: Session, *, user_id: int, collection_id: int) -> CollectionRow:
    """The collection, if it is open to this person. Raises NoSuchCollectionError."""
    found = collection(session, user_id=user_id, collection_id=collection_id)
    if found is None:
        raise NoSuchCollectionError(gettext("There is no such collection among yours."))
    return found


def follow(session: Session, *, user_id: int, collection_id: int, now: datetime) -> None:
    """Let new cards and reviews come from the collection too. Doing it twice changes nothing.

    Raises NoSuchCollectionError and TooManyError.
    """
    row = own_collection(session, user_id=user_id, collection_id=collection_id)
    if row.is_followed:
        return
    if row.kind is CollectionKind.SEARCH:
        session.execute(_chosen(user_id, row.id, followed_at=now))
        return
    _leave_room(session, user_id)
    session.add(ChosenCollection(user_id=user_id, collection_id=row.id, name=None, followed_at=now))
    session.flush()


def leave(session: Session, *, user_id: int, collection_id: int) -> None:
    """Follow the collection no longer; an own selection stays at hand. Doing it twice changes nothing.

    Raises NoSuchCollectionError.
    """
    row = own_collection(session, user_id=user_id, collection_id=collection_id)
    if row.kind is CollectionKind.SEARCH:
        session.execute(_chosen(user_id, row.id, followed_at=None))
    else:
        session.execute(delete(ChosenCollection).where(*_is_chosen(user_id, row.id)))


def follow_whole_bank(session: Session, *, user_id: int) -> None:
    """Leave every collection."""
    is_own = ChosenCollection.user_id == user_id
    session.execute(delete(ChosenCollection).where(is_own, ChosenCollection.name.is_(None)))
    session.execute(update(ChosenCollection).where(is_own).values(followed_at=None))


def make_selection(session: Session, *, user_id: int, written: str, name: str, followed_at: datetime | None) -> int:
    """Keep what asks about the words that somebody wrote under a name, and follow it if ``followed_at`` is given.

    One by the same words is renamed. The collection's id. Raises NothingFoundError and TooManyError.
    """
    lock_selections(session)
    words = words_of(written)
    questions = _found(session, words)
    if not questions:
        raise NothingFoundError(gettext("No question asks about that. Try fewer words, or only the beginning of one."))
    number = _collection_of(session, " ".join(words), questions)
    if session.get(ChosenCollection, (user_id, number)) is None:
        _leave_room(session, user_id)
    session.merge(ChosenCollection(user_id=user_id, collection_id=number, name=name, followed_at=followed_at))
    session.flush()
    return number


def remove_selection(session: Session, *, user_id: int, collection_id: int) -> None:
    """Forget an own selection; its cards keep all that was learned. Raises NoSuchCollectionError."""
    row = own_collection(session, user_id=user_id, collection_id=collection_id)
    if row.kind is not CollectionKind.SEARCH:
        raise NoSuchCollectionError(gettext("There is no such selection among yours."))
    session.execute(delete(ChosenCollection).where(*_is_chosen(user_id, row.id)))
    remove_unused_selections(session)


def _found(session: Session, words: Sequence[str]) -> dict[int, int]:
    bank_id = session.scalar(_BANK)
    return {} if bank_id is None else found_questions(session, bank_id=bank_id, words=words)


def _collection_of(session: Session, value: str, questions: Mapping[int, int]) -> int:
    """The collection by these words, made where there is none yet."""
    kind = CollectionKind.SEARCH
    bank_id = session.scalars(_BANK).one()
    known = session.scalars(
        select(Collection.id).where(Collection.bank_id == bank_id, Collection.kind == kind, Collection.value == value)
    ).first()
    if known is not None:
        return known
    made = Collection(bank_id=bank_id, kind=kind, value=value)
    session.add(made)
    session.flush()
    session.execute(
        insert(CollectionQuestion),
        [
            {"collection_id": made.id, "question_id": question, "position": position}
            for question, position in questions.items()
        ],
    )
    return made.id


def _leave_room(session: Session, user_id: int) -> None:
    chosen = session.scalars(select(ChosenCollection.collection_id).where(ChosenCollection.user_id == user_id)).all()
    if len(chosen) >= MOST_CHOSEN:
        raise TooManyError(
            gettext(
                "You have chosen %(number)d collections, and there is no room for more. Leave one first.",
                number=len(chosen),
            )
        )


def _is_chosen(user_id: int, collection_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return ChosenCollection.user_id == user_id, ChosenCollection.collection_id == collection_id


def _chosen(user_id: int, collection_id: int, *, followed_at: datetime | None) -> Update:
    return update(ChosenCollection).where(*_is_chosen(user_id, collection_id)).values(followed_at=followed_at)
