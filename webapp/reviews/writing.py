"""Writing what was prepared, inside the shared commit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import Any

from question_bank.words import gettext
from webapp.scheduling.fold import ANSWER, NEW_CARD, NO_COUNTS, UNDO, CardState, DayCounts, Event, Folded, Mode, fold

from .drafts import DUPLICATE, RECORDED, Draft, Result
from .known import Known
from .ledger import Rows, Statements
from .rows import card_values, day_values, event_of, memory_values

ROWS_AT_ONCE = 1_000


def write(connection: Statements, draft: Draft, known: Known) -> Result:
    """Write ``draft``: as prepared if its card is still as it was read, else by folding the card anew."""
    (result,) = write_all(connection, [draft], known)
    return result


def write_all(connection: Statements, prepared: Sequence[Draft | Result], known: Known) -> list[Result]:
    """Write the drafts among ``prepared`` in their order; one result each.

    A card that has to be folded anew is folded once for all of them, at the end: its log may be long, and others wait
    for the lock meanwhile.
    """
    writing = _Writing(connection, known)
    taken = [one if isinstance(one, Result) else writing.take(one) for one in prepared]
    folded = writing.fold_cards()
    return [folded[one.event.id] if isinstance(one, Draft) else one for one in taken]


@dataclass(slots=True)
class _Anew:
    """A card that is folded anew: what the log has of it, what comes to that, and which events are taken back."""

    there: Sequence[Event]
    undone: set[bytes]
    drafts: list[Draft] = field(default_factory=list)

    def folded(self) -> Folded:
        """The card with all that came to it. An answer that is taken back at once has its step too, as before that."""
        whole = self._folded_with(self.drafts)
        names = {draft.event.id for draft in self.drafts}
        if names.isdisjoint(draft.event.undoes for draft in self.drafts):
            return whole
        kept = [draft for draft in self.drafts if draft.event.kind != UNDO]
        return replace(whole, steps={**self._folded_with(kept).steps, **whole.steps})

    def _folded_with(self, drafts: Sequence[Draft]) -> Folded:
        first = self.drafts[0]
        events = [*self.there, *(draft.event for draft in drafts)]
        return fold(events, user_id=first.user_id, question_id=_question_id(first))


@dataclass(slots=True)
class _Writing:
    """The drafts of one transaction. An answer that follows all others of its card is written as soon as it is taken,
    others wait for their card to be folded.
    """

    connection: Statements
    known: Known
    _cards: dict[int, _Anew] = field(default_factory=dict)
    _waiting: dict[bytes, Draft] = field(default_factory=dict)

    def take(self, draft: Draft) -> Result | Draft:
        """What became of the draft; the draft itself, with its card, where that is folded first."""
        if draft.event.id in self._waiting:
            return draft.result(DUPLICATE, question_id=draft.question_id)
        parameters = {**draft.log_values(), "version": draft.version}
        if draft.step is not None and draft.question_id not in self._cards:
            parameters |= memory_values(draft.step.before.memory, draft.step.after.memory)
            if self._run(self.known.sql.insert_log_in_order, parameters).rowcount == 1:
                return _write_in_order(self.connection, draft, self.known)
        if self._run(self.known.sql.is_logged, parameters).fetchone() is not None:
            return draft.result(DUPLICATE, question_id=draft.question_id)
        return self._take_undo(draft) if draft.event.kind == UNDO else self._wait(draft)

    def _take_undo(self, draft: Draft) -> Result | Draft:
        undone = self._logged(draft)
        if undone is None:
            return draft.refused(gettext("There is nothing recorded under the id that is to be undone."))
        question_id, revision, kind, mode, study_day = undone
        if kind == UNDO:
            return draft.refused(gettext("An undo cannot be undone: answer the card again."))
        if study_day != draft.log_values()["study_day"]:
            return draft.refused(gettext("Only what was done on the same study day can be undone."))
        event = draft.event._replace(mode=Mode(mode))
        return self._wait(draft._replace(question_id=question_id, revision=revision, event=event))

    def _logged(self, draft: Draft) -> Sequence[Any] | None:
        """Card, revision, kind, mode and study day of what an undo takes back; None where there is no such thing."""
        name = draft.event.undoes
        waiting = None if name is None else self._waiting.get(name)
        if waiting is not None:
            values = waiting.log_values()
            return [values[column] for column in ("question_id", "revision", "kind", "mode", "study_day")]
        return self._run(self.known.sql.logged, {"user_id": draft.user_id, "id": name}).fetchone()

    def _wait(self, draft: Draft) -> Result | Draft:
        question_id, name = _question_id(draft), draft.event.undoes
        card = self._cards.get(question_id)
        if card is None:
            there = card_events(self.connection, draft.user_id, question_id, self.known)
            card = _Anew(there, {event.undoes for event in there if event.undoes is not None})
        if name is not None and name in card.undone:
            return draft.refused(gettext("That has been undone already."))
        if name is not None:
            card.undone.add(name)
        card.drafts.append(draft)
        self._cards[question_id], self._waiting[draft.event.id] = card, draft
        return draft

    def fold_cards(self) -> dict[bytes, Result]:
        """Write what waits, each card folded with all that came to it; the results by the ids of the events."""
        results: dict[bytes, Result] = {}
        for question_id, card in self._cards.items():
            results |= self._fold(question_id, card)
        return results

    def _fold(self, question_id: int, card: _Anew) -> dict[bytes, Result]:
        user_id = card.drafts[0].user_id
        before = fold(card.there, user_id=user_id, question_id=question_id)
        after = card.folded()
        for draft in card.drafts:
            answered = after.steps.get(draft.event.id) if draft.event.kind == ANSWER else None
            memories = (answered.before.memory, answered.after.memory) if answered else (None, None)
            self._run(self.known.sql.insert_log, draft.log_values() | memory_values(*memories))
        put_card(self.connection, user_id, question_id, after.card, len(card.there) + len(card.drafts), self.known)
        _add_difference(self.connection, user_id, before, after, self.known)
        return {
            draft.event.id: draft.result(
                RECORDED, question_id=question_id, step=after.steps.get(draft.event.id), memory=after.card.memory
            )
            for draft in card.drafts
        }

    def _run(self, statement: str, parameters: dict[str, Any]) -> Rows:
        return self.connection.exec_driver_sql(statement, parameters)


def _question_id(draft: Draft) -> int:
    if draft.question_id is None:
        raise ValueError("an event belongs to a question")
    return draft.question_id


def _write_in_order(connection: Statements, draft: Draft, known: Known) -> Result:
    step, question_id = draft.step, draft.question_id
    if step is None or question_id is None:
        raise ValueError("only an answer that follows all others of its card is written in order")
    put_card(connection, draft.user_id, question_id, step.after, draft.version + 1, known)
    connection.exec_driver_sql(known.sql.add_to_day, day_values(draft.user_id, step.study_day, step.counts))
    return draft.result(RECORDED, question_id=question_id, step=step, memory=step.after.memory)


def card_events(connection: Statements, user_id: int, question_id: int, known: Known) -> list[Event]:
    """All that the log knows of a card."""
    parameters = {"user_id": user_id, "question_id": question_id}
    rows = connection.exec_driver_sql(known.sql.card_events, parameters).fetchall()
    return [event_of(row, known.policy(connection, row[4])) for row in rows]


def user_events(connection: Statements, user_id: int, known: Known) -> Iterator[tuple[int, list[Event]]]:
    """All that the log knows of a person, by question."""
    for question_id, group in groupby(_user_rows(connection, user_id, known), key=lambda row: int(row[0])):
        yield question_id, [event_of(row[1:], known.policy(connection, row[5])) for row in group]


def _user_rows(connection: Statements, user_id: int, known: Known) -> Iterator[Sequence[Any]]:
    """The rows in parts: a hundred thousand at once would be looked through for garbage again and again."""
    rows = connection.exec_driver_sql(known.sql.user_events, {"user_id": user_id})
    while part := rows.fetchmany(ROWS_AT_ONCE):
        yield from part


def put_card(
    connection: Statements, user_id: int, question_id: int, card: CardState, version: int, known: Known
) -> None:
    """Store ``card``; a new one, without answers and flags, has no row."""
    parameters: dict[str, Any] = {"user_id": user_id, "question_id": question_id, "version": version}
    if card == NEW_CARD:
        connection.exec_driver_sql(known.sql.delete_card, parameters)
        connection.exec_driver_sql(known.sql.lower_frontier, parameters)  # it is unseen again, and to be found again
        return
    parameters |= card_values(card)
    is_there = version > 1 and connection.exec_driver_sql(known.sql.update_card, parameters).rowcount == 1
    if not is_there:
        connection.exec_driver_sql(known.sql.put_card, parameters)


def _add_difference(connection: Statements, user_id: int, before: Folded, after: Folded, known: Known) -> None:
    for day in sorted(before.days.keys() | after.days.keys()):
        change = after.days.get(day, NO_COUNTS) - before.days.get(day, NO_COUNTS)
        if change != NO_COUNTS:
            _add_to_day(connection, user_id, day, change, known)


def _add_to_day(connection: Statements, user_id: int, day: date, change: DayCounts, known: Known) -> None:
    values = day_values(user_id, day, change)
    connection.exec_driver_sql(known.sql.add_to_day, values)
    if change.answers < 0:
        connection.exec_driver_sql(known.sql.delete_empty_day, values)
