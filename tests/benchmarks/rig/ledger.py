"""The proof that every acknowledged answer is in the log, exactly once, and that the counters agree with the log."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from webapp.sqlite import sqlite_driver, sqlite_url

from .people import Person

LOGGED = "SELECT user_id, id FROM review_log WHERE user_id = ? AND kind = 0"
COUNTED = "SELECT coalesce(sum(answers), 0) FROM review_day WHERE user_id = ?"
REPEATED = "SELECT coalesce(sum(repetitions), 0) FROM card WHERE user_id = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How many answers were acknowledged, and how many of them are missing from the log or there without a word."""

    acknowledged: int
    twice_acknowledged: int
    missing: int
    unasked: int
    counters_differ_by: int

    @property
    def holds(self) -> bool:
        return not (self.twice_acknowledged or self.missing or self.unasked or self.counters_differ_by)

    def to_json(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__} | {"exactly_once": self.holds}


def prove(instance: Path, acknowledged: Sequence[object], people: Sequence[Person]) -> Proof:
    """Compare what the clients know with what the database holds, apart from what ``people`` had answered before."""
    logged: set[tuple[int, bytes]] = set()
    difference = 0
    with closing(sqlite_driver().connect(sqlite_url(instance).removeprefix("sqlite:///"))) as connection:
        for person in people:
            rows = [(user_id, bytes(name)) for user_id, name in connection.execute(LOGGED, (person.user_id,))]
            logged.update(row for row in rows if row[1] not in person.answered_before)
            for counter in (COUNTED, REPEATED):
                difference += abs(len(rows) - connection.execute(counter, (person.user_id,)).fetchone()[0])
    known = set(acknowledged)
    return Proof(
        acknowledged=len(acknowledged),
        twice_acknowledged=len(acknowledged) - len(known),
        missing=len(known - logged),
        unasked=len(logged - known),
        counters_differ_by=difference,
    )
