"""Where the search for unseen questions begins, so that it never walks over what a student has long seen.

A page that reads writes nothing: it notes in the process that the search was long, and the next answer of the same
person, which writes anyway, stores the place. Without it the search is slower, never wrong. Whoever deletes a card
(webapp.reviews does, when its only answer is undone) lowers the stored place in the same transaction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from webapp.db import Database
from webapp.driver import DriverStatements
from webapp.models.base import to_milliseconds
from webapp.models.visible import Banks, visible_banks, visible_values
from webapp.study.queries.day import StoredSettings
from webapp.study.queries.driver import among_banks, driver_sql

FIRST_POSITION = -1
WORTH_STORING = 100  # questions that a search may walk over in vain before the place is stored
MOST_NOTED = 10_000

_INSERT = """
    INSERT INTO new_card_frontier (user_id, position, as_of)
    SELECT :user, coalesce(
        (SELECT q.position FROM question q
         WHERE q.status = 'published' AND q.position >= :start{of_question}
               AND NOT EXISTS (SELECT 1 FROM card c WHERE c.user_id = :user AND c.question_id = q.id)
         ORDER BY q.position, q.id LIMIT 1),
        (SELECT max(q.position) + 1 FROM question q WHERE q.status = 'published'{of_question}), 0), :as_of
    WHERE (SELECT max(loaded_at) FROM bank{of_bank}) = :as_of
    ON CONFLICT (user_id) DO UPDATE SET position = excluded.position, as_of = excluded.as_of"""
_STORE = driver_sql(_INSERT.format(of_question="", of_bank=""))
_STORE_VISIBLE = among_banks(_INSERT.format(of_question=" AND q.bank_id IN {banks}", of_bank=" WHERE id IN {banks}"))


def start_position(stored: StoredSettings) -> int:
    """The position from which to search: what is stored, if it holds for the bank as it is now."""
    if stored.frontier is None or stored.frontier_as_of != stored.bank_loaded_at:
        return FIRST_POSITION
    return stored.frontier


@dataclass(frozen=True, slots=True)
class Frontiers:
    """The people whose search for unseen questions was long in this process, where it began, and in which banks.

    What was noted before somebody's rights changed says nothing of the banks that are in sight since.
    """

    _noted: dict[int, tuple[int, datetime, Banks]] = field(default_factory=dict)

    def note(self, user_id: int, first_unseen: int, stored: StoredSettings) -> None:
        """Note that the person's first unseen question stands at ``first_unseen``, if that is far from the start."""
        start = start_position(stored)
        if stored.bank_loaded_at is None or first_unseen - start < WORTH_STORING:
            return
        if len(self._noted) >= MOST_NOTED:
            self._noted.clear()
        self._noted[user_id] = (start, stored.bank_loaded_at, visible_banks())

    def store(self, user_id: int, database: Database) -> None:
        """Store the place of a person's first unseen question, if it was noted as far from what is stored."""
        noted = self._noted.pop(user_id, None)
        if noted is None or noted[2] != visible_banks():
            return
        statement = (_STORE if visible_banks() is None else _STORE_VISIBLE).text(is_sqlite=database.is_sqlite)
        values = {"user": user_id, "start": noted[0], "as_of": to_milliseconds(noted[1]), **visible_values()}

        def write(connection: DriverStatements) -> None:
            connection.exec_driver_sql(statement, values)

        database.commit_together(write)
