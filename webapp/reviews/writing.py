"""Writing what was prepared, inside the shared commit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

from question_bank.words import gettext
from webapp.scheduling.fold import NEW_CARD, NO_COUNTS, CardState, DayCounts, Event, EventKind, Folded, Mode, fold

from .drafts import DUPLICATE, RECORDED, Draft, Result
from .known import Known
from .ledger import Statements
from .rows import card_values, day_values, event_of, memory_values

ROWS_AT_ONCE = 1_000


def write(connection: Statements, draft: Draft, known: Known) -> Result:
    """Write ``draft``: as prepared if its card is still as it was read, else by folding the card anew."""
    parameters = {**draft.log_values(), "version": draft.version}
    if draft.step is not None:
        parameters |= memory_values(draft.step.before.memory, draft.step.after.memory)
        if connection.exec_driver_sql(known.sql.insert_log_in_order, parameters).rowcount == 1:
            return _write_in_order(connection, draft, known)
    if connection.exec_driver_sql(known.sql.is_logged, parameters).fetchone() is not None:
        return draft.result(DUPLICATE, question_id=draft.question_id)
    if draft.event.kind == EventKind.UNDO:
        return _write_undo(connection, draft, known)
    return _write_anew(connection, draft, known)


def _write_in_order(connection: Statements, draft: Draft, known: Known) -> Result:
    step, question_id = draft.step, draft.question_id
    if step is None or question_id is None:
        raise ValueError("only an answer that follows all others of its card is written in order")
    put_card(connection, draft.user_id, question_id, step.after, draft.version + 1, known)
    connection.exec_driver_sql(known.sql.add_to_day, day_values(draft.user_id, step.study_day, step.counts))
    return draft.result(RECORDED, question_id=question_id, step=step, memory=step.after.memory)


def _write_undo(connection: Statements, draft: Draft, known: Known) -> Result:
    parameters = {"user_id": draft.user_id, "id": draft.event.undoes}
    row = connection.exec_driver_sql(known.sql.logged, parameters).fetchone()
    if row is None:
        return draft.refused(gettext("There is nothing recorded under the id that is to be undone."))
    question_id, revision, kind, mode, study_day = row
    if kind == EventKind.UNDO:
        return draft.refused(gettext("An undo cannot be undone: answer the card again."))
    if study_day != draft.log_values()["study_day"]:
        return draft.refused(gettext("Only what was done on the same study day can be undone."))
    event = draft.event._replace(mode=Mode(mode))
    return _write_anew(connection, replace(draft, question_id=question_id, revision=revision, event=event), known)


def _write_anew(connection: Statements, draft: Draft, known: Known) -> Result:
    """Write the event and all that follows from the card's log with it."""
    question_id = draft.question_id
    if question_id is None:
        raise ValueError("an event belongs to a question")
    events = card_events(connection, draft.user_id, question_id, known)
    if draft.event.undoes is not None and any(event.undoes == draft.event.undoes for event in events):
        return draft.refused(gettext("That has been undone already."))
    before = fold(events, user_id=draft.user_id, question_id=question_id)
    after = fold([*events, draft.event], user_id=draft.user_id, question_id=question_id)
    step = after.steps.get(draft.event.id)
    answered = step if draft.event.kind == EventKind.ANSWER else None
    memories = memory_values(answered.before.memory, answered.after.memory) if answered else memory_values(None, None)
    connection.exec_driver_sql(known.sql.insert_log, draft.log_values() | memories)
    put_card(connection, draft.user_id, question_id, after.card, len(events) + 1, known)
    _add_difference(connection, draft.user_id, before, after, known)
    return draft.result(RECORDED, question_id=question_id, step=step, memory=after.card.memory)


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
    else:
        connection.exec_driver_sql(known.sql.put_card, card_values(card) | parameters)


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
