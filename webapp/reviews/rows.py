"""Between rows of the database, as the driver gives and takes them, and the values of ``webapp.scheduling``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from webapp.models.base import from_day_number, from_milliseconds, to_day_number, to_milliseconds
from webapp.scheduling.fold import NEW_CARD, CardState, DayCounts, Event, EventKind, Mode
from webapp.scheduling.memory import Memory, Rating, State
from webapp.scheduling.policy import Policy

# Looked up, as a log has a hundred thousand of them: made from its value each would cost three times as much.
_STATES = {state.value: state for state in State}
_KINDS = {kind.value: kind for kind in EventKind}
_MODES = {mode.value: mode for mode in Mode}
_RATINGS: dict[int | None, Rating | None] = {None: None, **{rating.value: rating for rating in Rating}}


def _instant(value: int | None) -> datetime | None:
    return None if value is None else from_milliseconds(value)


def _day(value: int | None) -> date | None:
    return None if value is None else from_day_number(value)


def _milliseconds(value: datetime | None) -> int | None:
    return None if value is None else to_milliseconds(value)


def _day_number(value: date | None) -> int | None:
    return None if value is None else to_day_number(value)


def card_of(row: Sequence[Any]) -> CardState:
    """The card of a row of ``sql.CARD_COLUMNS``; a row of nulls (there is none) is a new card."""
    if row[0] is None:
        return NEW_CARD
    (
        state,
        step,
        stability,
        difficulty,
        due_at,
        answered_at,
        study_day,
        repetitions,
        lapses,
        suspended,
        buried,
        leech,
    ) = row
    return CardState(
        memory=Memory(
            state=_STATES[state],
            step=step,
            stability=stability,
            difficulty=difficulty,
            due_at=_instant(due_at),
            answered_at=_instant(answered_at),
            study_day=_day(study_day),
            repetitions=repetitions,
            lapses=lapses,
        ),
        suspended=bool(suspended),
        buried_until=_day(buried),
        leech=bool(leech),
    )


def card_values(card: CardState) -> dict[str, Any]:
    """The values of ``sql.CARD_COLUMNS``."""
    memory = card.memory
    return {
        "state": int(memory.state),
        "step": memory.step,
        "stability": memory.stability,
        "difficulty": memory.difficulty,
        "due_at": _milliseconds(memory.due_at),
        "answered_at": _milliseconds(memory.answered_at),
        "study_day": _day_number(memory.study_day),
        "repetitions": memory.repetitions,
        "lapses": memory.lapses,
        "suspended": card.suspended,
        "buried_until": _day_number(card.buried_until),
        "leech": card.leech,
    }


def memory_values(before: Memory | None, after: Memory | None) -> dict[str, Any]:
    """What the log keeps of the memory before and after an answer; nulls for what is no answer."""
    return {
        "state_before": None if before is None else int(before.state),
        "stability_before": None if before is None else before.stability,
        "difficulty_before": None if before is None else before.difficulty,
        "state_after": None if after is None else int(after.state),
        "stability_after": None if after is None else after.stability,
        "difficulty_after": None if after is None else after.difficulty,
        "due_at": None if after is None else _milliseconds(after.due_at),
    }


def event_of(row: Sequence[Any], policy: Policy) -> Event:
    """The event of a row of ``sql.EVENT_COLUMNS``, scheduled by ``policy``."""
    name, kind, mode, answered_at, _, rating, duration_ms, due_at, undoes = row
    return Event(
        id=bytes(name),
        kind=_KINDS[kind],
        mode=_MODES[mode],
        answered_at=from_milliseconds(answered_at),
        policy=policy,
        rating=_RATINGS[rating],
        duration_ms=duration_ms,
        due_at=_instant(due_at),
        undoes=None if undoes is None else bytes(undoes),
    )


def counts_of(row: Sequence[Any]) -> DayCounts:
    """The counts of a row of ``sql.DAY_COLUMNS``."""
    answers, milliseconds, new_cards, reviews, passed = row
    return DayCounts(answers=answers, milliseconds=milliseconds, new_cards=new_cards, reviews=reviews, passed=passed)


def day_values(user_id: int, day: date, counts: DayCounts) -> dict[str, Any]:
    """The parameters of the statements that write a study day."""
    return {
        "user_id": user_id,
        "study_day": to_day_number(day),
        "answers": counts.answers,
        "milliseconds": counts.milliseconds,
        "new_cards": counts.new_cards,
        "reviews": counts.reviews,
        "passed": counts.passed,
    }
