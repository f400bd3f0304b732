"""The candidates of today's queue, each kind in the order in which it comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    text,
    tuple_,
    type_coerce,
)
from sqlalchemy.orm import Session

from webapp.models import ArticleVersion, Card, ClaimPassage, CollectionQuestion, Passage, Question, ReviewLog
from webapp.models.base import to_day_number, to_milliseconds
from webapp.scheduling.fuzz import card_seed
from webapp.scheduling.memory import State
from webapp.scheduling.outcomes import REVIEW
from webapp.scheduling.queue import Candidate

from .prepared import AT_MOST, IsAmong, Prepared

NOT_SUSPENDED = text("NOT card.suspended")  # as the partial index has it: SQLite compares the words
IN_STEPS = Card.state.in_([literal_column(str(int(state))) for state in (State.LEARNING, State.RELEARNING)])


class Unseen(NamedTuple):
    """A question that the person has not answered yet, and its place in the order of new ones."""

    position: int
    question_id: int
    claim_id: int


def _published() -> ColumnElement[bool]:
    return Question.status == "published"


def _shown_again() -> ColumnElement[bool]:
    return or_(Card.buried_until.is_(None), Card.buried_until <= bindparam("day"))


@dataclass(frozen=True, slots=True)
class Scope:
    """What cards are looked for in: collections or, without any, the whole bank. ``is_small``: they hold so few
    questions that going through all of them is sure to cost little.
    """

    collection_ids: tuple[int, ...] = ()
    is_small: bool = False


WHOLE_BANK = Scope()
SMALL = 1000
_MEMBERS = select(CollectionQuestion.question_id).where(IsAmong(CollectionQuestion.collection_id, "collections"))
_FIRST_MEMBERS = Prepared(select(func.count()).select_from(_MEMBERS.limit(SMALL + 1).subquery()))


class _OfCards:
    """A statement over a person's cards that are not suspended: of the whole bank, or within collections.

    Within a large collection it goes through what is due in order and stops as soon as it has enough; within a small
    one through the members, whatever else may be due. Worded otherwise, as there, the condition on suspended cards
    keeps SQLite from the partial index by time.
    """

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        is_member = _MEMBERS.where(CollectionQuestion.question_id == Card.question_id).correlate(Card).exists()
        self._whole = Prepared(statement.where(NOT_SUSPENDED))
        self._within_large = Prepared(statement.where(NOT_SUSPENDED, is_member))
        self._within_small = Prepared(statement.where(Card.suspended.is_(False), Card.question_id.in_(_MEMBERS)))

    def rows(self, session: Session, values: Mapping[str, Any], scope: Scope) -> Sequence[Sequence[Any]]:
        """The rows for ``values`` in the scope."""
        if not scope.collection_ids:
            return self._whole.rows(session, values)
        statement = self._within_small if scope.is_small else self._within_large
        return statement.rows(session, {**values, "collections": list(scope.collection_ids)})


class _OfQuestions:
    """A statement over questions: of the whole bank, or within collections."""

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        self._whole = Prepared(statement)
        self._within = Prepared(statement.where(Question.id.in_(_MEMBERS)))

    def rows(self, session: Session, values: Mapping[str, Any], scope: Scope) -> Sequence[Sequence[Any]]:
        """The rows for ``values`` in the scope."""
        if not scope.collection_ids:
            return self._whole.rows(session, values)
        return self._within.rows(session, {**values, "collections": list(scope.collection_ids)})


_CARDS = (
    select(Card.question_id, Question.primary_claim_id)
    .join(Question, Question.id == Card.question_id)
    .where(
        Card.user_id == bindparam("user"),
        Card.due_at < bindparam("before"),
        _shown_again(),
        _published(),
    )
    .order_by(Card.due_at, Card.question_id)
    .limit(AT_MOST)
)
_IN_LEARNING = _OfCards(_CARDS.add_columns(Card.state, Card.due_at).where(IN_STEPS))
_IN_REVIEW = _OfCards(_CARDS.where(Card.state == int(State.REVIEW)).offset(bindparam("skip")))

_BY_RECALL = _OfCards(  # recall falls with the days since the last answer, measured by the stability
    _CARDS.where(Card.state == int(State.REVIEW))
    .order_by(None)
    .order_by((bindparam("day") - type_coerce(Card.study_day, Integer)) / Card.stability, Card.due_at, Card.question_id)
    .offset(bindparam("skip"))
)

_RETURNED_TO_NEW = _OfCards(
    select(Question.position, Question.id, Question.primary_claim_id)
    .select_from(Card)
    .join(Question, Question.id == Card.question_id)
    .where(
        Card.user_id == bindparam("user"), Card.state == int(State.NEW), _shown_again(), _published()
    )
    .order_by(Question.position, Question.id)
    .limit(AT_MOST)
)  # fmt: skip

_UNSEEN = Prepared(
    select(Question.position, Question.id, Question.primary_claim_id)
    .where(
        _published(),
        Question.position >= bindparam("position"),
        tuple_(Question.position, Question.id) > tuple_(bindparam("position"), bindparam("question")),
        ~select(Card.question_id)
        .where(Card.user_id == bindparam("user"), Card.question_id == Question.id)
        .correlate(Question)
        .exists(),
    )
    .order_by(Question.position, Question.id)
    .limit(AT_MOST)
)

_UNSEEN_IN_COLLECTION = Prepared(
    select(CollectionQuestion.position, Question.id, Question.primary_claim_id)
    .join(Question, Question.id == CollectionQuestion.question_id)
    .where(
        _published(),
        CollectionQuestion.collection_id == bindparam("collection"),
        CollectionQuestion.position >= bindparam("position"),
        tuple_(CollectionQuestion.position, CollectionQuestion.question_id)
        > tuple_(bindparam("position"), bindparam("question")),
        ~select(Card.question_id)
        .where(Card.user_id == bindparam("user"), Card.question_id == CollectionQuestion.question_id)
        .correlate(CollectionQuestion)
        .exists(),
    )
    .order_by(CollectionQuestion.position, CollectionQuestion.question_id)
    .limit(AT_MOST)
)
_ALL_UNSEEN = (
    select(Question.position, Question.id, Question.primary_claim_id)
    .outerjoin(Card, (Card.question_id == Question.id) & (Card.user_id == bindparam("user")))
    .where(
        _published(),
        or_(Card.question_id.is_(None), and_(Card.state == int(State.NEW), Card.suspended.is_(False), _shown_again())),
    )
    .limit(AT_MOST)
    .offset(bindparam("skip"))
)
_FIRST_PASSAGE = (
    select(ClaimPassage.passage_id)
    .where(ClaimPassage.claim_id == Question.primary_claim_id)
    .order_by(ClaimPassage.position, ClaimPassage.passage_id)
    .limit(1)
    .correlate(Question)
    .scalar_subquery()
)
_BY_ARTICLE = _OfQuestions(
    _ALL_UNSEEN.outerjoin(Passage, Passage.id == _FIRST_PASSAGE)
    .outerjoin(ArticleVersion, ArticleVersion.id == Passage.article_version_id)
    .order_by(ArticleVersion.article_id, Passage.position, Question.position, Question.id)
)
_PRIME: ColumnElement[int] = literal_column("2147483647")
_SHUFFLED = (Question.id * bindparam("factor") + bindparam("shift")) % _PRIME
_AT_RANDOM = _OfQuestions(_ALL_UNSEEN.order_by((_SHUFFLED * _SHUFFLED) % _PRIME, Question.id))

_ANSWERED_TODAY = Prepared(
    select(Card.question_id, Question.primary_claim_id)
    .select_from(ReviewLog)
    .join(Card, (Card.user_id == ReviewLog.user_id) & (Card.question_id == ReviewLog.question_id))
    .join(Question, Question.id == ReviewLog.question_id)
    .where(
        ReviewLog.user_id == bindparam("user"),
        ReviewLog.study_day == bindparam("day"),
        Card.study_day == bindparam("day"),
    )
)

_NEXT_DUE = _OfCards(
    select(Card.due_at)
    .where(
        Card.user_id == bindparam("user"),
        Card.state == bindparam("state"),
        Card.due_at >= bindparam("after"),
    )
    .order_by(Card.due_at)
    .limit(1)
)

_ANY_PUBLISHED = select(Question.id).where(_published()).limit(1)
_LAST_POSITION = select(func.max(Question.position)).where(_published())


def scope_of(session: Session, *, collection_ids: Sequence[int]) -> Scope:
    """The scope of these collections; without any, the whole bank."""
    if not collection_ids:
        return WHOLE_BANK
    ((members,),) = _FIRST_MEMBERS.rows(session, {"collections": list(collection_ids)})
    return Scope(tuple(collection_ids), is_small=members <= SMALL)


def learning_cards(
    session: Session, *, user_id: int, before: datetime, day: date, most: int, scope: Scope = WHOLE_BANK
) -> list[Candidate]:
    """Cards in learning or relearning that are due before an instant, the earliest first."""
    values = {"user": user_id, "before": to_milliseconds(before), "day": to_day_number(day), "most": most}
    return [
        Candidate(question_id=question, claim_id=claim, state=State(state), due_at=due_at)
        for question, claim, state, due_at in _IN_LEARNING.rows(session, values, scope)
    ]


def review_cards(
    session: Session,
    *,
    user_id: int,
    before: datetime,
    day: date,
    most: int,
    skip: int = 0,
    scope: Scope = WHOLE_BANK,
    by_recall: bool = False,
) -> list[Candidate]:
    """Cards in review that are due before an instant, the oldest due first; ``skip`` passes over the first ones.

    Within large collections the cost is that of the cards due before the last of these, in a collection or not. With
    ``by_recall`` those come first that are still known best: then all that is due is sorted.
    """
    statement = _BY_RECALL if by_recall else _IN_REVIEW
    values = {"user": user_id, "before": to_milliseconds(before), "day": to_day_number(day), "most": most, "skip": skip}
    return [Candidate(question, claim, REVIEW) for question, claim in statement.rows(session, values, scope)]


def returned_to_new(session: Session, *, user_id: int, day: date, most: int, scope: Scope = WHOLE_BANK) -> list[Unseen]:
    """Questions whose card holds flags alone: they were buried or suspended, then brought back, unanswered."""
    values = {"user": user_id, "day": to_day_number(day), "most": most}
    return [Unseen._make(row) for row in _RETURNED_TO_NEW.rows(session, values, scope)]


def unseen_questions(session: Session, *, user_id: int, after: tuple[int, int], most: int) -> list[Unseen]:
    """Published questions without a card, in their order, beginning after ``(position, question id)``.

    The cost is that of the questions walked over: those with a card between ``after`` and the last one returned.
    """
    values = {"user": user_id, "position": after[0], "question": after[1], "most": most}
    return [Unseen._make(row) for row in _UNSEEN.rows(session, values)]


def unseen_in_collection(
    session: Session, *, user_id: int, collection_id: int, after: tuple[int, int], most: int
) -> list[Unseen]:
    """As ``unseen_questions``, of one collection."""
    values = {
        "user": user_id,
        "collection": collection_id,
        "position": after[0],
        "question": after[1],
        "most": most,
    }
    return [Unseen._make(row) for row in _UNSEEN_IN_COLLECTION.rows(session, values)]


def unseen_by_article(
    session: Session, *, user_id: int, day: date, most: int, skip: int, scope: Scope = WHOLE_BANK
) -> list[Unseen]:
    """Published questions that were never answered, as the articles go on; those that are set aside are left out.

    The cost is that of the whole bank.
    """
    return _unseen_in_order(session, _BY_ARTICLE, user_id, day, most, skip, scope)


def unseen_at_random(
    session: Session, *, user_id: int, day: date, most: int, skip: int, scope: Scope = WHOLE_BANK
) -> list[Unseen]:
    """Published questions that were never answered, in an order that belongs to the person: always the same.

    The cost is that of the whole bank.
    """
    seed = card_seed(user_id, 0, 0)
    shuffle = {"factor": 1 + seed % 2_147_483_000, "shift": seed >> 1}
    return _unseen_in_order(session, _AT_RANDOM, user_id, day, most, skip, scope, shuffle)


def _unseen_in_order(
    session: Session,
    statement: _OfQuestions,
    user_id: int,
    day: date,
    most: int,
    skip: int,
    scope: Scope,
    more: Mapping[str, int] | None = None,
) -> list[Unseen]:
    values = {"user": user_id, "day": to_day_number(day), "most": most, "skip": skip, **(more or {})}
    return [Unseen._make(row) for row in statement.rows(session, values, scope)]


def answered_today(session: Session, *, user_id: int, day: date) -> dict[int, int]:
    """The cards with an answer that counts on the study day: question id to primary claim id."""
    rows = _ANSWERED_TODAY.rows(session, {"user": user_id, "day": to_day_number(day)})
    return {question: claim for question, claim in rows}  # noqa: C416  # rows of two, a card for each of its answers


def next_due_at(session: Session, *, user_id: int, after: datetime, scope: Scope = WHOLE_BANK) -> datetime | None:
    """When the next card is due at or after an instant; None if there is none to wait for."""
    due: list[datetime] = []
    for state in (State.LEARNING, State.REVIEW, State.RELEARNING):
        values = {"user": user_id, "state": int(state), "after": to_milliseconds(after)}
        due.extend(due_at for (due_at,) in _NEXT_DUE.rows(session, values, scope))
    return min(due, default=None)


def any_published(session: Session) -> bool:
    """Whether the bank has a question to study at all."""
    return session.execute(_ANY_PUBLISHED).first() is not None


def last_position(session: Session) -> int | None:
    """The position of the last published question."""
    return session.execute(_LAST_POSITION).scalar_one()
