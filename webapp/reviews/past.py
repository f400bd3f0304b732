"""Recording what was done elsewhere, long ago or not: answers and flags that come with an imported deck.

Unlike what a client sends (``record``), these have no limit of age, and there may be very many: they are written in the
transaction of the caller, card by card.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from webapp.models import Question
from webapp.scheduling.fold import NO_COUNTS, CardState, DayCounts, Event, EventKind, Folded, fold, step
from webapp.scheduling.memory import Rating
from webapp.scheduling.policy import Policy

from .drafts import Draft
from .erase import lock_user
from .known import Known, stored_policy_id
from .rebuild import known_for
from .rows import day_values, event_of, memory_values
from .writing import put_card

SAME_ANSWER = timedelta(seconds=1)
"""Answers to one question, rated alike and no further apart, are one: an export may move one by a few milliseconds."""
ROWS_AT_ONCE = 5_000


def record_past(session: Session, *, user_id: int, events: Mapping[int, Sequence[Event]], now: datetime) -> int:
    """Write those of ``events``, by question id, that the log of ``user_id`` has not yet; their number.

    An answer that stands in the log under another id is not written again, so that doing it twice changes nothing. On
    SQLite the session has to hold the write lock.
    """
    lock_user(session, user_id)
    writing = _Writing(session.connection(), known_for(session), user_id, now, _revisions(session, events))
    there = writing.logged(events)
    for question_id, each in events.items():
        writing.add(question_id, each, there.get(question_id, []))
    writing.finish()
    session.expire_all()
    return writing.written


@dataclass(slots=True)
class _Writing:
    """What is being written of one person."""

    connection: Connection
    known: Known
    user_id: int
    now: datetime
    revisions: Mapping[int, int]
    written: int = 0
    _rows: list[dict[str, Any]] = field(default_factory=list)
    _days: dict[date, DayCounts] = field(default_factory=dict)
    _policies: dict[Policy, int] = field(default_factory=dict)

    def logged(self, questions: Collection[int]) -> dict[int, list[Event]]:
        """All that the log knows of the questions."""
        rows = self.connection.exec_driver_sql(self.known.sql.user_events, {"user_id": self.user_id}).fetchall()
        return {
            question_id: [event_of(row[1:], self.known.policy(self.connection, row[5])) for row in group]
            for question_id, group in groupby(rows, key=lambda row: int(row[0]))
            if question_id in questions
        }

    def add(self, question_id: int, events: Sequence[Event], there: list[Event]) -> None:
        """Write those of a card's events that are not there, and the card as it stands with them."""
        before = self._folded(question_id, there)
        fresh = [event for event in _unknown(events, there) if self._changes(question_id, before.card, event)]
        if not fresh:
            return
        after = self._folded(question_id, [*there, *fresh])
        self._rows += (self._row(question_id, event, after) for event in fresh)
        put_card(self.connection, self.user_id, question_id, after.card, len(there) + len(fresh), self.known)
        for day in before.days.keys() | after.days.keys():
            change = after.days.get(day, NO_COUNTS) - before.days.get(day, NO_COUNTS)
            self._days[day] = self._days.get(day, NO_COUNTS) + change
        self.written += len(fresh)
        if len(self._rows) >= ROWS_AT_ONCE:
            self._write_rows()

    def finish(self) -> None:
        """Write what is still held back: the last rows, and the days."""
        self._write_rows()
        for day, change in sorted(self._days.items()):
            if change != NO_COUNTS:
                self.connection.exec_driver_sql(self.known.sql.add_to_day, day_values(self.user_id, day, change))

    def _write_rows(self) -> None:
        if self._rows:
            self.connection.exec_driver_sql(self.known.sql.insert_log, self._rows)
            self._rows = []

    def _folded(self, question_id: int, events: Sequence[Event]) -> Folded:
        return fold(events, user_id=self.user_id, question_id=question_id)

    def _changes(self, question_id: int, card: CardState, event: Event) -> bool:
        """Whether an event does anything: what is suspended already need not be suspended again."""
        if event.kind == EventKind.ANSWER:
            return True
        return step(card, event, user_id=self.user_id, question_id=question_id).after != card

    def _row(self, question_id: int, event: Event, after: Folded) -> dict[str, Any]:
        answered = after.steps[event.id] if event.kind == EventKind.ANSWER else None
        draft = Draft(
            user_id=self.user_id,
            event=event,
            policy_id=self._policy_id(event.policy),
            received_at=self.now,
            question_id=question_id,
            revision=self.revisions[question_id],
            step=answered,
        )
        memories = (answered.before.memory, answered.after.memory) if answered else (None, None)
        return draft.log_values() | memory_values(*memories)

    def _policy_id(self, policy: Policy) -> int:
        if policy not in self._policies:
            self._policies[policy] = stored_policy_id(self.connection, policy, self.known.sql)
        return self._policies[policy]


def _unknown(events: Sequence[Event], there: Sequence[Event]) -> Iterator[Event]:
    """Those of the events that are not there yet, under their own id or, answers, under another."""
    ids = {event.id for event in there}
    times: dict[Rating | None, list[datetime]] = {}
    for event in sorted(there, key=lambda event: event.answered_at):
        if event.kind == EventKind.ANSWER:
            times.setdefault(event.rating, []).append(event.answered_at)
    for event in events:
        is_answered = event.kind == EventKind.ANSWER and _is_near(event.answered_at, times.get(event.rating, []))
        if event.id not in ids and not is_answered:
            yield event


def _is_near(instant: datetime, times: Sequence[datetime]) -> bool:
    place = bisect_left(times, instant - SAME_ANSWER)
    return place < len(times) and times[place] <= instant + SAME_ANSWER


def _revisions(session: Session, questions: Collection[int]) -> dict[int, int]:
    """The present revision of each question: an answer from elsewhere does not say to which one it was given."""
    rows = session.execute(select(Question.id, Question.revision).where(Question.id.in_(questions)))
    return {row.id: row.revision for row in rows}
