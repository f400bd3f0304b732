"""Answers of an open quiz: kept when they are given, and changed until it is handed in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from question_bank.grading import BadResponse
from question_bank.questions import Question
from webapp.models import Attempt, AttemptItem
from webapp.reviews.judging import LONGEST_RESPONSE

ON_THE_WAY = timedelta(seconds=30)
"""An answer counts as given so much later as it was on its way: what the same window sends next, and sooner, may seem
older by that, and is not.
"""


class ClosedError(ValueError):
    """The quiz takes no answers any more: it was handed in, or its time is up. The message says which."""


class FinalError(ValueError):
    """The answer has been given, and its result shown: it cannot be changed."""


def keep_answer(
    session: Session,
    *,
    user_id: int,
    attempt_id: UUID,
    position: int,
    question: Question,
    response: Mapping[str, Any] | None,
    given_at: datetime,
    now: datetime,
) -> bool:
    """Keep the response in the place of what was kept before; None takes that away. Whether it is what counts now.

    ``question`` is the pinned one. What waited for a connection may come late, from a second window too: it changes
    nothing where one is here that is later by more than ``ON_THE_WAY``. With feedback at once the answer is graded and
    final. Raises ClosedError, FinalError, and BadResponse for a response that cannot be graded.
    """
    attempt = locked_attempt(session, user_id=user_id, attempt_id=attempt_id)
    if attempt.submitted_at is not None:
        raise ClosedError(_("This quiz has been handed in."))
    if attempt.time_limit_s is not None and (now - attempt.made_at).total_seconds() >= attempt.time_limit_s:
        raise ClosedError(_("The time is up. This answer came too late; what was kept before counts."))
    item = session.get_one(AttemptItem, (user_id, attempt_id.bytes, position))
    if attempt.feedback_at_once and item.outcome is not None:
        raise FinalError(_("This question has been answered, and its answer shown."))
    changed_at = max(given_at, item.changed_at or given_at)
    if given_at < changed_at - ON_THE_WAY:
        return item.response == (None if response is None else _written(response))
    if response is None:
        if attempt.feedback_at_once:
            raise BadResponse(_("Enter an answer first. You can also go on and come back."))
        item.response, item.answered_at, item.changed_at = None, None, changed_at
        return True
    grade, text = question.grade(response), _written(response)
    if len(text) > LONGEST_RESPONSE:
        raise BadResponse(_("Shorten the answer: it is too long to be kept."))
    item.response, item.answered_at, item.changed_at = text, given_at, changed_at
    if attempt.feedback_at_once:
        item.outcome, item.score = grade.outcome.value, grade.score
    return True


def _written(response: Mapping[str, Any]) -> str:
    return json.dumps(response, ensure_ascii=False, separators=(",", ":"))


def locked_attempt(session: Session, *, user_id: int, attempt_id: UUID) -> Attempt:
    """The attempt, held until the end of the transaction: it is not handed in while an answer is being kept."""
    return session.scalars(
        select(Attempt).where(Attempt.user_id == user_id, Attempt.id == attempt_id.bytes).with_for_update()
    ).one()
