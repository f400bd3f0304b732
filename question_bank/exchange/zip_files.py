"""ZIP files of strangers: how much they hold is checked before anything is unpacked, and no name becomes a path.

And ZIP files of ours: what is written depends on its parts alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812  # a class, whatever its name

from question_bank.words import Count, gettext

from .drafts import ExchangeError
from .zip_end import DamagedZipError, read_zip_end

MOST_ENTRIES = 25_000  # a package of QTI has one for each question
LARGEST_DIRECTORY = 4 * 1024 * 1024  # bytes of the list of entries
LARGEST_ENTRY = 16 * 1024 * 1024  # bytes, unpacked
LARGEST_IN_ALL = 64 * 1024 * 1024  # bytes, unpacked

DAMAGED = gettext("The file is no ZIP file, or it is damaged. Export it again and choose that file.")
_TAKEN = {ZIP_STORED, ZIP_DEFLATED}
_NO_TIME = (1980, 1, 1, 0, 0, 0)


class Entries:
    """The entries of an open ZIP file by their names, which are nothing but names."""

    def __init__(self, packed: ZipFile) -> None:
        self._packed = packed
        self.names = frozenset(packed.namelist())

    def read(self, name: str) -> bytes:
        """An entry, unpacked. Raises ExchangeError, also where it is not there."""
        if name not in self.names:
            raise ExchangeError(
                gettext(
                    "The file is damaged: %(name)s is missing in it. Export it again and choose that file.",
                    name=name[:80],
                )
            )
        try:
            with self._packed.open(name) as entry:
                content = entry.read(LARGEST_ENTRY + 1)
        except (BadZipFile, EOFError, OSError, ValueError, RuntimeError, NotImplementedError, ZlibError) as error:
            raise ExchangeError(DAMAGED) from error
        if len(content) > LARGEST_ENTRY:
            raise ExchangeError(gettext("A part of the file is too large. Split it."))
        return content


@contextmanager
def open_entries(content: bytes) -> Iterator[Entries]:
    """The entries of the ZIP file. Raises ExchangeError unless they can be unpacked without harm."""
    file = BytesIO(content)
    try:
        end = read_zip_end(file)
        if end.entries > MOST_ENTRIES or end.directory > LARGEST_DIRECTORY:
            raise ExchangeError(
                gettext("The file has more than %(most_entries)s parts. Split it.", most_entries=Count(MOST_ENTRIES))
            )
        packed = ZipFile(file)
    except (DamagedZipError, BadZipFile, NotImplementedError) as error:
        raise ExchangeError(DAMAGED) from error
    with packed:
        entries = packed.infolist()
        if any(entry.flag_bits & 1 or entry.compress_type not in _TAKEN for entry in entries):
            raise ExchangeError(
                gettext(
                    "The file is encrypted, or packed in a way that is not read. Pack it as an ordinary ZIP file "
                    "without a password."
                )
            )
        if sum(entry.file_size for entry in entries) > LARGEST_IN_ALL:
            raise ExchangeError(
                gettext(
                    "The file is larger than %(largest_in_all)s MB unpacked. Split it.",
                    largest_in_all=LARGEST_IN_ALL // 1024 // 1024,
                )
            )
        if len({entry.filename for entry in entries}) < len(entries):
            raise ExchangeError(
                gettext("The file has two parts of the same name. Export it again and choose that file.")
            )
        yield Entries(packed)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP file of the parts by their names."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            pack(packed, name, content)
    return file.getvalue()


def pack(packed: ZipFile, name: str, content: bytes, how: int = ZIP_DEFLATED) -> None:
    """Add an entry, without the time at which that is done."""
    packed.writestr(ZipInfo(name, _NO_TIME), content, how)
