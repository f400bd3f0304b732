"""Answers to what a card said before its answer changed: they may come late, and whoever gave them saw no change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid5

from webapp.scheduling.fold import Event, EventKind
from webapp.scheduling.memory import State

from .drafts import RECORDED, Draft, Result
from .known import Known
from .ledger import Statements
from .writing import write_all

A_MOMENT = timedelta(milliseconds=1)  # behind the answer, in whatever order the log is folded


def bring_back_former(
    connection: Statements, prepared: Sequence[Draft | Result], results: Sequence[Result], known: Known
) -> list[Result]:
    """Let each card fall due at once again that one of the ``prepared`` drafts put off, if its answer has changed since
    the revision that was answered; what there is to say of the answers then.

    A row of the log behind the answer, whose id follows from the answer's: delivering that twice writes nothing new.
    """
    again = {
        place: draft
        for place, (one, result) in enumerate(zip(prepared, results, strict=True))
        if isinstance(one, Draft) and (draft := _again(connection, one, result, known)) is not None
    }
    if not again:
        return list(results)
    written = dict(zip(again, write_all(connection, list(again.values()), known), strict=True))
    return [
        result._replace(memory=written[place].memory)
        if place in written and written[place].status == RECORDED
        else result
        for place, result in enumerate(results)
    ]


def _again(connection: Statements, draft: Draft, answered: Result, known: Known) -> Draft | None:
    """The row that lets the card fall due again; None where it is not to."""
    memory = answered.memory
    if not draft.is_former or answered.status != RECORDED or memory is None:
        return None
    if memory.state is not State.REVIEW or memory.answered_at != draft.event.answered_at:
        return None  # it comes back soon, or what was answered later counts, or nothing was put off
    values = {"question_id": answered.question_id, "revision": draft.revision}
    row = connection.exec_driver_sql(known.sql.changed_in, values).fetchone()
    if row is None or row[0] is None:
        return None
    event = Event(
        id=uuid5(UUID(bytes=draft.event.id), "tumen:former-answer").bytes,
        kind=EventKind.RESCHEDULE,
        answered_at=draft.event.answered_at + A_MOMENT,
        policy=draft.event.policy,
    )
    return Draft(
        user_id=draft.user_id,
        event=event,
        policy_id=draft.policy_id,
        received_at=draft.received_at,
        question_id=answered.question_id,
        revision=row[0],
    )
