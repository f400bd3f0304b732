"""The index of the full-text search: made from the bank by its load, and no table of the models.

On SQLite it is a virtual table of FTS5 with tables of its own behind it, on PostgreSQL a table with a ``tsvector``.
It can be made anew at any time, so it belongs in no backup, and Alembic is not to compare it with the models.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import text

from question_bank.pictures import words_for_pictures

SEARCH_INDEX = "search_index"
FORGET_BANK = text("""DELETE FROM search_index
    WHERE (kind = 'claim' AND record IN (SELECT id FROM claim WHERE bank_id = :bank))
       OR (kind = 'question' AND record IN (SELECT id FROM question WHERE bank_id = :bank))
       OR (kind = 'article' AND record IN (SELECT id FROM article WHERE bank_id = :bank))
       OR (kind = 'passage' AND record IN (
              SELECT p.id FROM passage p JOIN article_version v ON v.id = p.article_version_id
              JOIN article a ON a.id = v.article_id WHERE a.bank_id = :bank))""")
ADD_ENTRY = text(
    "INSERT INTO search_index (kind, record, key, article, passage, body, also) "
    "VALUES (:kind, :record, :key, :article, :passage, :body, :also)"
)
_MARKS = re.compile(r"[\\*`]")

Entry = dict[str, Any]
Place = tuple[str, str]
"""The keys of an article and a passage."""


def search_entry(kind: str, record: int, key: str, place: Place, body: str, also: str = "") -> Entry:
    """A row of the index: it is found by ``body``, which is shown, and by ``also``, which is not."""
    return {
        "kind": kind,
        "record": record,
        "key": key,
        "article": place[0],
        "passage": place[1],
        "body": body,
        "also": also,
    }


def place_of(claim: Mapping[str, Any]) -> Place:
    """Article and passage that a claim, as its revision has it, rests on first of all."""
    article, _, passage = next(iter(claim.get("sources", ())), "").partition("#")
    return article, passage


def without_marks(markdown: str) -> str:
    """The text without what Markdown marks words with, a picture as its words."""
    return _MARKS.sub("", words_for_pictures(markdown))


def is_search_table(name: str | None) -> bool:
    """Whether a table is the search index, or one that FTS5 keeps behind it."""
    return name is not None and (name == SEARCH_INDEX or name.startswith(f"{SEARCH_INDEX}_"))


def is_compared(name: str | None, kind: str, _parents: Mapping[Any, Any]) -> bool:
    """Whether Alembic compares what the database calls ``name`` with the models (its hook ``include_name``)."""
    return not (kind == "table" and is_search_table(name))
