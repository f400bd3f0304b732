"""Collections: the parts of the bank that a student can follow, study alone or work towards.

In the place of a collection's ids None or none at all means the whole bank, which is no collection of its own.
"""

from __future__ import annotations

from collections.abc import Collection as Several
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from webapp.models import Actor, Article, Card, ChosenCollection, Collection, CollectionQuestion, Question, Topic
from webapp.scheduling.memory import State
from webapp.scheduling.settings import MATURE_STABILITY

LARGEST_ID = 2**63 - 1
"""Of what the databases can look for."""


class CollectionKind(StrEnum):
    """What the questions of a collection have in common; in the order in which collections are listed."""

    ARTICLE = "article"
    TOPIC = "topic"
    ACTOR = "actor"
    IMPORTANCE = "importance"
    SEARCH = "search"  # a student's own selection, by words


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionRow:
    """A collection as one student sees it.

    ``value`` is the key of its article, topic or actor, its importance, or its words; ``title`` what it is called:
    the name that the student has given, that of the record, else the value.
    """

    id: int
    kind: CollectionKind
    value: str
    title: str
    is_followed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Published questions by what a student's memory of them is. Known are those that have left the steps of learning.

    The suspended ones are not among ``questions``: nobody learns them, and nobody is told to.
    """

    questions: int = 0
    learning: int = 0
    young: int = 0
    mature: int = 0  # stability of 21 days or more
    suspended: int = 0

    @property
    def known(self) -> int:
        return self.young + self.mature

    @property
    def new(self) -> int:
        return self.questions - self.learning - self.young - self.mature


_AT_HAND = Card.suspended.is_(False)
_IN_REVIEW = _AT_HAND & (Card.state == int(State.REVIEW))
COUNTS = (
    func.count(case((Card.suspended.is_(True), 1))),
    func.count(case((_AT_HAND & Card.state.in_((int(State.LEARNING), int(State.RELEARNING))), 1))),
    func.count(case((_IN_REVIEW, 1))),
    func.count(case((_IN_REVIEW & (Card.stability >= MATURE_STABILITY), 1))),
)
"""Of questions with the cards of one student, where there are any."""


def followed_ids(session: Session, *, user_id: int) -> tuple[int, ...]:
    """The collections that a student follows; none: the whole bank."""
    followed = (
        select(ChosenCollection.collection_id)
        .join(Collection, Collection.id == ChosenCollection.collection_id)  # which may be out of sight by now
        .where(ChosenCollection.user_id == user_id, ChosenCollection.followed_at.is_not(None))
        .order_by(ChosenCollection.collection_id)
    )
    return tuple(session.scalars(followed))


def followed_collections(session: Session, *, user_id: int) -> list[CollectionRow]:
    """The collections that a student follows, in the order of ``collections``."""
    rows = session.execute(_listed(user_id).where(ChosenCollection.followed_at.is_not(None))).all()
    return sorted((_row(row) for row in rows), key=_place)


def is_within(
    question_id: ColumnElement[int] | InstrumentedAttribute[int], collection_ids: Several[int]
) -> ColumnElement[bool]:
    """Whether the question of a column is in one of the collections, none of them meaning the whole bank."""
    if not collection_ids:
        return literal(value=True)
    return (
        select(CollectionQuestion.question_id)
        .where(
            CollectionQuestion.collection_id.in_(collection_ids), CollectionQuestion.question_id == question_id
        )
        .exists()
    )  # fmt: skip


def collections(session: Session, *, user_id: int) -> list[CollectionRow]:
    """The collections that a student can choose from: those of the bank that have questions, and what was chosen.

    Articles, topics and so on, each in the order of the bank; own selections last, by their names.
    """
    filled = select(CollectionQuestion.collection_id).where(CollectionQuestion.collection_id == Collection.id).exists()
    is_chosen = ChosenCollection.user_id.is_not(None)
    rows = session.execute(
        _listed(user_id).where(or_(is_chosen, (Collection.kind != CollectionKind.SEARCH) & filled))
    ).all()
    return sorted((_row(row) for row in rows), key=_place)


def collection(session: Session, *, user_id: int, collection_id: int) -> CollectionRow | None:
    """The collection with this id, of a term that was made one with another that of the other; None where there is
    none, or it is somebody else's own selection.
    """
    if collection_id > LARGEST_ID:
        return None
    is_open = or_(ChosenCollection.user_id.is_not(None), Collection.kind != CollectionKind.SEARCH)
    row = session.execute(_listed(user_id).where(Collection.id == _present_id(collection_id), is_open)).one_or_none()
    return None if row is None else _row(row)


def _present_id(collection_id: int) -> ColumnElement[int]:
    """The collection that the one with this id is one with by now, itself where it is none."""
    former, present = aliased(Collection), aliased(Collection)
    merged: Mapping[CollectionKind, Any] = {CollectionKind.TOPIC: Topic, CollectionKind.ACTOR: Actor}
    became = (
        select(present.id)
        .join(term, (term.bank_id == present.bank_id) & (term.merged_into == present.value))
        .join(former, (former.bank_id == term.bank_id) & (former.value == term.key))
        .where(former.id == collection_id, former.kind == kind, present.kind == kind)
        .scalar_subquery()
        for kind, term in merged.items()
    )
    return func.coalesce(*became, collection_id)


def named_collections(session: Session, *, user_id: int, collection_ids: Several[int]) -> Mapping[int, CollectionRow]:
    """Those of the collections that are in sight, by their ids."""
    rows = session.execute(_listed(user_id).where(Collection.id.in_(collection_ids))).all()
    return {row[0]: _row(row) for row in rows}


def knowledge_within(session: Session, *, user_id: int, collection_ids: Several[int]) -> Mapping[int, Known]:
    """What a student knows of each of the collections; those without questions are left out."""
    rows = session.execute(
        select(CollectionQuestion.collection_id, func.count(), *COUNTS)
        .outerjoin(Card, (Card.user_id == user_id) & (Card.question_id == CollectionQuestion.question_id))
        .where(CollectionQuestion.collection_id.in_(collection_ids))
        .group_by(CollectionQuestion.collection_id)
    )
    return {collection_id: known_of(questions, counts) for collection_id, questions, *counts in rows}


def knowledge(session: Session, *, user_id: int) -> Known:
    """What a student knows of the whole bank."""
    questions = session.scalar(select(func.count()).where(Question.status == "published")) or 0
    row = session.execute(
        select(*COUNTS)
        .join(Question, Question.id == Card.question_id)
        .where(Card.user_id == user_id, Question.status == "published")
    ).one()
    return known_of(questions, row)


def known_of(questions: int, counts: Sequence[int]) -> Known:
    """What ``COUNTS`` say of so many questions."""
    suspended, learning, reviewed, mature = counts
    return Known(
        questions=questions - suspended,
        learning=learning,
        young=reviewed - mature,
        mature=mature,
        suspended=suspended,
    )


def _listed(user_id: int) -> Select[*tuple[Any, ...]]:
    """Collections with what the student has made of them, and the names of what they hold."""
    titled: Mapping[CollectionKind, Any] = {
        CollectionKind.ARTICLE: Article,
        CollectionKind.TOPIC: Topic,
        CollectionKind.ACTOR: Actor,
    }
    title = func.coalesce(ChosenCollection.name, Article.title, Topic.title, Actor.name, Collection.value)
    wanted: Select[*tuple[Any, ...]] = select(
        Collection.id, Collection.kind, Collection.value, title, ChosenCollection.followed_at.is_not(None)
    ).outerjoin(
        ChosenCollection, (ChosenCollection.collection_id == Collection.id) & (ChosenCollection.user_id == user_id)
    )
    for kind, table in titled.items():
        wanted = wanted.outerjoin(
            table,
            (Collection.kind == kind) & (table.bank_id == Collection.bank_id) & (table.key == Collection.value),
        )
    return wanted


def _row(row: Sequence[Any]) -> CollectionRow:
    collection_id, kind, value, title, is_followed = row
    return CollectionRow(
        id=collection_id, kind=CollectionKind(kind), value=value, title=title, is_followed=bool(is_followed)
    )


_KINDS = list(CollectionKind)


def _place(row: CollectionRow) -> tuple[int, str, int]:
    return _KINDS.index(row.kind), row.title.casefold() if row.kind is CollectionKind.SEARCH else "", row.id
