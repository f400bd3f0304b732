"""Restore a backup: built beside what is there, compared with the backup, then put in its place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, insert, text
from sqlalchemy.exc import DBAPIError

from webapp.cards.originals import Originals
from webapp.db import make_engine
from webapp.migrations import NewerDatabaseError, upgrade

from .archive import Archive, open_archive
from .backup import verify
from .manifest import ArchiveError, Manifest, TableEntry
from .places import Place, place_of
from .rows import ROWS_AT_ONCE, BadRowError, columns_of, data_tables, read_line
from .snapshot import Progress, digest_of, sequence_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was restored, and under which name the data lies that was there before (None: there was none)."""

    manifest: Manifest
    set_aside: str | None


def restore(path: Path, *, url: str, originals: Originals, now: datetime, progress: Progress) -> Restored:
    """Put the backup at ``path`` in the place of the database at ``url``. Nobody may use that meanwhile.

    Texts of articles that are not held yet are put beside those that are.

    Raises ArchiveError for a file that is no sound backup, and PlaceInUseError; both leave everything as it was.
    """
    manifest = verify(path)
    place = place_of(url, now)
    place.check_unused()
    with _built(place) as engine:
        _fill(engine, path, manifest, progress)
        if digest_of(engine, lambda _: None) != manifest.digest:
            raise ArchiveError("the restored data is not what the backup holds; everything is as it was before")
        upgrade(engine)
    _keep_articles(path, manifest, originals)
    return Restored(manifest=manifest, set_aside=place.exchange())


def _keep_articles(path: Path, manifest: Manifest, originals: Originals) -> None:
    with open_archive(path) as archive:
        for name in manifest.articles:
            if originals.text(bytes.fromhex(name)) is None:
                originals.keep(archive.article(name), name=f"{name}.txt")


@contextmanager
def _built(place: Place) -> Iterator[Engine]:
    """A database beside the present one; it is gone again if something fails."""
    engine = make_engine(place.prepare())
    try:
        yield engine
    except BaseException:
        engine.dispose()
        place.give_up()
        raise
    engine.dispose()


def _fill(engine: Engine, path: Path, manifest: Manifest, progress: Progress) -> None:
    try:
        upgrade(engine, revision=manifest.schema)
    except NewerDatabaseError as error:
        raise ArchiveError(
            f"the backup has the schema {manifest.schema}, which this version of Tumen does not know"
        ) from error
    with open_archive(path) as archive, engine.begin() as connection:
        tables = {table.name: table for table in data_tables(connection)}
        if {entry.name for entry in manifest.tables} != set(tables):
            raise ArchiveError(f"the backup's tables are not those of the schema {manifest.schema}")
        entries = {entry.name: entry for entry in manifest.tables}
        for name, table in tables.items():
            _fill_table(connection, table, entries[name], archive, progress)
        _set_counters(connection, tables, manifest)


def _fill_table(connection: Connection, table: Table, entry: TableEntry, archive: Archive, progress: Progress) -> None:
    columns = columns_of(table)
    if tuple(column.name for column in columns) != entry.columns:
        raise ArchiveError(f"the columns of {table.name} are not those of the schema")
    lines = archive.lines(table.name)
    statement = insert(table)
    done = 0
    while batch := list(islice(lines, ROWS_AT_ONCE)):
        try:
            connection.execute(statement, [read_line(line, columns) for line in batch])
        except BadRowError as error:
            raise ArchiveError(f"a row of {table.name}, from number {done + 1} on, {error}") from error
        except DBAPIError as error:
            raise ArchiveError(f"a row of {table.name}, from number {done + 1} on, is refused: {error.orig}") from error
        done += len(batch)
        progress(len(batch))


def _set_counters(connection: Connection, tables: dict[str, Table], manifest: Manifest) -> None:
    """No id that was ever given is given again, not even that of a row that has been deleted since."""
    for name, value in manifest.counters.items():
        if name not in tables:
            raise ArchiveError(f"the backup counts the ids of {name}, which is no table of it")
        if connection.dialect.name == "sqlite":
            row = {"name": name, "value": value}
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), row)
            connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :value)"), row)
        elif sequence_of(connection, tables[name]) is not None:
            statement = text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :value)")
            connection.execute(statement, {"table": f'"{name}"', "value": value})
