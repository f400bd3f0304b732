"""Handing a quiz in: once, graded against the questions as they were, and written to the review log."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from question_bank.grading import Grade, wrong
from question_bank.questions import Question
from webapp.db import Database
from webapp.models import AttemptItem
from webapp.quizzes.queries import attempts, choices
from webapp.quizzes.queries.attempts import ItemRow
from webapp.reviews.drafts import REFUSED, placed_in_time
from webapp.reviews.entries import Action, Answer, Entry
from webapp.reviews.known import Known
from webapp.reviews.record import record
from webapp.scheduling.fold import EventKind, Mode
from webapp.scheduling.memory import Rating
from webapp.web.words import say

from .answering import locked_attempt


class NotSubmittedError(ValueError):
    """The quiz is still open. The message says what to do."""


def submit(database: Database, *, user_id: int, attempt_id: UUID, now: datetime, known: Known) -> Sequence[str]:
    """Hand the quiz in. A second time changes nothing, but for what had been kept from the log.

    Returned is why answers were kept from the log, each reason once; while there are any the quiz is not recorded.
    The caller must hold no write transaction of its own. Raises NoResultFound for a quiz that the user does not have.
    """
    with database.writer() as session:
        _close(session, user_id, attempt_id, now, known)
    with database.reader() as session:
        attempt = attempts.attempt(session, user_id=user_id, attempt_id=attempt_id)
        rows = attempts.items(session, user_id=user_id, attempt_id=attempt_id)
    if attempt is None or attempt.recorded_at is not None:
        return []
    mode = Mode.REVIEWED_QUIZ if attempt.is_review else Mode.QUIZ
    entries = [entry for row in rows if (entry := _answer(attempt_id, row, mode, now)) is not None]
    results = record(database, user_id=user_id, entries=entries, now=now) if entries else []
    reasons = list(dict.fromkeys(say(result.reason or "") for result in results if result.status == REFUSED))
    if not reasons:
        with database.writer() as session:
            locked_attempt(session, user_id=user_id, attempt_id=attempt_id).recorded_at = now
    return reasons


def grade_of(question: Question, row: ItemRow) -> Grade:
    """How a question of a quiz was answered; without an answer it is wrong."""
    return wrong() if row.response is None else question.grade(json.loads(row.response))


def _close(session: Session, user_id: int, attempt_id: UUID, now: datetime, known: Known) -> None:
    """Grade what is in sight. What is so no more (rights were taken, or an audience changed) is not counted."""
    attempt = locked_attempt(session, user_id=user_id, attempt_id=attempt_id)
    if attempt.submitted_at is not None:
        return
    rows = attempts.items(session, user_id=user_id, attempt_id=attempt_id)
    questions = attempts.pinned(session, rows=rows, known=known)
    grades = {row.position: grade_of(questions[row.position], row) for row in rows}
    for item in session.scalars(
        select(AttemptItem).where(AttemptItem.user_id == user_id, AttemptItem.attempt_id == attempt_id.bytes)
    ):
        grade = grades.get(item.position)
        item.outcome, item.score = (None, None) if grade is None else (grade.outcome.value, grade.score)
    found = attempts.attempt(session, user_id=user_id, attempt_id=attempt_id)
    ends_at = found.ends_at if found else None
    attempt.submitted_at = now if ends_at is None else min(now, ends_at)
    attempt.questions = len(grades)
    attempt.score = min(1.0, sum(grade.score for grade in grades.values()) / max(1, len(grades)))


def _answer(attempt_id: UUID, row: ItemRow, mode: Mode, now: datetime) -> Answer | None:
    """The entry of the log for an answer. Its id follows from quiz and place, so that it is written once.

    An answer that is too old for the log counts as given when it is handed in.
    """
    if row.response is None or row.answered_at is None:
        return None
    return Answer(
        id=uuid5(attempt_id, f"answer {row.position}"),
        card=row.key,
        revision=row.revision,
        answered_at=placed_in_time(row.answered_at, now) or now,
        seed=row.seed,
        response=json.loads(row.response),
        mode=mode,
    )


def study_wrong(database: Database, *, user_id: int, attempt_id: UUID, now: datetime) -> Sequence[str]:
    """Make what was not answered rightly due now; the keys of what then is. A second time changes nothing.

    A question that was never studied begins with Again, as one that was studied and not known. Raises
    NotSubmittedError.
    """
    with database.reader() as session:
        attempt = attempts.attempt(session, user_id=user_id, attempt_id=attempt_id)
        if attempt is None or attempt.submitted_at is None:
            raise NotSubmittedError(_("Hand the quiz in first. Nothing was changed."))
        rows = [
            row
            for row in attempts.items(session, user_id=user_id, attempt_id=attempt_id)
            if row.outcome not in {None, "right"}
        ]
        new = choices.new_among(session, user_id=user_id, question_ids=[row.question_id for row in rows])
    entries = [_study(attempt_id, row, now, is_new=row.question_id in new) for row in rows]
    results = record(database, user_id=user_id, entries=entries, now=now) if entries else []
    return [row.key for row, result in zip(rows, results, strict=True) if result.status != REFUSED]


def _study(attempt_id: UUID, row: ItemRow, now: datetime, *, is_new: bool) -> Entry:
    name = uuid5(attempt_id, f"study {row.position}")
    if is_new:
        return Answer(id=name, card=row.key, revision=row.revision, answered_at=now, rating=Rating.AGAIN)
    return Action(id=name, card=row.key, kind=EventKind.RESCHEDULE, answered_at=now)
