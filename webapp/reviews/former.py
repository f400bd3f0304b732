"""Answers to what a card said before its answer changed: they may come late, and whoever gave them saw no change."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid5

from webapp.scheduling.fold import Event, EventKind
from webapp.scheduling.memory import State

from .drafts import RECORDED, Draft, Result
from .known import Known
from .ledger import Statements
from .writing import write

A_MOMENT = timedelta(milliseconds=1)  # behind the answer, in whatever order the log is folded


def bring_back_former(connection: Statements, draft: Draft, answered: Result, known: Known) -> Result:
    """Let the card fall due at once again, if ``draft`` put it off and its answer has changed since the revision that
    was answered; what there is to say of the answer then.

    A row of the log behind the answer, whose id follows from the answer's: delivering that twice writes nothing new.
    """
    memory = answered.memory
    if memory is None or memory.state is not State.REVIEW or memory.answered_at != draft.event.answered_at:
        return answered  # it comes back soon, or what was answered later counts, or nothing was put off
    values = {"question_id": answered.question_id, "revision": draft.revision}
    row = connection.exec_driver_sql(known.sql.changed_in, values).fetchone()
    if row is None or row[0] is None:
        return answered
    event = Event(
        id=uuid5(UUID(bytes=draft.event.id), "tumen:former-answer").bytes,
        kind=EventKind.RESCHEDULE,
        answered_at=draft.event.answered_at + A_MOMENT,
        policy=draft.event.policy,
    )
    again = Draft(
        user_id=draft.user_id,
        event=event,
        policy_id=draft.policy_id,
        received_at=draft.received_at,
        question_id=answered.question_id,
        revision=row[0],
    )
    written = write(connection, again, known)
    return answered._replace(memory=written.memory) if written.status == RECORDED else answered
