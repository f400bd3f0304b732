"""A student's own attempts. Every one of these asks for the student: nobody reads another's."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, ScalarSelect, func, select, tuple_, type_coerce
from sqlalchemy.orm import Session

from question_bank.questions import Question as QuestionContent
from webapp.models import Attempt, AttemptItem, Question, QuestionRevision, User
from webapp.models.base import to_milliseconds
from webapp.reviews.known import Known

A_SECOND = 1000  # milliseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptRow:
    """An attempt. ``answered`` counts its questions with an answer, ``score`` is a share of the points.

    Once it was handed in, what was out of sight then is ``left_out`` and counts nowhere else.
    """

    id: UUID
    made_at: datetime
    submitted_at: datetime | None
    recorded_at: datetime | None
    time_limit: timedelta | None
    feedback_at_once: bool
    is_review: bool
    chosen_by: dict[str, Any]
    questions: int
    answered: int
    left_out: int
    score: float | None

    @property
    def ends_at(self) -> datetime | None:
        """When the time is up; None where there is no limit."""
        return None if self.time_limit is None else self.made_at + self.time_limit

    def is_over(self, now: datetime) -> bool:
        """Whether the time is up."""
        return self.ends_at is not None and now >= self.ends_at


class ItemRow(NamedTuple):
    """A question of an attempt; ``response`` is JSON by the question's own keys."""

    position: int
    question_id: int
    key: str
    revision: int
    seed: int
    response: str | None
    answered_at: datetime | None
    outcome: str | None
    score: float | None


def _count(of: ColumnElement[bool]) -> ScalarSelect[int]:
    ours = (AttemptItem.user_id == Attempt.user_id, AttemptItem.attempt_id == Attempt.id)
    return select(func.count()).where(*ours, of).correlate(Attempt).scalar_subquery()


_IS_OPEN = Attempt.submitted_at.is_(None)
_COUNTS = _IS_OPEN | AttemptItem.outcome.is_not(None)
_ATTEMPTS = select(Attempt, _count(AttemptItem.response.is_not(None) & _COUNTS), _count(~_COUNTS))


def attempt(session: Session, *, user_id: int, attempt_id: UUID) -> AttemptRow | None:
    """The student's attempt with this id; None if there is none."""
    found = session.execute(_ATTEMPTS.where(Attempt.user_id == user_id, Attempt.id == attempt_id.bytes)).one_or_none()
    return None if found is None else _row(*found)


def attempts(session: Session, *, user_id: int, offset: int, most: int) -> list[AttemptRow]:
    """The student's attempts, the newest first."""
    rows = session.execute(
        _ATTEMPTS.where(Attempt.user_id == user_id)
        .order_by(Attempt.made_at.desc(), Attempt.id)
        .offset(offset)
        .limit(most)
    )
    return [_row(*row) for row in rows]


def attempt_count(session: Session, *, user_id: int) -> int:
    """How many attempts the student has made."""
    return session.execute(select(func.count()).where(Attempt.user_id == user_id)).scalar_one()


def overdue(session: Session, *, now: datetime, most: int) -> list[tuple[int, UUID]]:
    """Attempts of anybody that are open although their time is up: whose, and their ids."""
    ends_at = type_coerce(Attempt.made_at, BigInteger) + A_SECOND * Attempt.time_limit_s
    rows = session.execute(
        select(Attempt.user_id, Attempt.id)
        .join(User, User.id == Attempt.user_id)
        .where(_IS_OPEN, Attempt.time_limit_s.is_not(None), ends_at <= to_milliseconds(now), User.erasing_at.is_(None))
        .limit(most)
    )
    return [(user_id, UUID(bytes=number)) for user_id, number in rows]


def items(session: Session, *, user_id: int, attempt_id: UUID) -> list[ItemRow]:
    """The questions of the attempt that are in sight, in their order."""
    rows = session.execute(
        select(
            AttemptItem.position,
            AttemptItem.question_id,
            Question.key,
            AttemptItem.revision,
            AttemptItem.seed,
            AttemptItem.response,
            AttemptItem.answered_at,
            AttemptItem.outcome,
            AttemptItem.score,
        )
        .join(Question, Question.id == AttemptItem.question_id)
        .where(AttemptItem.user_id == user_id, AttemptItem.attempt_id == attempt_id.bytes)
        .order_by(AttemptItem.position)
    )
    return [ItemRow._make(row) for row in rows]


def pinned(session: Session, *, rows: Collection[ItemRow], known: Known) -> dict[int, QuestionContent]:
    """The questions of an attempt as they were when it was made, by their positions."""
    wanted = {(row.question_id, row.revision) for row in rows}
    unknown = [revision for revision in wanted if revision not in known.questions]
    found = {revision: known.questions[revision] for revision in wanted if revision in known.questions}
    if unknown:
        read = session.execute(
            select(QuestionRevision.question_id, QuestionRevision.number, QuestionRevision.content).where(
                tuple_(QuestionRevision.question_id, QuestionRevision.number).in_(unknown)
            )
        )
        found |= {
            (question_id, number): known.keep_question(question_id, number, content)
            for question_id, number, content in read
        }
    return {row.position: found[row.question_id, row.revision] for row in rows}


def _row(found: Attempt, answered: int, left_out: int) -> AttemptRow:
    return AttemptRow(
        id=UUID(bytes=bytes(found.id)),
        made_at=found.made_at,
        submitted_at=found.submitted_at,
        recorded_at=found.recorded_at,
        time_limit=None if found.time_limit_s is None else timedelta(seconds=found.time_limit_s),
        feedback_at_once=found.feedback_at_once,
        is_review=found.is_review,
        chosen_by=found.chosen_by,
        questions=found.questions,
        answered=answered,
        left_out=left_out,
        score=found.score,
    )
