"""Back a database up while it is written to: one file, one format for SQLite and PostgreSQL, read back at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import Engine

from webapp.cards.originals import Originals

from .archive import MANIFEST, Archive, article_entry, entry_name, open_archive
from .manifest import ArchiveError, Manifest, TableEntry
from .rows import data_tables
from .snapshot import Progress, describe, read_table, snapshot


def backup(engine: Engine, path: Path, *, originals: Originals, now: datetime, progress: Progress) -> Manifest:
    """Write a backup to ``path``, which must not exist, and read it back; only then it is there under its name.

    It has everything that the database has, password hashes and digests of tokens included, and the texts of articles
    that the site holds; it is readable by its owner alone. Raises FileExistsError, OSError (disk full), ArchiveError if
    what is read back is not what was written.
    """
    partial = path.with_name(path.name + ".partial")
    if path.exists():
        raise FileExistsError(0, "there is a file of this name already: choose another", str(path))
    descriptor = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=6) as packed:
                written = _write(engine, packed, originals, now, progress)
            file.flush()
            os.fsync(file.fileno())
        verify(partial, expected=written)
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)
    return written


def _write(engine: Engine, packed: ZipFile, originals: Originals, now: datetime, progress: Progress) -> Manifest:
    entries: list[TableEntry] = []
    with snapshot(engine) as connection:
        for table in data_tables(connection):
            with packed.open(entry_name(table.name), "w", force_zip64=True) as entry:
                entries.append(read_table(connection, table, entry.write, progress))
        manifest = describe(connection, made_at=now.isoformat(), tables=tuple(entries))
    manifest = replace(manifest, articles=tuple(_write_articles(packed, originals)))
    packed.writestr(MANIFEST, manifest.to_json())
    return manifest


def _write_articles(packed: ZipFile, originals: Originals) -> Iterator[str]:
    """Behind the rows: a text is held before a row names it, and never taken away."""
    for name, content in originals.files():
        packed.writestr(article_entry(name), content)
        yield name


def verify(path: Path, *, expected: Manifest | None = None) -> Manifest:
    """Read a whole backup and compare counts and digests; its manifest. Raises ArchiveError where something differs."""
    with open_archive(path) as archive:
        if expected is not None and archive.manifest != expected:
            raise ArchiveError("the backup that was read back is not the one that was written: is the disk sound?")
        for table in archive.manifest.tables:
            verify_table(archive, table)
        for name in archive.manifest.articles:
            archive.article(name)
        return archive.manifest


def verify_table(archive: Archive, table: TableEntry) -> None:
    """Raise ArchiveError unless a table has the rows that the manifest says."""
    digest, rows = sha256(), 0
    for line in archive.lines(table.name):
        digest.update(line)
        rows += 1
    if rows != table.rows or digest.hexdigest() != table.sha256:
        raise ArchiveError(f"{entry_name(table.name)} is damaged: it has not the rows that the manifest says")
