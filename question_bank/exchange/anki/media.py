"""The pictures of a package: those that its notes name, told by their content, and never more than is taken.

The oldest layouts list them as JSON, by the names of their entries; the newest as a message of Protocol Buffers, in the
order of the entries, everything packed by zstd. What cannot be read, or is no picture, is left out: the notes come
without it. No name in the package ever becomes a path.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import IO
from zipfile import ZipFile, ZipInfo

from .collection import PackageError
from .messages import fields_of, text_in
from .package import PACKED, is_readable, open_zip, read_entry

LARGEST_LIST = 3 * 1024 * 1024  # bytes of the list, unpacked: 60 for each of as many files as a package may have
LARGEST_PICTURE = 2 * 1024 * 1024  # bytes
LARGEST_PICTURES = 32 * 1024 * 1024  # bytes of all that are looked at
MOST_PICTURES = 2_000
PACKED_LARGER = 64 * 1024  # bytes by which packing may make larger what cannot be made smaller
LIST = "media"

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture by the name that notes call it; its type is told by its content."""

    name: str
    media_type: str
    content: bytes

    @property
    def digest(self) -> str:
        """The SHA-256 of the content, in hexadecimal digits: what a text names it by."""
        return sha256(self.content).hexdigest()


def media_type_of(content: bytes) -> str | None:
    """The type of a picture that browsers show and that cannot run anything; None for all else."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for signature, kind in _SIGNATURES if content.startswith(signature)), None)


def read_pictures(file: IO[bytes], *, names: Collection[str]) -> Iterator[Picture]:
    """Those of ``names`` that are pictures in the package in ``file``, in the order of ``names``.

    Raises PackageError where ``file`` is no package.
    """
    with open_zip(file) as packed:
        entries = {entry.filename: entry for entry in packed.infolist()}
        is_new = PACKED in entries
        listed = _listed(packed, entries, is_new=is_new)
        room = LARGEST_PICTURES
        for name in list(names)[:MOST_PICTURES]:
            entry, most = entries.get(listed.get(name, "")), min(room, LARGEST_PICTURE)
            if entry is None or entry.compress_size > most + PACKED_LARGER:
                continue
            content = _content(packed, entry, most, is_new=is_new)
            room -= max(len(content), entry.compress_size)  # what unpacks to nothing is looked through, too
            kind = media_type_of(content)
            if kind is not None and len(content) <= most:
                yield Picture(name=name, media_type=kind, content=content)


def _content(packed: ZipFile, entry: ZipInfo, most: int, *, is_new: bool) -> bytes:
    """What is in an entry, cut off one byte behind ``most``; nothing where it cannot be read."""
    if not is_readable(entry):
        return b""
    try:
        return read_entry(packed, entry, most=most + 1, is_zstd=is_new)
    except PackageError:
        return b""


def _listed(packed: ZipFile, entries: dict[str, ZipInfo], *, is_new: bool) -> dict[str, str]:
    """The names of entries by the names that notes use; nothing where the list cannot be read."""
    if LIST not in entries:
        return {}
    content = _content(packed, entries[LIST], LARGEST_LIST, is_new=is_new)
    if len(content) > LARGEST_LIST:
        return {}
    try:
        if is_new:
            return {name: str(number) for number, name in enumerate(_names(content))}
        read = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(read, dict):
        return {}
    return {name: entry for entry, name in read.items() if isinstance(name, str)}


def _names(content: bytes) -> Iterator[str]:
    """The names in a list of the newest layout: field 1 of each of its fields 1. Raises ValueError."""
    return (text_in(value, 1) for field, value in fields_of(content) if field == 1)
