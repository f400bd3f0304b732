"""Telling all memories of a person anew by other weights: a row of the log for each card, none of which is changed.

A row stands right behind the card's last answer, at the same instant and with an id that sorts behind all that clients
make: so whatever is answered later, also on a device that comes back late, is folded after it. ``received_at`` says
when it was written. Its id follows from the change and the card: who begins again after a cut goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from webapp.models.base import to_day_number, to_milliseconds
from webapp.scheduling.fold import CardState, Event, EventKind, Mode, answers_of, refold
from webapp.scheduling.memory import State
from webapp.scheduling.moving import Move
from webapp.scheduling.policy import Policy

from .known import Known, known_of, policy_id
from .ledger import Ledger, Statements
from .rows import card_of, memory_values
from .sql import LOG_COLUMNS
from .writing import put_card, user_events

AT_ONCE = 250  # cards in one transaction: others who write wait for some hundredths of a second
MOST_ROUNDS = 5
BEHIND_ALL = b"\xff\xff"  # no time-ordered UUID begins so before the year 10800
Progress = Callable[[int, int], None]
Choose = Callable[[Sequence["Refolding"]], Mapping[int, datetime]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refolding:
    """A card in its ``version``, before, and after its memory is told by other weights and its due date with it."""

    question_id: int
    version: int
    before: CardState
    after: CardState
    answered_at: datetime

    def move(self, policy: Policy) -> Move | None:
        """The days on which it is due; None for what is in its steps, whose next step stays when it is."""
        kept, followed = self.before.memory.due_at, self.after.memory.due_at
        if self.after.memory.state != State.REVIEW or kept is None or followed is None:
            return None
        day_of = policy.calendar.day_of
        return Move(kept=day_of(kept), followed=day_of(followed))


def refoldings(
    connection: Statements, known: Known, *, user_id: int, policy: Policy, changed_at: datetime
) -> list[Refolding]:
    """The cards that the change of ``changed_at`` has not reached yet, as ``policy`` tells their memories."""
    rows = connection.exec_driver_sql(known.sql.user_cards, {"user_id": user_id}).fetchall()
    cards = {row[0]: (row[1], card_of(row[2:])) for row in rows}
    found = []
    for question_id, events in user_events(connection, user_id, known):
        name = refold_id(changed_at, question_id)
        version, card = cards.get(question_id, (0, None))
        answers = answers_of(events)
        if card is None or not answers or any(event.id == name for event in events):
            continue
        last = answers[-1].answered_at
        event = Event(id=name, kind=EventKind.REFOLD, answered_at=last, policy=policy)
        after = refold(card, event, answers, user_id=user_id, question_id=question_id).after
        found.append(Refolding(question_id=question_id, version=version, before=card, after=after, answered_at=last))
    return found


def write_refoldings(
    database: Ledger,
    *,
    user_id: int,
    policy: Policy,
    changed_at: datetime,
    choose: Choose,
    now: datetime,
    progress: Progress | None = None,
) -> int:
    """Bring the change to every card, some hundred in a transaction; how many there were.

    ``choose`` gives the due dates of cards in review by question id. Cards that are answered meanwhile are told anew
    in another round. The caller must hold no write transaction.
    """
    known, policy_number = known_of(database), policy_id(database, policy)
    written = 0
    for _ in range(MOST_ROUNDS):
        with database.reading() as connection:
            found = refoldings(connection, known, user_id=user_id, policy=policy, changed_at=changed_at)
        due = choose(found)
        before = written
        for first in range(0, len(found), AT_ONCE):
            work = _Chunk(user_id, policy, policy_number, changed_at, now, due, found[first : first + AT_ONCE], known)
            written += database.commit_together(work.write)
            if progress:
                progress(min(first + AT_ONCE, len(found)), len(found))
        if written - before == len(found):
            break
    return written


def refold_id(changed_at: datetime, question_id: int) -> bytes:
    """The id of the row that brings the change of ``changed_at`` to a card: later changes sort behind earlier ones."""
    return BEHIND_ALL + to_milliseconds(changed_at).to_bytes(6, "big") + question_id.to_bytes(8, "big")


@dataclass(frozen=True, slots=True)
class _Chunk:
    user_id: int
    policy: Policy
    policy_id: int
    changed_at: datetime
    now: datetime
    due: Mapping[int, datetime]
    cards: Sequence[Refolding]
    known: Known

    def write(self, connection: Statements) -> int:
        """Write the rows and the cards whose version is still the one that was read; how many these were."""
        if self.known.sql.lock_user:
            connection.exec_driver_sql(self.known.sql.lock_user, {"user_id": self.user_id})
        return sum(self._write_card(connection, card) for card in self.cards)

    def _write_card(self, connection: Statements, card: Refolding) -> bool:
        found = {"user_id": self.user_id, "question_id": card.question_id, "version": card.version}
        is_as_read = connection.exec_driver_sql(self.known.sql.is_in_version, found).fetchone()
        if is_as_read is None or not is_as_read[0]:
            return False
        due_at = self.due.get(card.question_id, card.after.memory.due_at)
        after = card.after._replace(memory=card.after.memory._replace(due_at=due_at))
        values = {
            **dict.fromkeys(LOG_COLUMNS),
            **memory_values(card.before.memory, after.memory),
            "user_id": self.user_id,
            "id": refold_id(self.changed_at, card.question_id),
            "question_id": card.question_id,
            "revision": 1,
            "kind": int(EventKind.REFOLD),
            "mode": int(Mode.STUDY),
            "answered_at": to_milliseconds(card.answered_at),
            "received_at": to_milliseconds(self.now),
            "study_day": to_day_number(self._day_of(card.answered_at)),
            "policy_id": self.policy_id,
        }
        connection.exec_driver_sql(self.known.sql.insert_log, values)
        put_card(connection, self.user_id, card.question_id, after, card.version + 1, self.known)
        return True

    def _day_of(self, instant: datetime) -> date:
        return self.policy.calendar.day_of(instant)
