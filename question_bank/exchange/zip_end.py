"""The end of a ZIP file, where it says how much it holds: read before anything that it lists is taken into memory."""

from __future__ import annotations

import os
import struct
from typing import IO, NamedTuple

_END = struct.Struct("<4s4H2LH")
_LOCATOR = struct.Struct("<4sLQL")
_END_64 = struct.Struct("<4sQ2H2L4Q")


class DamagedZipError(ValueError):
    """The file does not end as a ZIP file does. The message says how, to follow on "the file"."""


class ZipEnd(NamedTuple):
    """How many entries the file says to have, and the bytes of their list."""

    entries: int
    directory: int


def read_zip_end(file: IO[bytes]) -> ZipEnd:
    """What the last bytes of ``file`` say, which is left at its beginning.

    Raises DamagedZipError, also for a file with a comment: behind one a second end could hide.
    """
    size = file.seek(0, os.SEEK_END)
    if size < _END.size:
        raise DamagedZipError("is too short")
    file.seek(size - _END.size)
    mark, _, _, _, entries, directory, _, comment = _END.unpack(file.read(_END.size))
    if mark != b"PK\5\6" or comment:
        raise DamagedZipError("has no end, or not one of an archive")
    if size >= _END.size + _LOCATOR.size:
        file.seek(size - _END.size - _LOCATOR.size)
        mark, _, place, _ = _LOCATOR.unpack(file.read(_LOCATOR.size))
        if mark == b"PK\6\7":
            entries, directory = _large_end(file, place, size)
    file.seek(0)
    return ZipEnd(int(entries), int(directory))


def _large_end(file: IO[bytes], place: int, size: int) -> tuple[int, int]:
    if place + _END_64.size + _LOCATOR.size + _END.size != size:  # zipfile reads it there, whatever the place says
        raise DamagedZipError("has an end that is damaged")
    file.seek(place)
    mark, _, _, _, _, _, _, entries, directory, _ = _END_64.unpack(file.read(_END_64.size))
    if mark != b"PK\6\6":
        raise DamagedZipError("has an end that is damaged")
    return int(entries), int(directory)
