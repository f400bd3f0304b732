"""The questions that go into a deck, and how a student's cards of them stand."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from webapp.models import Bank, Card, Claim, Question, QuestionRevision, ReviewLog, Topic
from webapp.scheduling.fold import EventKind

AT_ONCE = 500
"""Questions that are read together: few enough for every database to take their ids in one statement."""


class DeckQuestion(NamedTuple):
    """A question with its place in the bank; the card's columns are None where the student has none."""

    id: int
    bank: str
    key: str
    kind: str
    importance: str
    position: int
    topic: str
    content: dict[str, Any]
    state: int | None
    step: int | None
    stability: float | None
    difficulty: float | None
    due_at: datetime | None
    answered_at: datetime | None
    study_day: date | None
    repetitions: int | None
    lapses: int | None
    suspended: bool | None
    buried_until: date | None
    leech: bool | None


class AnswerRow(NamedTuple):
    """An answer that was not undone, as the log keeps it."""

    question_id: int
    mode: int
    answered_at: datetime
    duration_ms: int | None
    rating: int
    state_before: int | None
    state_after: int | None
    difficulty_after: float | None
    due_at: datetime | None


def deck_question_ids(session: Session, *, user_id: int, unseen: bool) -> list[int]:
    """The questions that the student has done anything with, with ``unseen`` also all others that are published.

    In the order in which new ones come. Decks that were removed are left out.
    """
    wanted = _all_of(user_id) if unseen else _done(user_id)
    return list(session.scalars(select(Question.id).where(wanted).order_by(Question.position, Question.id)))


def _done(user_id: int) -> ColumnElement[bool]:
    return Question.id.in_(select(ReviewLog.question_id).where(ReviewLog.user_id == user_id)) & ~_is_removed()


def _all_of(user_id: int) -> ColumnElement[bool]:
    """What the student has done anything with, and whatever else there is to study, own decks among it."""
    return or_(_done(user_id), Question.status == "published")


def studied_count(session: Session, *, user_id: int) -> int:
    """How many questions the student has done anything with."""
    counted = (
        select(func.count(ReviewLog.question_id.distinct()))
        .join(Question, Question.id == ReviewLog.question_id)
        .where(ReviewLog.user_id == user_id, ~_is_removed())
    )
    return session.scalar(counted) or 0


def _is_removed() -> ColumnElement[bool]:
    """Whether a question is of a deck of one's own that was removed."""
    own = select(Bank.id).where(Bank.audience == "owner")
    return (Question.status == "retired") & Question.bank_id.in_(own)


def all_count(session: Session, *, user_id: int) -> int:
    """How many questions the deck with new cards has."""
    return session.scalar(select(func.count()).select_from(Question).where(_all_of(user_id))) or 0


def deck_questions(session: Session, *, user_id: int, question_ids: Collection[int]) -> list[DeckQuestion]:
    """The questions with these ids and the student's cards of them, in the order in which new ones come."""
    rows = session.execute(
        select(
            Question.id, Bank.key, Question.key, Question.kind, Question.importance, Question.position, Topic.key,
            QuestionRevision.content,
            Card.state, Card.step, Card.stability, Card.difficulty, Card.due_at, Card.answered_at, Card.study_day,
            Card.repetitions, Card.lapses, Card.suspended, Card.buried_until, Card.leech,
        )
        .join(Bank, Bank.id == Question.bank_id)
        .join(Claim, Claim.id == Question.primary_claim_id)
        .join(Topic, Topic.id == Claim.topic_id)
        .join(
            QuestionRevision,
            (QuestionRevision.question_id == Question.id) & (QuestionRevision.number == Question.revision),
        )
        .outerjoin(Card, (Card.question_id == Question.id) & (Card.user_id == user_id))
        .where(Question.id.in_(question_ids))
        .order_by(Question.position, Question.id)
    )  # fmt: skip
    return [DeckQuestion._make(row) for row in rows]


def answers(session: Session, *, user_id: int) -> Iterator[AnswerRow]:
    """The student's answers but for those that were undone, those of one question together, in the order of time."""
    undone = select(ReviewLog.undoes).where(ReviewLog.user_id == user_id, ReviewLog.undoes.is_not(None))
    rows = session.execute(
        select(
            ReviewLog.question_id, ReviewLog.mode, ReviewLog.answered_at, ReviewLog.duration_ms, ReviewLog.rating,
            ReviewLog.state_before, ReviewLog.state_after, ReviewLog.difficulty_after, ReviewLog.due_at,
        )
        .where(ReviewLog.user_id == user_id, ReviewLog.kind == EventKind.ANSWER, ReviewLog.id.not_in(undone))
        .order_by(ReviewLog.question_id, ReviewLog.answered_at, ReviewLog.id)
    )  # fmt: skip
    return map(AnswerRow._make, rows)


def question_names(session: Session) -> list[tuple[int, str, str]]:
    """The id of every question, with the keys of its bank and its own."""
    rows = session.execute(select(Question.id, Bank.key, Question.key).join(Bank, Bank.id == Question.bank_id))
    return [(number, bank, key) for number, bank, key in rows]
