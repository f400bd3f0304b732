"""The line of years: every dated claim, and what of it one knows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy.orm import Session

from webapp.history.memory import Memory, claim_memories
from webapp.reading.queries.claims import Choice, Place, places
from webapp.reading.queries.dated import Choices, DatedRow, Filter, count_dated, dated_claims

from .actors import Holder, holders_of
from .pages import Pages, pages_of
from .words import date_text, voice

ROWS_A_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A dated claim on the line. ``is_date``: it states the date itself; else it is true as of that date."""

    date: str
    is_date: bool
    statement: str
    who: str
    actors: tuple[Holder, ...]
    places: tuple[Place, ...]
    erratum: str | None
    memory: Memory | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A year of the line, and how many years after the one before on the page it is; 0 for the first."""

    year: str
    after: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A page of the line."""

    years: tuple[Year, ...]
    pages: Pages


def keys_of(found: Collection[Choice]) -> set[str]:
    """The keys that may be chosen."""
    return {choice.key for choice in found}


def read_timeline(session: Session, *, wanted: Filter, choices: Choices, page: int, user_id: int | None) -> Timeline:
    """The dated claims that are wanted, the earliest first. ``choices`` are what there is to be wanted."""
    total = choices.claims if wanted == Filter() else count_dated(session, wanted=wanted)
    pages = pages_of(total, page=page, size=ROWS_A_PAGE)
    rows = dated_claims(session, wanted=wanted, offset=pages.offset, most=pages.size)
    entries = _entries(session, rows, user_id)
    years = []
    before: int | None = None
    for year, group in groupby(zip(rows, entries, strict=True), key=lambda pair: pair[0].date[:4]):
        number = int(year)
        after = 0 if before is None else number - before
        years.append(Year(year=str(number), after=after, entries=tuple(entry for _, entry in group)))
        before = number
    return Timeline(years=tuple(years), pages=pages)


def _entries(session: Session, rows: Sequence[DatedRow], user_id: int | None) -> list[Entry]:
    ids = [row.claim_id for row in rows]
    who, where = holders_of(session, claim_ids=ids), places(session, claim_ids=ids)
    memories = {} if user_id is None else claim_memories(session, user_id=user_id, claim_ids=ids)
    return [
        Entry(
            date=date_text(row.date),
            is_date=row.content["kind"] == "date",
            statement=row.content["statement"],
            who=row.content.get("attributed_to") or voice(_authors(where.get(row.claim_id, []))),
            actors=who.get(row.claim_id, ()),
            places=tuple({place.article_key: place for place in reversed(where.get(row.claim_id, []))}.values()),
            erratum=row.content.get("erratum"),
            memory=memories.get(row.claim_id),
        )
        for row in rows
    ]


def _authors(found: Sequence[Place]) -> Sequence[str]:
    return found[0].authors if found else ()
