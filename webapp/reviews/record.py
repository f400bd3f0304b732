"""Recording what a student did: exactly once, whatever the order and the number of its deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from .drafts import Draft, Result
from .entries import Entry, Unreadable
from .former import bring_back_former
from .known import Known, known_of
from .ledger import Ledger, Statements
from .preparing import Preparation
from .writing import write_all

__all__ = ["Result", "record"]


def record(database: Ledger, *, user_id: int, entries: Sequence[Entry | Unreadable], now: datetime) -> list[Result]:
    """Record ``entries`` of ``user_id`` in their order; one result each, durably committed when this returns.

    Everything is read, graded and scheduled before the lock is taken; under it the card's version is checked. A caller
    must hold no write transaction of its own: it would wait for itself.
    """
    known = known_of(database)
    with database.reading() as connection:
        preparation = Preparation(database, connection, known, user_id, now)
        prepared = [preparation.prepare(entry) for entry in entries]
    if not any(isinstance(one, Draft) for one in prepared):
        return [one for one in prepared if isinstance(one, Result)]
    return database.commit_together(lambda connection: _write_all(connection, user_id, prepared, known))


def _write_all(connection: Statements, user_id: int, prepared: Sequence[Draft | Result], known: Known) -> list[Result]:
    if known.sql.lock_user:
        connection.exec_driver_sql(known.sql.lock_user, {"user_id": user_id})
    return bring_back_former(connection, prepared, write_all(connection, prepared, known), known)
