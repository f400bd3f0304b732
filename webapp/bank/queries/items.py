"""What the log and the quizzes say of a question, and of all: counts and sums for ``item_statistics``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, select, tuple_
from sqlalchemy.orm import Session

from question_bank.item_statistics import Moments
from webapp.history.reviewed import MODES
from webapp.models import Attempt, AttemptItem, Card, Question, ReviewLog, User
from webapp.scheduling.fold import LONGEST_ANSWER_MS, EventKind
from webapp.scheduling.memory import Rating, State

MOST_TIMES = 2_000
MOST_RESPONSES = 2_000
"""How many different responses are looked into, the most frequent first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Where a question is used. ``learners`` have it among their cards; ``quizzes`` were handed in with it."""

    learners: int
    quizzes: int
    answers: int
    last_asked: datetime | None


class Reviews(NamedTuple):
    """Answers to cards that had been learned, and how many of them were Again."""

    reviews: int
    lapses: int


_NOT_REVIEWED = (Reviews(0, 0), None)


class ItemRow(NamedTuple):
    """A question's sums: of first attempts in quizzes, and of reviews. ``last_asked`` is None of quizzes alone."""

    question_id: int
    is_published: bool
    moments: Moments
    reviews: Reviews
    last_asked: datetime | None


def usage(session: Session, *, question_id: int) -> Usage:
    """Who has it, and when it was asked last."""
    learners = session.scalar(select(func.count()).where(_asked_of(Card.user_id), Card.question_id == question_id))
    quizzes = session.scalar(
        select(func.count())
        .select_from(AttemptItem)
        .join(Attempt, _is_of_attempt())
        .where(AttemptItem.question_id == question_id, Attempt.submitted_at.is_not(None))
    )
    answers, last = session.execute(
        select(func.count(), func.max(ReviewLog.answered_at)).where(*_answers_to(question_id))
    ).one()
    return Usage(learners=learners or 0, quizzes=quizzes or 0, answers=answers, last_asked=last)


def reviews(session: Session, *, question_id: int) -> Reviews:
    """How often it was reviewed, and forgotten."""
    row = session.execute(select(*_review_counts()).where(*_answers_to(question_id))).one()
    return Reviews(row[0] or 0, row[1] or 0)


def answer_times(session: Session, *, question_id: int) -> list[int]:
    """Milliseconds that the newest answers took, each a minute at most."""
    rows = session.scalars(
        select(ReviewLog.duration_ms)
        .where(*_answers_to(question_id), ReviewLog.duration_ms.is_not(None))
        .order_by(ReviewLog.answered_at.desc())
        .limit(MOST_TIMES)
    )
    return [min(milliseconds, LONGEST_ANSWER_MS) for milliseconds in rows if milliseconds is not None]


def choices(session: Session, *, question_id: int, options: Collection[str]) -> tuple[Counter[str], int]:
    """How often each of the options was taken, and how many answers took any."""
    number = func.count()
    rows = session.execute(
        select(ReviewLog.response, number)
        .where(*_answers_to(question_id), ReviewLog.response.is_not(None))
        .group_by(ReviewLog.response)
        .order_by(number.desc())
        .limit(MOST_RESPONSES)
    )
    taken: Counter[str] = Counter()
    answers = 0
    for response, times in rows:
        chosen = set(options).intersection(_chosen(response or "null"))
        taken.update(dict.fromkeys(chosen, times))
        answers += times if chosen else 0
    return taken, answers


def quiz_moments(session: Session, *, question_id: int | None = None) -> dict[int, Moments]:
    """By question: the sums over everybody's first attempt at it in a quiz that was handed in."""
    first = _first_attempts(question_id).subquery()
    x, o = first.c.x, first.c.o
    rows = session.execute(
        select(first.c.question_id, func.count(), func.sum(x), func.sum(o), func.sum(x * x), func.sum(o * o),
               func.sum(x * o))
        .where(first.c.turn == 1)
        .group_by(first.c.question_id)
    )  # fmt: skip
    return {
        question: Moments(count=count, x=sx, o=so, xx=sxx, oo=soo, xo=sxo)
        for question, count, sx, so, sxx, soo, sxo in rows
    }


def all_items(session: Session) -> list[ItemRow]:
    """The sums of every question that was ever asked."""
    moments = quiz_moments(session)
    counted = session.execute(
        select(ReviewLog.question_id, *_review_counts(), func.max(ReviewLog.answered_at))
        .where(ReviewLog.kind == EventKind.ANSWER, _is_not_undone())
        .group_by(ReviewLog.question_id)
    )
    reviewed = {question: (Reviews(number or 0, lapses or 0), last) for question, number, lapses, last in counted}
    statuses = session.execute(select(Question.id, Question.status).order_by(Question.id))
    return [
        ItemRow(number, status == "published", moments.get(number, Moments()), *reviewed.get(number, _NOT_REVIEWED))
        for number, status in statuses
        if number in moments or number in reviewed
    ]


def _first_attempts(question_id: int | None) -> Any:
    """What an item earned, what the rest of its quiz earned on average, and which attempt of the person's it was.

    A quiz of one question has no rest, and is left out.
    """
    rest = (Attempt.score * Attempt.questions - AttemptItem.score) / (Attempt.questions - 1)
    turn = func.row_number().over(
        partition_by=(AttemptItem.user_id, AttemptItem.question_id), order_by=(Attempt.submitted_at, Attempt.id)
    )
    found = (
        select(AttemptItem.question_id, AttemptItem.score.label("x"), rest.label("o"), turn.label("turn"))
        .join(Attempt, _is_of_attempt())
        .where(Attempt.submitted_at.is_not(None), Attempt.questions > 1, AttemptItem.score.is_not(None))
    )
    return found if question_id is None else found.where(AttemptItem.question_id == question_id)


def _is_of_attempt() -> ColumnElement[bool]:
    return and_(Attempt.user_id == AttemptItem.user_id, Attempt.id == AttemptItem.attempt_id)


def _answers_to(question_id: int) -> tuple[ColumnElement[bool], ...]:
    """Answers to a question that count. The log has no index by question alone, so it is looked up person by person."""
    return (
        _asked_of(ReviewLog.user_id),
        ReviewLog.question_id == question_id,
        ReviewLog.kind == EventKind.ANSWER,
        _is_not_undone(),
    )


def _asked_of(user_id: Any) -> ColumnElement[bool]:
    in_turn: ColumnElement[bool] = user_id.in_(select(User.id))
    return in_turn


def _is_not_undone() -> ColumnElement[bool]:
    undone = select(ReviewLog.user_id, ReviewLog.undoes).where(ReviewLog.undoes.is_not(None))
    return tuple_(ReviewLog.user_id, ReviewLog.id).not_in(undone)


def _review_counts() -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    is_review = and_(ReviewLog.state_before == State.REVIEW, ReviewLog.mode.in_(MODES))
    is_lapse = and_(is_review, ReviewLog.rating == Rating.AGAIN)
    return func.sum(case((is_review, 1), else_=0)), func.sum(case((is_lapse, 1), else_=0))


def _chosen(response: str) -> list[str]:
    """The keys that a stored response names, none where it is of another shape."""
    read = json.loads(response)
    chosen = read.get("chosen") if isinstance(read, dict) else None
    return [key for key in chosen if isinstance(key, str)] if isinstance(chosen, list) else []
