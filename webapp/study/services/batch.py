"""The next cards to study, and what there is to say when there are none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from webapp.models.base import to_milliseconds
from webapp.scheduling.fold import Mode
from webapp.study.queries import content, queue

from .balancing import Balancer
from .contents import Contents
from .frontier import Frontiers
from .showing import Showing, cards_to_text, show_cards, to_json
from .sitting import USUAL, Sitting, crammed_cards, studied_collection
from .today import Today, load_today
from .wanted import is_early, wanted_card

MOST_CARDS = 100
MOST_SKIPPED = 9999
USUAL_CARDS = 20
AHEAD = timedelta(days=7)
"""How far beyond the day studying ahead goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The next cards of a person's day. ``tomorrow`` is the next study day as it looks now, once today is done.

    ``next_due_at`` is when the next card comes, None while there are cards or when none is to come at all.
    ``editable`` are the keys of questions that the person may edit.
    """

    today: Today
    showings: tuple[Showing, ...]
    tomorrow: Today | None
    next_due_at: datetime | None
    editable: tuple[str, ...] = ()


def load_batch(  # noqa: PLR0913  # which part of which queue, and for whom
    session: Session,
    *,
    user_id: int,
    now: datetime,
    limit: int,
    contents: Contents,
    frontiers: Frontiers,
    balancer: Balancer,
    first: str | None = None,
    sitting: Sitting = USUAL,
    skip: int = 0,
) -> Batch:
    """The next ``limit`` cards after ``skip`` others. ``first`` is the key of a question to begin with, whenever its
    card is due.

    Raises UnknownCollectionError, and for ``first`` UnknownCardError and SetAsideError.
    """
    _, sitting = studied_collection(session, user_id=user_id, sitting=sitting)
    today = _day_of(session, user_id=user_id, now=now, frontiers=frontiers, sitting=sitting)
    wanted = wanted_card(session, user_id=user_id, key=first, today=today) if first else None
    chosen = [question_id for question_id in today.queue if wanted is None or question_id != wanted.question_id]
    chosen = chosen[skip : skip + max(0, limit - (wanted is not None))]
    cards = content.asked_cards(session, user_id=user_id, question_ids=chosen) if chosen else {}
    showings = show_cards(
        session,
        user_id=user_id,
        cards=[*([wanted] if wanted else []), *(cards[question_id] for question_id in chosen if question_id in cards)],
        now=now,
        settings=today.settings,
        contents=contents,
        balancer=balancer,
    )
    if wanted and is_early(wanted, today=today, sitting=sitting):
        showings[0] = replace(showings[0], is_early=True)
    if sitting.is_cram:
        return Batch(today=today, showings=tuple(_crammed(each) for each in showings), tomorrow=None, next_due_at=None)
    tomorrow, next_due_at = None, None
    if not today.queue and wanted is None:
        tomorrow = load_today(session, user_id=user_id, now=today.ends_at, frontiers=frontiers, within=sitting.within)
        next_due_at = _next_due_at(session, user_id=user_id, today=today, tomorrow=tomorrow)
    return Batch(today=today, showings=tuple(showings), tomorrow=tomorrow, next_due_at=next_due_at)


def _day_of(session: Session, *, user_id: int, now: datetime, frontiers: Frontiers, sitting: Sitting) -> Today:
    """The day as the sitting has it: its queue, and counts of that."""
    ahead = AHEAD if sitting.mode is Mode.AHEAD else timedelta()
    today = load_today(session, user_id=user_id, now=now, frontiers=frontiers, within=sitting.within, ahead=ahead)
    if not sitting.is_cram:
        return today
    calendar = today.settings.policy.calendar
    cards = tuple(crammed_cards(session, user_id=user_id, sitting=sitting, now=now, calendar=calendar))
    return replace(today, queue=cards, new=0, learning=0, due=len(cards), next_learning_at=None)


def _crammed(showing: Showing) -> Showing:
    """The card without intervals and without a time to wait for: neither is any matter of cramming."""
    return replace(showing, intervals=dict.fromkeys(showing.intervals, ""), due_at=None)


def _next_due_at(session: Session, *, user_id: int, today: Today, tomorrow: Today) -> datetime | None:
    if today.next_learning_at is not None:
        return today.next_learning_at
    if tomorrow.left:
        return today.ends_at
    return queue.next_due_at(session, user_id=user_id, after=today.ends_at, scope=today.scope)


def counts_to_json(today: Today) -> dict[str, int]:
    """What is left today by the kind of work, and what has been answered."""
    return {
        "new": today.new,
        "learning": today.learning,
        "due": today.due,
        "left": today.left,
        "answered": today.answered,
    }


def batch_to_json(batch: Batch, *, user_id: int, now: datetime) -> Mapping[str, Any]:
    """The batch as the API gives it."""
    return _facts(batch, user_id, now) | {"cards": [to_json(showing) for showing in batch.showings]}


def batch_to_text(batch: Batch, *, user_id: int, now: datetime) -> str:
    """The JSON of ``batch_to_json``."""
    return cards_to_text(_facts(batch, user_id, now), batch.showings)


def _facts(batch: Batch, user_id: int, now: datetime) -> dict[str, Any]:
    today, tomorrow, settings = batch.today, batch.tomorrow, batch.today.settings
    return {
        "now": to_milliseconds(now),
        "person": str(user_id),
        "study_day": today.study_day.isoformat(),
        "day_ends_at": to_milliseconds(today.ends_at),
        "counts": counts_to_json(today),
        "minutes": today.minutes,
        **({"editable": batch.editable} if batch.editable else {}),
        "next_due_at": None if batch.next_due_at is None else to_milliseconds(batch.next_due_at),
        "tomorrow": None if tomorrow is None else {**counts_to_json(tomorrow), "minutes": tomorrow.minutes},
        "settings": {
            "single_keys": settings.single_keys,
            "shows_time": settings.shows_time,
            "timebox_minutes": settings.timebox_minutes,
        },
    }
