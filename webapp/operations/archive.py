"""A backup file read with suspicion: it is checked before anything is unpacked, and nothing is unpacked to disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from question_bank.exchange.zip_end import DamagedZipError, read_zip_end
from webapp.cards.originals import LARGEST_FILE

from .manifest import ArchiveError, Manifest, read_manifest

MANIFEST = "manifest.json"
MOST_ENTRIES = 5_000
LARGEST_DIRECTORY = 1024 * 1024  # bytes of the list of entries
LARGEST_MANIFEST = 1024 * 1024
LARGEST_LINE = 4 * 1024 * 1024
LARGEST_UNPACKED = 64 * 1024**3
STRONGEST_COMPRESSION = 200  # unpacked to packed; rows of real data come to 5 to 30
SMALL_ENTRY = 1024 * 1024  # below this, compression is no danger

_TABLE = re.compile(r"tables/([a-z][a-z0-9_]{0,62})\.jsonl")
_ARTICLE = re.compile(r"articles/([0-9a-f]{64})\.txt")


def entry_name(table: str) -> str:
    """The name of a table's entry."""
    return f"tables/{table}.jsonl"


def article_entry(sha256: str) -> str:
    """The name of a source text's entry."""
    return f"articles/{sha256}.txt"


@dataclass(frozen=True, slots=True)
class Archive:
    """A backup whose entries were found harmless and complete; their content is yet to be checked."""

    manifest: Manifest
    _zip: ZipFile

    def lines(self, table: str) -> Iterator[bytes]:
        """The lines of a table. Raises ArchiveError for one that is too long, and for damage."""
        try:
            with self._zip.open(entry_name(table)) as entry:
                while line := entry.readline(LARGEST_LINE):
                    if not line.endswith(b"\n"):
                        raise ArchiveError(f"a line of {table} is longer than {LARGEST_LINE:,} bytes or has no end")
                    yield line
        except (BadZipFile, EOFError, OSError, ValueError) as error:
            raise ArchiveError(f"{entry_name(table)} is damaged: {error}") from error

    def article(self, name: str) -> bytes:
        """The source text with this SHA-256. Raises ArchiveError where it is not that text."""
        try:
            content = self._zip.read(article_entry(name))
        except (BadZipFile, EOFError, OSError, ValueError) as error:
            raise ArchiveError(f"{article_entry(name)} is damaged: {error}") from error
        if sha256(content).hexdigest() != name:
            raise ArchiveError(f"{article_entry(name)} is damaged: it is not the text that its name says")
        return content


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """The backup at ``path``. Raises ArchiveError unless names, counts, sizes and manifest are as ours are."""
    with path.open("rb") as file:
        _check_end(file)
        try:
            packed = ZipFile(file)
        except (BadZipFile, ValueError, NotImplementedError) as error:
            raise ArchiveError(f"the file is no backup: {error}") from error
        with packed:
            tables, articles = _check_entries(packed)
            try:
                manifest = read_manifest(packed.read(MANIFEST))
            except (BadZipFile, EOFError, OSError, ValueError) as error:
                raise ArchiveError(f"the manifest is damaged: {error}") from error
            if {table.name for table in manifest.tables} != tables:
                raise ArchiveError("the manifest does not name the tables that the backup has")
            if len(manifest.articles) != len(articles) or set(manifest.articles) != articles:
                raise ArchiveError("the manifest does not name the source texts that the backup has")
            yield Archive(manifest, packed)


def _check_end(file: BinaryIO) -> None:
    """Count the entries in the file's last bytes, before the list of entries is read into memory."""
    try:
        end = read_zip_end(file)
    except DamagedZipError as error:
        raise ArchiveError(f"the file is no backup, or damaged: it {error}") from error
    if end.entries > MOST_ENTRIES or end.directory > LARGEST_DIRECTORY:
        raise ArchiveError(f"the file has {end.entries:,} entries; a backup has at most {MOST_ENTRIES}")


def _check_entries(packed: ZipFile) -> tuple[set[str], set[str]]:
    """The names of the tables and of the source texts, once every entry has been found harmless."""
    entries = packed.infolist()
    names = [entry.filename for entry in entries]
    tables = {match[1] for name in names if (match := _TABLE.fullmatch(name))}
    articles = {match[1] for name in names if (match := _ARTICLE.fullmatch(name))}
    if len(entries) > MOST_ENTRIES or len(set(names)) != len(names):
        raise ArchiveError("the file has too many entries, or one of them twice")
    if set(names) != {MANIFEST, *map(entry_name, tables), *map(article_entry, articles)}:
        raise ArchiveError("the file has entries that no backup has, or no manifest")
    for entry in entries:
        if entry.flag_bits & 1 or entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise ArchiveError(f"{entry.filename} is packed in a way that backups are not")
        if entry.file_size > SMALL_ENTRY and entry.file_size > STRONGEST_COMPRESSION * entry.compress_size:
            raise ArchiveError(f"{entry.filename} would unpack to {entry.file_size:,} bytes: that is no data")
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise ArchiveError("the backup is larger than can be unpacked")
    if packed.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise ArchiveError("the manifest is larger than a manifest is")
    if any(packed.getinfo(article_entry(name)).file_size > LARGEST_FILE for name in articles):
        raise ArchiveError("a source text is larger than a source text is")
    return tables, articles
