"""Asking everybody again who learned a question whose answer has changed."""

from __future__ import annotations

from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import Card, ReviewLog
from webapp.scheduling.fold import Event, EventKind
from webapp.scheduling.memory import State

from .drafts import RECORDED, Draft
from .known import Known
from .rebuild import known_for
from .writing import write


def bring_back(session: Session, *, question_id: int, revision: int, now: datetime) -> int:
    """Let the question fall due now for everybody who has it in review and would see it later; how many they are.

    A row of the log each, in the caller's transaction. Its id follows from person, question and revision: bringing one
    revision back twice writes nothing new.
    """
    known = known_for(session)
    waiting = session.scalars(
        select(Card.user_id).where(
            Card.question_id == question_id, Card.state == int(State.REVIEW), Card.due_at > now
        )
    ).all()  # fmt: skip
    return sum(_bring_back(session, known, user_id, question_id, revision, now) for user_id in waiting)


def _bring_back(session: Session, known: Known, user_id: int, question_id: int, revision: int, now: datetime) -> bool:
    connection = session.connection()
    if known.sql.lock_user:
        connection.exec_driver_sql(known.sql.lock_user, {"user_id": user_id})
    policy_id = session.scalars(
        select(ReviewLog.policy_id)
        .where(ReviewLog.user_id == user_id, ReviewLog.question_id == question_id, ReviewLog.policy_id.is_not(None))
        .order_by(ReviewLog.answered_at.desc(), ReviewLog.id.desc())
        .limit(1)
    ).one()
    assert policy_id is not None  # the statement leaves out rows without one
    event = Event(
        id=_review_id(user_id, question_id, revision).bytes,
        kind=EventKind.RESCHEDULE,
        answered_at=now,
        policy=known.policy(connection, policy_id),
    )
    draft = Draft(
        user_id=user_id,
        event=event,
        policy_id=policy_id,
        received_at=now,
        question_id=question_id,
        revision=revision,
    )
    return write(connection, draft, known).status == RECORDED


def _review_id(user_id: int, question_id: int, revision: int) -> UUID:
    return uuid5(NAMESPACE_URL, f"tumen:changed-answer:{user_id}:{question_id}:{revision}")
