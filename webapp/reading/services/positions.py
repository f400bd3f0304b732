"""Who holds what on which issue, and what of it one knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from webapp.history.memory import Memory, claim_memories, together
from webapp.reading.queries.claims import Place, places
from webapp.reading.queries.positions import IssueRow, PositionRow, Wanted, count_issues, issues, positions

from .actors import Holder, holders_of
from .pages import Pages, pages_of
from .words import date_text, voice

ISSUES_A_PAGE = 40
OTHERS = "others"
MARK_OF_OTHERS = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A position as a claim states it."""

    stance: str
    statement: str
    who: str
    as_of: str | None
    erratum: str | None
    places: tuple[Place, ...]
    memory: Memory | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one actor holds on one issue. ``memory`` is None where nothing is asked about it or nobody is known."""

    actor: Holder
    held: tuple[Held, ...]
    memory: Memory | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contested:
    """An issue with the actors that hold something on it, by their keys, in the order of the columns."""

    key: str
    question: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """A page of the matrix: actors in columns, those with most positions first, and issues in rows."""

    actors: tuple[Holder, ...]
    issues: tuple[Contested, ...]
    pages: Pages


def read_positions(session: Session, *, wanted: Wanted, page: int, user_id: int | None) -> Matrix:
    """The wanted positions that are held on issues."""
    pages = pages_of(count_issues(session, wanted=wanted), page=page, size=ISSUES_A_PAGE)
    rows = issues(session, wanted=wanted, offset=pages.offset, most=pages.size)
    found = positions(session, wanted=wanted, issue_ids=[row.id for row in rows])
    held = _held(session, found, user_id)
    holders = _holders(session, found)
    columns = _columns(holders)
    return Matrix(
        actors=columns,
        issues=tuple(_contested(row, [each for each in found if each.issue_id == row.id], held, holders, columns)
                     for row in rows),
        pages=pages,
    )  # fmt: skip


def _held(session: Session, rows: Sequence[PositionRow], user_id: int | None) -> dict[int, Held]:
    ids = [row.claim_id for row in rows]
    where = places(session, claim_ids=ids)
    memories = {} if user_id is None else claim_memories(session, user_id=user_id, claim_ids=ids)
    return {row.claim_id: _one(row, where.get(row.claim_id, []), memories.get(row.claim_id)) for row in rows}


def _one(row: PositionRow, where: Sequence[Place], memory: Memory | None) -> Held:
    content = row.content
    return Held(
        stance=content["value"]["stance"],
        statement=content["statement"],
        who=content.get("attributed_to") or voice(where[0].authors if where else ()),
        as_of=date_text(content["as_of"]) if "as_of" in content else None,
        erratum=content.get("erratum"),
        places=tuple({place.article_key: place for place in reversed(where)}.values()),
        memory=memory,
    )


def _holders(session: Session, rows: Sequence[PositionRow]) -> dict[int, tuple[Holder, ...]]:
    """Who holds each position; what no actor is named for is put down to others."""
    found = holders_of(session, claim_ids=[row.claim_id for row in rows])
    others = (Holder(key=OTHERS, name=_("Others"), mark=MARK_OF_OTHERS),)
    return {row.claim_id: found.get(row.claim_id) or others for row in rows}


def _columns(holders: Mapping[int, Sequence[Holder]]) -> tuple[Holder, ...]:
    counts = Counter(holder for of_claim in holders.values() for holder in of_claim)
    return tuple(sorted(counts, key=lambda holder: (-counts[holder], holder.name, holder.key)))


def _contested(
    issue: IssueRow,
    rows: Sequence[PositionRow],
    held: Mapping[int, Held],
    holders: Mapping[int, Sequence[Holder]],
    columns: Sequence[Holder],
) -> Contested:
    cells = {}
    for actor in columns:
        its = tuple(held[row.claim_id] for row in rows if actor in holders[row.claim_id])
        if its:
            words = [each.memory for each in its if each.memory is not None]
            cells[actor.key] = Cell(actor=actor, held=its, memory=together(words) if words else None)
    return Contested(key=issue.key, question=issue.question, cells=cells)
