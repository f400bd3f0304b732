"""A package that somebody sent: its entries are checked before anything is unpacked, and its collection is opened.

A package is a ZIP file. Its collection is ``collection.anki21b`` (SQLite packed by zstd), else ``collection.anki21``,
else ``collection.anki2`` (beside a newer one only a word to older programs). Its pictures are read by ``media``; no
name in the package ever becomes a path.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from errno import ENOSPC
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812  # a class, whatever its name

from zstandard import ZstdDecompressor, ZstdError

from question_bank.exchange.zip_end import DamagedZipError, read_zip_end
from question_bank.words import Count, gettext

from .collection import Collection, PackageError, open_collection

MOST_ENTRIES = 50_000  # a file of each picture and sound, too
LARGEST_DIRECTORY = 8 * 1024 * 1024  # bytes of the list of entries
LARGEST_COLLECTION = 128 * 1024 * 1024  # bytes, unpacked
LARGEST_WINDOW = 8 * 1024 * 1024  # bytes that unpacking may look back
CHUNK = 256 * 1024
PACKED = "collection.anki21b"
COLLECTIONS = (PACKED, "collection.anki21", "collection.anki2")
"""The entries that hold a collection, the newest layout first."""


NO_PACKAGE = gettext(
    "This is no Anki package, or it is damaged. Export the deck from Anki again, as .apkg, and choose that file."
)


@contextmanager
def open_package(file: IO[bytes], *, scratch: Path) -> Iterator[Collection]:
    """The collection of the package in ``file``. Raises PackageError unless it is one that can be read without harm.

    It is unpacked into ``scratch``, under a name of ours, and gone again at the end.
    """
    with open_zip(file) as packed:
        entry = _collection_entry(packed)
        with NamedTemporaryFile(dir=scratch, suffix=".sqlite3", delete=False) as unpacked:
            path = Path(unpacked.name)
        try:
            _unpack(packed, entry, path)
            with open_collection(path) as collection:
                yield collection
        finally:
            path.unlink(missing_ok=True)


@contextmanager
def open_zip(file: IO[bytes]) -> Iterator[ZipFile]:
    """The package as a ZIP file whose list of entries is no larger than is read. Raises PackageError."""
    try:
        end = read_zip_end(file)
        if end.entries > MOST_ENTRIES or end.directory > LARGEST_DIRECTORY:
            raise PackageError(
                gettext(
                    "The package has %(entries)s files in it; at most %(most_entries)s are read. Export fewer "
                    "decks at once, or without media.",
                    entries=Count(end.entries),
                    most_entries=Count(MOST_ENTRIES),
                )
            )
        packed = ZipFile(file)
    except (DamagedZipError, BadZipFile, ValueError, NotImplementedError) as error:
        raise PackageError(NO_PACKAGE) from error
    with packed:
        yield packed


def _collection_entry(packed: ZipFile) -> ZipInfo:
    """The entry that holds the newest collection, once its size and packing have been found harmless."""
    for name in COLLECTIONS:
        found = [entry for entry in packed.infolist() if entry.filename == name]
        if len(found) > 1:
            raise PackageError(
                gettext("The package has two collections of the same name. Export the deck from Anki again, as .apkg.")
            )
        if found:
            (entry,) = found
            break
    else:
        raise PackageError(NO_PACKAGE)
    if not is_readable(entry):
        raise PackageError(
            gettext(
                "The package is encrypted or packed in a way that Anki's are not. Export the deck from Anki "
                "again, as .apkg."
            )
        )
    if entry.file_size > LARGEST_COLLECTION:
        raise _too_large()
    return entry


def is_readable(entry: ZipInfo) -> bool:
    """Whether an entry is packed as those of Anki are, and not encrypted."""
    return not entry.flag_bits & 1 and entry.compress_type in {ZIP_STORED, ZIP_DEFLATED}


def _too_large() -> PackageError:
    return PackageError(
        gettext(
            "The package's collection is larger than %(largest_collection)s MB unpacked. Export fewer decks at once.",
            largest_collection=LARGEST_COLLECTION // 1024 // 1024,
        )
    )


def _unpack(packed: ZipFile, entry: ZipInfo, path: Path) -> None:
    """Write the collection to ``path``, and never more of it than is taken."""
    written = 0
    with path.open("wb") as unpacked:
        for chunk in _unpacked(packed, entry, is_zstd=entry.filename == PACKED):
            written += len(chunk)
            if written > LARGEST_COLLECTION:
                raise _too_large()
            unpacked.write(chunk)


def read_entry(packed: ZipFile, entry: ZipInfo, *, most: int, is_zstd: bool) -> bytes:
    """What is in an entry, its first ``most`` bytes. Raises PackageError where it cannot be unpacked."""
    content = bytearray()
    for chunk in _unpacked(packed, entry, is_zstd=is_zstd):
        content += chunk
        if len(content) >= most:
            break
    return bytes(content[:most])


def _unpacked(packed: ZipFile, entry: ZipInfo, *, is_zstd: bool) -> Iterator[bytes]:
    try:
        with packed.open(entry) as stored:
            yield from _zstd_chunks(stored) if is_zstd else _chunks(stored)
    except (BadZipFile, EOFError, OSError, ValueError, RuntimeError, ZlibError, ZstdError) as error:
        if isinstance(error, OSError) and error.errno == ENOSPC:
            raise  # a full disk is no fault of the package
        raise PackageError(
            gettext("The package is damaged: its collection cannot be unpacked. Export it again.")
        ) from error


def _chunks(stored: IO[bytes]) -> Iterator[bytes]:
    while chunk := stored.read(CHUNK):
        yield chunk


def _zstd_chunks(stored: IO[bytes]) -> Iterator[bytes]:
    with ZstdDecompressor(max_window_size=LARGEST_WINDOW).stream_reader(stored, read_across_frames=True) as reader:
        while chunk := reader.read(CHUNK):
            yield chunk
