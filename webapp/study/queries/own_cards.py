"""The cards that somebody has: which of them, in which order, and what was done with one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, column, false, func, not_, or_, select, text
from sqlalchemy.orm import Session

from webapp.history.found import words_query
from webapp.models import Card, CollectionQuestion, Question, ReviewLog
from webapp.scheduling.memory import State
from webapp.scheduling.settings import MATURE_STABILITY

from .queue import answered_today

_FOUND_ON_SQLITE = text("SELECT record FROM search_index WHERE kind = 'question' AND search_index MATCH :query")
_FOUND_ON_POSTGRESQL = text(
    "SELECT record FROM search_index WHERE kind = 'question' AND words @@ to_tsquery('english', :query)"
)


class CardStanding(StrEnum):
    """Where a card stands: it is set aside or, where it is not, what its memory is."""

    LEARNING = "learning"
    YOUNG = "young"
    MATURE = "mature"
    RELEARNING = "relearning"
    SUSPENDED = "suspended"
    BURIED = "buried"


class CardOrder(StrEnum):
    """What a list of cards goes by."""

    DUE = "due"
    STABILITY = "stability"
    LAPSES = "lapses"
    ANSWERED = "answered"


_ORDERS: Mapping[CardOrder, Any] = {
    CardOrder.DUE: Card.due_at,
    CardOrder.STABILITY: Card.stability,
    CardOrder.LAPSES: Card.lapses,
    CardOrder.ANSWERED: Card.answered_at,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedCards:
    """Whose cards are listed on which study day, and which: of a standing, of a collection, and that have each of
    ``words`` in the index of the search; None: of any. ``words`` that are empty are in no card. ``only_leeches``: those
    that are missed often, wherever they stand.
    """

    user_id: int
    day: date
    standing: CardStanding | None = None
    collection_id: int | None = None
    words: Sequence[str] | None = None
    only_leeches: bool = False
    order: CardOrder = CardOrder.DUE
    is_falling: bool = False


class OwnCard(NamedTuple):
    """A card as the list has it."""

    question_id: int
    question_key: str
    revision: int
    state: int
    stability: float | None
    due_at: datetime | None
    answered_at: datetime | None
    lapses: int
    suspended: bool
    buried_until: date | None
    leech: bool


class Done(NamedTuple):
    """A row of the log."""

    id: bytes
    kind: int
    mode: int
    answered_at: datetime
    rating: int | None
    due_at: datetime | None
    undoes: bytes | None


def count_own(session: Session, wanted: WantedCards) -> int:
    """How many cards are wanted."""
    statement = select(func.count()).select_from(Card).join(Question, Question.id == Card.question_id)
    return session.scalar(statement.where(*_conditions(session, wanted))) or 0


def own_cards(session: Session, wanted: WantedCards, *, offset: int, most: int) -> list[OwnCard]:
    """A page of the cards that are wanted; those without what the order goes by come last."""
    by = _ORDERS[wanted.order]
    order = by.desc() if wanted.is_falling else by.asc()
    columns: Select[*tuple[Any, ...]] = select(
        Question.id,
        Question.key,
        Question.revision,
        Card.state,
        Card.stability,
        Card.due_at,
        Card.answered_at,
        Card.lapses,
        Card.suspended,
        Card.buried_until,
        Card.leech,
    )
    rows = session.execute(
        columns.select_from(Card)
        .join(Question, Question.id == Card.question_id)
        .where(*_conditions(session, wanted))
        .order_by(by.is_(None), order, Question.id)
        .offset(offset)
        .limit(most)
    )
    return [OwnCard._make(row) for row in rows]


def collections_of(
    session: Session, *, question_ids: Collection[int], collection_ids: Collection[int]
) -> list[tuple[int, int]]:
    """Which of the questions are in which of the collections: ids of both, question first."""
    rows = session.execute(
        select(CollectionQuestion.question_id, CollectionQuestion.collection_id).where(
            CollectionQuestion.collection_id.in_(collection_ids), CollectionQuestion.question_id.in_(question_ids)
        )
    )
    return [(question, collection) for question, collection in rows]


def held_back(session: Session, *, user_id: int, day: date, question_ids: Collection[int]) -> set[int]:
    """Those of the questions that wait for another day than ``day``, as a question on the same claim was answered."""
    answered = answered_today(session, user_id=user_id, day=day)
    waiting = set(question_ids) - answered.keys()
    if not answered or not waiting:
        return set()
    claims = set(answered.values())
    rows = session.scalars(select(Question.id).where(Question.id.in_(waiting), Question.primary_claim_id.in_(claims)))
    return set(rows)


def done_with(session: Session, *, user_id: int, question_id: int, most: int) -> list[Done]:
    """What the person did with a card, the latest first."""
    columns: Select[*tuple[Any, ...]] = select(
        ReviewLog.id,
        ReviewLog.kind,
        ReviewLog.mode,
        ReviewLog.answered_at,
        ReviewLog.rating,
        ReviewLog.due_at,
        ReviewLog.undoes,
    )
    rows = session.execute(
        columns.where(ReviewLog.user_id == user_id, ReviewLog.question_id == question_id)
        .order_by(ReviewLog.answered_at.desc(), ReviewLog.id.desc())
        .limit(most)
    )
    return [Done._make(row) for row in rows]


def _conditions(session: Session, wanted: WantedCards) -> list[ColumnElement[bool]]:
    is_buried = and_(Card.buried_until.is_not(None), Card.buried_until > wanted.day)
    is_aside = or_(Card.suspended, is_buried)
    conditions = [
        Card.user_id == wanted.user_id,
        Question.status == "published",
        or_(Card.state != int(State.NEW), is_aside),
    ]
    match wanted.standing:
        case None:
            pass
        case CardStanding.SUSPENDED:
            conditions.append(Card.suspended.is_(True))
        case CardStanding.BURIED:
            conditions += [Card.suspended.is_(False), is_buried]
        case remembered:
            conditions += [not_(is_aside), _MEMORIES[remembered]]
    if wanted.only_leeches:
        conditions.append(Card.leech.is_(True))
    if wanted.collection_id is not None:
        members = select(CollectionQuestion.question_id).where(CollectionQuestion.collection_id == wanted.collection_id)
        conditions.append(Card.question_id.in_(members))
    if wanted.words is not None:
        conditions.append(_has_words(session, wanted.words))
    return conditions


_IN_REVIEW = Card.state == int(State.REVIEW)
_MEMORIES: Mapping[CardStanding, ColumnElement[bool]] = {
    CardStanding.LEARNING: Card.state == int(State.LEARNING),
    CardStanding.YOUNG: and_(_IN_REVIEW, Card.stability < MATURE_STABILITY),
    CardStanding.MATURE: and_(_IN_REVIEW, Card.stability >= MATURE_STABILITY),
    CardStanding.RELEARNING: Card.state == int(State.RELEARNING),
}


def _has_words(session: Session, words: Sequence[str]) -> ColumnElement[bool]:
    if not words:
        return false()
    statement = _FOUND_ON_SQLITE if session.get_bind().dialect.name == "sqlite" else _FOUND_ON_POSTGRESQL
    return Card.question_id.in_(statement.bindparams(query=words_query(session, words)).columns(column("record")))
