"""The index of the full-text search: made from the bank by its load, and no table of the models.

On SQLite it is a virtual table of FTS5 with tables of its own behind it, on PostgreSQL a table with a ``tsvector``.
It can be made anew at any time, so it belongs in no backup, and Alembic is not to compare it with the models.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SEARCH_INDEX = "search_index"


def is_search_table(name: str | None) -> bool:
    """Whether a table is the search index, or one that FTS5 keeps behind it."""
    return name is not None and (name == SEARCH_INDEX or name.startswith(f"{SEARCH_INDEX}_"))


def is_compared(name: str | None, kind: str, _parents: Mapping[Any, Any]) -> bool:
    """Whether Alembic compares what the database calls ``name`` with the models (its hook ``include_name``)."""
    return not (kind == "table" and is_search_table(name))
