"""Cards and day counters compared with the review log that they are folded from, and repaired after it.

The log itself is only read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import User
from webapp.models.base import from_day_number, to_day_number
from webapp.scheduling.fold import NEW_CARD, CardState, DayCounts, fold

from .known import Known
from .ledger import Statements
from .rows import card_of, card_values, counts_of, day_values
from .sql import statements
from .writing import put_card, user_events

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A value that is not what the log gives: ``key`` is a question's id (table card) or a day (table review_day)."""

    user_id: int
    table: str
    key: int | date
    field: str
    stored: object
    computed: object

    def __str__(self) -> str:
        place = f"user {self.user_id}, {self.table} {self.key}, {self.field}"
        return f"{place}: stored {self.stored}, the log gives {self.computed}"


@dataclass(frozen=True, slots=True)
class _Derived:
    """All that is derived from a user's log: cards with their versions by question, counts by day."""

    cards: Mapping[int, tuple[CardState, int]]
    days: Mapping[date, DayCounts]


def rebuild(
    session: Session, *, user_id: int | None = None, check: bool, progress: Progress | None = None
) -> list[Difference]:
    """The differences between what is stored and what the log gives, of one user or of all; repaired unless ``check``.

    ``progress`` is called with the number of users done and of all.
    """
    users = [user_id] if user_id is not None else list(session.scalars(select(User.id).order_by(User.id)))
    known = known_for(session)
    differences: list[Difference] = []
    for done, user in enumerate(users, start=1):
        differences += rebuild_user(session, known, user, check=check)
        if progress:
            progress(done, len(users))
    return differences


def known_for(session: Session) -> Known:
    """A memory of policies for work in ``session``, which may see what nobody else sees yet."""
    return Known(statements(is_sqlite=session.get_bind().dialect.name == "sqlite"))


def rebuild_user(session: Session, known: Known, user_id: int, *, check: bool) -> list[Difference]:
    """The differences of one user; repaired unless ``check``."""
    connection: Statements = session.connection()
    if known.sql.lock_user:
        connection.exec_driver_sql(known.sql.lock_user, {"user_id": user_id})
    stored, computed = _stored(connection, user_id, known), _computed(connection, user_id, known)
    differences = [*_card_differences(user_id, stored, computed), *_day_differences(user_id, stored, computed)]
    if differences and not check:
        _repair(connection, user_id, stored, computed, known)
        session.expire_all()
    return differences


def _stored(connection: Statements, user_id: int, known: Known) -> _Derived:
    cards = connection.exec_driver_sql(known.sql.user_cards, {"user_id": user_id}).fetchall()
    days = connection.exec_driver_sql(known.sql.user_days, {"user_id": user_id}).fetchall()
    return _Derived(
        {row[0]: (card_of(row[2:]), row[1]) for row in cards},
        {from_day_number(row[0]): counts_of(row[1:]) for row in days},
    )


def _computed(connection: Statements, user_id: int, known: Known) -> _Derived:
    cards: dict[int, tuple[CardState, int]] = {}
    days: dict[date, DayCounts] = {}
    for question_id, events in user_events(connection, user_id, known):
        folded = fold(events, user_id=user_id, question_id=question_id)
        if folded.card != NEW_CARD:
            cards[question_id] = (folded.card, len(events))
        for day, counts in folded.days.items():
            days[day] = days[day] + counts if day in days else counts
    return _Derived(cards, days)


def _card_differences(user_id: int, stored: _Derived, computed: _Derived) -> Iterator[Difference]:
    for question_id in sorted(stored.cards.keys() | computed.cards.keys()):
        is_there, should_be = stored.cards.get(question_id), computed.cards.get(question_id)
        yield from _differences(user_id, "card", question_id, _card_fields(is_there), _card_fields(should_be))


def _card_fields(card: tuple[CardState, int] | None) -> dict[str, Any]:
    return {"row": False} if card is None else {"row": True, **card_values(card[0]), "version": card[1]}


def _day_differences(user_id: int, stored: _Derived, computed: _Derived) -> Iterator[Difference]:
    for day in sorted(stored.days.keys() | computed.days.keys()):
        is_there, should_be = stored.days.get(day), computed.days.get(day)
        yield from _differences(user_id, "review_day", day, _day_fields(is_there), _day_fields(should_be))


def _day_fields(counts: DayCounts | None) -> dict[str, Any]:
    if counts is None:
        return {"row": False}
    return {"row": True, **counts._asdict()}


def _differences(
    user_id: int, table: str, key: int | date, stored: dict[str, Any], computed: dict[str, Any]
) -> Iterator[Difference]:
    for name in stored.keys() & computed.keys():
        if stored[name] != computed[name]:
            yield Difference(
                user_id=user_id, table=table, key=key, field=name, stored=stored[name], computed=computed[name]
            )


def _repair(connection: Statements, user_id: int, stored: _Derived, computed: _Derived, known: Known) -> None:
    for question_id in stored.cards.keys() | computed.cards.keys():
        card, version = computed.cards.get(question_id, (NEW_CARD, 0))
        if stored.cards.get(question_id) != (card, version):
            put_card(connection, user_id, question_id, card, version, known)
    for day in stored.days.keys() - computed.days.keys():
        connection.exec_driver_sql(known.sql.delete_day, {"user_id": user_id, "study_day": to_day_number(day)})
    for day, counts in computed.days.items():
        if stored.days.get(day) != counts:
            connection.exec_driver_sql(known.sql.put_day, day_values(user_id, day, counts))
