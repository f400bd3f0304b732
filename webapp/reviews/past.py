"""Recording what was done elsewhere, long ago or not: answers and flags that come with an imported deck.

Unlike what a client sends (``record``), these have no limit of age, and there may be very many: some hundred are
written in a transaction, card by card, so that others write in between. What is in the log already is not written
again: who begins anew after a cut goes on where it was.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from webapp.scheduling.fold import NO_COUNTS, CardState, DayCounts, Event, EventKind, Folded, fold, step
from webapp.scheduling.memory import Rating
from webapp.scheduling.policy import Policy

from .drafts import Draft
from .known import Known, known_of, policy_id
from .ledger import Ledger, Statements
from .rows import day_values, memory_values
from .writing import card_events, put_card

SAME_ANSWER = timedelta(seconds=1)
"""Answers to one question, rated alike and no further apart, are one: an export may move one by a few milliseconds."""
ROWS_AT_ONCE = 500  # in one transaction: others who write wait for a tenth of a second


def record_past(database: Ledger, *, user_id: int, events: Mapping[int, Sequence[Event]], now: datetime) -> int:
    """Write those of ``events``, by question id, that the log of ``user_id`` has not yet; their number.

    An answer that stands in the log under another id is not written again, so that doing it twice changes nothing.
    The caller must hold no write transaction.
    """
    known = known_of(database)
    policies = {policy: policy_id(database, policy) for each in events.values() for policy in _policies(each)}
    return sum(database.commit_together(_Part(known, user_id, now, policies, part).write) for part in _parts(events))


def _policies(events: Iterable[Event]) -> set[Policy]:
    return {event.policy for event in events}


def _parts(events: Mapping[int, Sequence[Event]]) -> Iterator[dict[int, Sequence[Event]]]:
    """The cards in parts of so many rows, or of one card that has more."""
    part: dict[int, Sequence[Event]] = {}
    rows = 0
    for question_id, each in events.items():
        if part and rows + len(each) > ROWS_AT_ONCE:
            yield part
            part, rows = {}, 0
        part[question_id] = each
        rows += len(each)
    if part:
        yield part


@dataclass(frozen=True, slots=True)
class _Part:
    """Cards that are written in one transaction."""

    known: Known
    user_id: int
    now: datetime
    policies: Mapping[Policy, int]
    events: Mapping[int, Sequence[Event]]

    def write(self, connection: Statements) -> int:
        """Write what is not there yet; how many rows that was."""
        if self.known.sql.lock_user:
            connection.exec_driver_sql(self.known.sql.lock_user, {"user_id": self.user_id})
        writing = _Writing(connection, self.known, self.user_id, self.now, self.policies)
        for question_id, each in self.events.items():
            writing.add(question_id, each, card_events(connection, self.user_id, question_id, self.known))
        writing.finish()
        return writing.written


@dataclass(slots=True)
class _Writing:
    """What is being written of one person."""

    connection: Statements
    known: Known
    user_id: int
    now: datetime
    policies: Mapping[Policy, int]
    written: int = 0
    _days: dict[date, DayCounts] = field(default_factory=dict)

    def add(self, question_id: int, events: Sequence[Event], there: list[Event]) -> None:
        """Write those of a card's events that are not there, and the card as it stands with them."""
        before = self._folded(question_id, there)
        fresh = [event for event in _unknown(events, there) if self._changes(question_id, before.card, event)]
        if not fresh:
            return
        after = self._folded(question_id, [*there, *fresh])
        revision = self._revision(question_id)
        for event in fresh:
            self.connection.exec_driver_sql(self.known.sql.insert_log, self._row(question_id, revision, event, after))
        put_card(self.connection, self.user_id, question_id, after.card, len(there) + len(fresh), self.known)
        for day in before.days.keys() | after.days.keys():
            change = after.days.get(day, NO_COUNTS) - before.days.get(day, NO_COUNTS)
            self._days[day] = self._days.get(day, NO_COUNTS) + change
        self.written += len(fresh)

    def finish(self) -> None:
        """Write the days, which the cards have in common."""
        for day, change in sorted(self._days.items()):
            if change != NO_COUNTS:
                self.connection.exec_driver_sql(self.known.sql.add_to_day, day_values(self.user_id, day, change))

    def _revision(self, question_id: int) -> int:
        """The present one: an answer from elsewhere does not say to which it was given."""
        row = self.connection.exec_driver_sql(self.known.sql.revision, {"question_id": question_id}).fetchone()
        if row is None:
            raise LookupError(f"there is no question {question_id} whose past could be recorded")
        return int(row[0])

    def _folded(self, question_id: int, events: Sequence[Event]) -> Folded:
        return fold(events, user_id=self.user_id, question_id=question_id)

    def _changes(self, question_id: int, card: CardState, event: Event) -> bool:
        """Whether an event does anything: what is suspended already need not be suspended again."""
        if event.kind == EventKind.ANSWER:
            return True
        return step(card, event, user_id=self.user_id, question_id=question_id).after != card

    def _row(self, question_id: int, revision: int, event: Event, after: Folded) -> dict[str, Any]:
        answered = after.steps[event.id] if event.kind == EventKind.ANSWER else None
        draft = Draft(
            user_id=self.user_id,
            event=event,
            policy_id=self.policies[event.policy],
            received_at=self.now,
            question_id=question_id,
            revision=revision,
            step=answered,
        )
        memories = (answered.before.memory, answered.after.memory) if answered else (None, None)
        return draft.log_values() | memory_values(*memories)


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
