"""What a backup says about itself: its schema, its tables with their counts and digests."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

FORMAT = "tumen-backup"
VERSION = 1

_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SCHEMA = re.compile(r"[0-9]{4}")


class ArchiveError(Exception):
    """The file is no backup, is damaged, or was made to do harm; the message says what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableEntry:
    """A table of a backup: ``sha256`` is over all its lines."""

    name: str
    columns: tuple[str, ...]
    rows: int
    sha256: str

    def to_json(self) -> dict[str, Any]:
        return {"name": self.name, "columns": list(self.columns), "rows": self.rows, "sha256": self.sha256}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The last entry of a backup. ``counters``: the highest id that each table ever gave; none is given again.

    ``articles`` are the SHA-256 of the source texts that the backup holds.
    """

    schema: str
    made_at: str
    tables: tuple[TableEntry, ...]
    counters: Mapping[str, int]
    articles: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """One digest for all rows: equal for equal data, whatever the database."""
        parts = sorted((table.to_json() for table in self.tables), key=lambda table: str(table["name"]))
        return sha256(json.dumps([self.schema, parts], sort_keys=True).encode()).hexdigest()

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(table.rows for table in self.tables)

    def to_json(self) -> bytes:
        parts = {
            "format": FORMAT,
            "version": VERSION,
            "schema": self.schema,
            "made_at": self.made_at,
            "tables": [table.to_json() for table in self.tables],
            "counters": dict(self.counters),
            "articles": list(self.articles),
            "digest": self.digest,
        }
        return json.dumps(parts, indent=1).encode()


def read_manifest(content: bytes) -> Manifest:
    """The manifest that ``Manifest.to_json`` wrote. Raises ArchiveError for anything else."""
    try:
        found = json.loads(content)
        _need(isinstance(found, dict) and found.get("format") == FORMAT, "the file is no backup of Tumen")
        _need(found.get("version") == VERSION, f"the backup has the format {found.get('version')}, known is {VERSION}")
        manifest = Manifest(
            schema=_matching(_SCHEMA, found["schema"]),
            made_at=str(found["made_at"])[:40],
            tables=tuple(_table(item) for item in found["tables"]),
            counters={_matching(_NAME, name): _count(value) for name, value in found["counters"].items()},
            articles=tuple(_matching(_DIGEST, name) for name in found.get("articles", ())),
        )
        _need(len({table.name for table in manifest.tables}) == len(manifest.tables), "a table stands twice")
        _need(found["digest"] == manifest.digest, "the manifest's digest does not fit its tables")
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise ArchiveError(f"the backup's manifest cannot be read: {error}") from error
    return manifest


def _table(item: Any) -> TableEntry:
    return TableEntry(
        name=_matching(_NAME, item["name"]),
        columns=tuple(_matching(_NAME, name) for name in item["columns"]),
        rows=_count(item["rows"]),
        sha256=_matching(_DIGEST, item["sha256"]),
    )


def _matching(pattern: re.Pattern[str], value: Any) -> str:
    _need(isinstance(value, str) and pattern.fullmatch(value) is not None, f"{str(value)[:80]!r} is not a fit value")
    return str(value)


def _count(value: Any) -> int:
    _need(isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63, "a count is no count")
    return int(value)


def _need(condition: bool, message: str) -> None:  # noqa: FBT001
    if not condition:
        raise ArchiveError(message)
