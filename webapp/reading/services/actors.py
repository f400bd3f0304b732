"""Actors as the pages of reading show them: by name, hue and mark."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from webapp.history.actor_marks import actor_marks
from webapp.reading.queries.claims import actors


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """An actor, by key and name; ``mark`` are the letters that stand for it alone."""

    key: str
    name: str
    mark: str


def holders_of(session: Session, *, claim_ids: Collection[int]) -> dict[int, tuple[Holder, ...]]:
    """The actors of each claim that has any, in its own order."""
    found = actors(session, claim_ids=claim_ids)
    marks = actor_marks(session) if found else {}
    return {
        claim: tuple(Holder(key=each.key, name=each.name, mark=marks[each.key]) for each in its)
        for claim, its in found.items()
    }
