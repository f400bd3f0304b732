"""What the students of a class know of its banks: told of all of them at once, in as many statements as of one.

Only what belongs to the banks in sight is counted; whoever asks has those of the class in sight, and no other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from webapp.history.reviewed import is_first_review, standing_answers
from webapp.models import Card, ClassStudent, CollectionQuestion, Question, ReviewLog
from webapp.scheduling.memory import Rating, State

ONE_DAY = timedelta(days=1)
DAYS_OF_ANSWERS = 7
DAYS_OF_RETENTION = 30
FAILED_OFTEN = 3  # times that a question was forgotten
_IS_KNOWN = (Card.state == State.REVIEW) & Card.suspended.is_(False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardCounts:
    """A student's cards in the banks in sight. ``last``: the study day on which one was answered last."""

    last: date | None = None
    met: int = 0
    known: int = 0  # in review, neither in learning nor suspended
    due: int = 0  # whose time has come, siblings and what is beyond the limits of a day included


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCounts:
    """A student's answers to questions of the banks in sight: of 7 days, and first reviews of 30."""

    answers: int = 0
    reviews: int = 0
    passed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedQuestion:
    """A question that was forgotten again and again."""

    question_id: int
    lapses: int


def published_questions(session: Session) -> int:
    """How many published questions there are in the banks in sight."""
    return session.scalar(select(func.count(Question.id)).where(Question.status == "published")) or 0


def card_counts(
    session: Session, *, class_id: int, user_id: int | None, today: date, now: datetime
) -> Mapping[int, CardCounts]:
    """The cards of each student of the class who has any, or of one; ``today`` is a study day."""
    is_due = (Card.due_at <= now) & Card.suspended.is_(False)
    is_due &= or_(Card.buried_until.is_(None), Card.buried_until <= today)
    rows = session.execute(
        select(
            Card.user_id,
            func.max(Card.study_day),
            func.count(),
            func.count().filter(_IS_KNOWN),
            func.count().filter(is_due),
        )
        .join(Question, Question.id == Card.question_id)
        .where(_is_in_class(Card.user_id, class_id, user_id), Question.status == "published")
        .group_by(Card.user_id)
    )
    return {
        user_id: CardCounts(last=last, met=met, known=known, due=due) for user_id, last, met, known, due in rows
    }  # fmt: skip


def answer_counts(session: Session, *, class_id: int, user_id: int | None, today: date) -> Mapping[int, AnswerCounts]:
    """The answers of each student of the class who gave any in the 30 study days up to ``today``, or of one."""
    first = today - (DAYS_OF_RETENTION - 1) * ONE_DAY
    answers = standing_answers(_is_in_class(ReviewLog.user_id, class_id, user_id), first)
    is_review = is_first_review(answers)
    rows = session.execute(
        select(
            answers.c.user_id,
            func.count().filter(answers.c.study_day > today - DAYS_OF_ANSWERS * ONE_DAY),
            func.count().filter(is_review),
            func.count().filter(is_review, answers.c.rating != Rating.AGAIN),
        )
        .join(Question, Question.id == answers.c.question_id)
        .group_by(answers.c.user_id)
    )
    return {
        user_id: AnswerCounts(answers=given, reviews=reviews, passed=passed) for user_id, given, reviews, passed in rows
    }


def questions_within(session: Session, *, collection_ids: Sequence[int]) -> dict[int, int]:
    """How many published questions each of the collections has."""
    rows = session.execute(
        select(CollectionQuestion.collection_id, func.count())
        .where(CollectionQuestion.collection_id.in_(collection_ids))
        .group_by(CollectionQuestion.collection_id)
    )
    return {collection: number for collection, number in rows}  # noqa: C416  # rows of two


def known_within(session: Session, *, class_id: int, collection_ids: Sequence[int]) -> dict[tuple[int, int], int]:
    """How much of each of the collections each student of the class knows, by collection and student."""
    rows = session.execute(
        select(CollectionQuestion.collection_id, Card.user_id, func.count())
        .join(Card, Card.question_id == CollectionQuestion.question_id)
        .where(
            CollectionQuestion.collection_id.in_(collection_ids),
            _IS_KNOWN,
            _is_in_class(Card.user_id, class_id, None),
        )
        .group_by(CollectionQuestion.collection_id, Card.user_id)
    )
    return {(collection, user_id): number for collection, user_id, number in rows}


def failed_questions(session: Session, *, user_id: int, most: int) -> list[FailedQuestion]:
    """The published questions that the student has forgotten often, the most often first."""
    rows = session.execute(
        select(Card.question_id, Card.lapses)
        .join(Question, Question.id == Card.question_id)
        .where(Card.user_id == user_id, Card.lapses >= FAILED_OFTEN, Question.status == "published")
        .order_by(Card.lapses.desc(), Card.question_id)
        .limit(most)
    )
    return [FailedQuestion(question_id=number, lapses=lapses) for number, lapses in rows]


def _is_in_class(column: InstrumentedAttribute[int], class_id: int, user_id: int | None) -> ColumnElement[bool]:
    """Whether a row is of a student of the class, of this one where one is named."""
    students = select(ClassStudent.user_id).where(ClassStudent.class_id == class_id)
    return column.in_(students if user_id is None else students.where(ClassStudent.user_id == user_id))
