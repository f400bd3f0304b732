"""The rows of what is taken over from a file, ready for the database before its lock is held."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Table, bindparam, insert, update
from sqlalchemy.orm import Session
from sqlalchemy.types import UserDefinedType

from question_bank.canonical import content_hash
from question_bank.exchange.drafts import Draft
from question_bank.exchange.watching import tell
from webapp.models import ImportedQuestion

from .import_steps import Step, Verdict

_WRITTEN = "written"

Row = dict[str, Any]


class _WrittenJson(UserDefinedType[str]):
    """JSON that is a text already: to write 10,000 contents took four times as long where each was made JSON then."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "JSON"


def rows_of_steps(
    steps: Sequence[Step], *, bank_id: int, file: str, now: datetime
) -> tuple[list[Row], list[Row]]:  # fmt: skip
    """The rows of what is new, and of what is changed. Tells how far it is, as the second half of the work."""
    new, changed = [], []
    for number, step in enumerate(steps):
        tell((len(steps) + number) // 2, len(steps))
        draft = step.item.draft
        if draft is None:
            continue
        if step.verdict is Verdict.NEW:
            new.append({"bank_id": bank_id, **_row(draft, file, now)})
        elif step.verdict is Verdict.CHANGED:
            changed.append({"number": step.stored_id, **_row(draft, file, now)})
    return new, changed


def _row(draft: Draft, file: str, now: datetime) -> Row:
    return {
        "name": draft.name,
        "file": file,
        _WRITTEN: json.dumps(draft.data),
        "content_hash": content_hash(draft.data),
        "imported_at": now,
    }


def write_rows(session: Session, *, new: Sequence[Row], changed: Sequence[Row]) -> None:
    """Write what ``rows_of_steps`` gave, in bulk."""
    table = ImportedQuestion.__table__
    assert isinstance(table, Table)
    connection = session.connection()
    values: dict[str, BindParameter[Any]] = {
        name: bindparam(name) for name in ("name", "file", "content_hash", "imported_at")
    }
    values["data"] = bindparam(_WRITTEN, type_=_WrittenJson())
    if new:
        connection.execute(insert(table).values(bank_id=bindparam("bank_id"), **values), new)
    if changed:
        connection.execute(update(table).where(table.c.id == bindparam("number")).values(**values), changed)
