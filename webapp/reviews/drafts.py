"""What is prepared before the lock is taken: an event of a card, ready to be written or to be refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

from webapp.models.base import to_day_number, to_milliseconds
from webapp.scheduling.fold import Event, Step
from webapp.scheduling.memory import Memory

from .review_ids import written_id

FUTURE = timedelta(minutes=5)
PAST = timedelta(days=90)

RECORDED = "recorded"
DUPLICATE = "duplicate"
REFUSED = "refused"


class Result(NamedTuple):
    """What became of one entry: recorded, duplicate, or refused for ``reason``.

    ``memory`` is the card's after everything that is known of it; ``leech_now`` says that this answer made it a leech.
    """

    id: str | None
    status: str
    reason: str | None = None
    question_id: int | None = None
    memory: Memory | None = None
    leech_now: bool = False


class Draft(NamedTuple):
    """An event of ``user_id`` ready to be written.

    ``step`` is what it does to the card in ``version``, if it is an answer later than all others of the card; without
    one the card is folded anew. ``is_former``: the question has a later revision than was answered. ``question_id`` is
    None for an undo, which takes it from the undone. ``values`` are the columns of the log that only an answer has.
    """

    user_id: int
    event: Event
    policy_id: int
    received_at: datetime
    question_id: int | None = None
    revision: int = 0
    is_former: bool = False
    step: Step | None = None
    version: int = 0
    values: Mapping[str, Any] = MappingProxyType({})

    def result(
        self, status: str, *, question_id: int | None, step: Step | None = None, memory: Memory | None = None
    ) -> Result:
        """The result for the client."""
        return Result(
            id=written_id(self.event.id),
            status=status,
            question_id=question_id,
            memory=memory,
            leech_now=step.leech_now if step else False,
        )

    def refused(self, reason: str) -> Result:
        """The refusal for the client."""
        return Result(id=written_id(self.event.id), status=REFUSED, reason=reason, question_id=self.question_id)

    def log_values(self) -> dict[str, Any]:
        """The columns of the log that do not depend on the card's memory."""
        event, step = self.event, self.step
        day = step.study_day if step else event.policy.calendar.day_of(event.answered_at)
        return {
            "user_id": self.user_id,
            "id": event.id,
            "question_id": self.question_id,
            "revision": self.revision,
            "kind": int(event.kind),
            "mode": int(event.mode),
            "presentation": None,
            "answered_at": to_milliseconds(event.answered_at),
            "received_at": to_milliseconds(self.received_at),
            "study_day": to_day_number(day),
            "duration_ms": event.duration_ms,
            "response": None,
            "outcome": None,
            "proposed": None,
            "rating": None if event.rating is None else int(event.rating),
            "policy_id": self.policy_id,
            "undoes": event.undoes,
            **self.values,
        }


def placed_in_time(answered_at: datetime, now: datetime) -> datetime | None:
    """When an entry counts as made: ``now`` if it claims to be well ahead, None if it is too old to be taken."""
    if answered_at > now + FUTURE:
        return now
    return answered_at if answered_at >= now - PAST else None
