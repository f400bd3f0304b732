"""The collection of a package: an SQLite file that a stranger made, read without trust.

It is opened read-only and unchangeable, may hold plain tables only, and nothing but plain reading is allowed. What a
statement may cost is counted in steps of SQLite's machine, so that the limit is the same on every computer. It sorts
nothing: that takes memory for all rows at once, and many rows can share the pages of one large value. Notes, cards and
reviews have the same columns in the old schema (11) and in the new one (18).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from question_bank.words import Count, Message, SaidError, gettext

from .deck import ReadCard, ReadNote, Review, ReviewKind
from .note_types import MOST_ROWS, NoteType, types_in_json, types_in_rows

MOST_NOTES = 20_000
MOST_CARDS = 50_000
MOST_REVIEWS = 250_000
LONGEST_VALUE = 4 * 1024 * 1024  # bytes of one value; a field with a picture in it is large
STEPS_BETWEEN_LOOKS = 100_000
MOST_LOOKS = 500  # 50 million steps: a collection as large as is taken needs 10 million
LONGEST_GUID = 200
LONGEST_GUIDS = 16 * 1024 * 1024  # characters of all of them, those that are too long among them
LONGEST_TEXTS = 24 * 1024 * 1024  # characters of the fields of all notes
LARGEST_INSTANT_MS = 253_402_300_799_000  # the end of the year 9999
LONGEST_ANSWER_MS = 24 * 60 * 60 * 1000
SUSPENDED, BURIED = -1, frozenset({-2, -3})  # values of ``cards.queue``

_TABLES = {
    "notes": frozenset({"id", "guid"}),
    "cards": frozenset({"id", "nid", "ord", "queue", "mod"}),
    "revlog": frozenset({"id", "cid", "ease", "time", "type", "factor"}),
}
_TYPES = {
    "col": frozenset({"models"}),
    "fields": frozenset({"ntid", "ord", "name"}),
    "templates": frozenset({"ntid", "ord", "config"}),
}
_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ})
_WHOLE = {int}
_KINDS = frozenset(int(kind) for kind in ReviewKind)
_LIMITS = (
    (sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE),
    (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 100_000),
    (sqlite3.SQLITE_LIMIT_COLUMN, 100),
    (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 50),
    (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
    (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 0),
    (sqlite3.SQLITE_LIMIT_WORKER_THREADS, 0),
)


class NoteText(NamedTuple):
    """What a note says: its fields as HTML, its tags, and the id of its note type."""

    guid: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    note_type: int = 0


class PackageError(SaidError):
    """The package cannot be read. The message says why, and what to do, in words for whoever sent it."""


DAMAGED = gettext("The package is damaged: its collection cannot be read. Export it from Anki again.")
_TOO_MANY_NOTES = gettext(
    "The package has more than %(most)s notes; so many are not taken at once. Export fewer decks."
)
_TOO_MANY_CARDS = gettext(
    "The package has more than %(most)s cards; so many are not taken at once. Export fewer decks."
)
_TOO_MANY_REVIEWS = gettext(
    "The package has more than %(most)s reviews; so many are not taken at once. Export fewer decks."
)
_TOO_MANY_KINDS = gettext(
    "The package has more kinds of notes than the %(most)s that are taken at once. Export fewer decks."
)


@dataclass(frozen=True, slots=True)
class Collection:
    """The collection of a package while it is open."""

    _connection: sqlite3.Connection
    _typed: frozenset[str] = frozenset()  # the tables with note types that are what they seem to be

    def notes(self) -> list[ReadNote]:
        """All notes with their cards and reviews, in the order of their making. Raises PackageError."""
        with _in_words():
            reviews = self._reviews()
            cards = self._cards(reviews)
            return [ReadNote(guid=guid, cards=tuple(cards.get(note, ()))) for note, guid in sorted(self._guids())]

    def texts(self) -> list[NoteText]:
        """What all notes say, in the order of their making. Raises PackageError."""
        with _in_words():
            return [text for _, text in sorted(self._texts())]

    def note_types(self) -> dict[int, NoteType]:
        """The note types by their ids, as far as they can be read. Raises PackageError."""
        with _in_words():
            if {"fields", "templates"} <= self._typed:
                fields = self._rows("SELECT ntid, ord, name FROM fields", MOST_ROWS, _TOO_MANY_KINDS)
                templates = self._rows("SELECT ntid, ord, config FROM templates", MOST_ROWS, _TOO_MANY_KINDS)
                return types_in_rows(fields, templates)
            if "col" in self._typed:
                return types_in_json(
                    next((row[0] for row in self._rows("SELECT models FROM col", 2, _TOO_MANY_KINDS)), None)
                )
            return {}

    def _texts(self) -> Iterator[tuple[int, NoteText]]:
        read = 0
        rows = self._rows("SELECT id, guid, flds, tags, mid FROM notes", MOST_NOTES, _TOO_MANY_NOTES)
        for note, guid, fields, tags, kind in rows:
            if not isinstance(note, int) or not all(isinstance(value, str) for value in (guid, fields, tags)):
                continue
            read += len(guid) + len(fields) + len(tags)
            if read > LONGEST_TEXTS:
                raise PackageError(gettext("The package has more text than is taken at once. Export fewer decks."))
            if 0 < len(guid) <= LONGEST_GUID:
                yield note, NoteText(guid, tuple(fields.split("\x1f")), tuple(tags.split()), _number(kind))

    def _guids(self) -> Iterator[tuple[int, str]]:
        """The ids and guids of the notes."""
        read = 0
        for note, guid in self._rows("SELECT id, guid FROM notes", MOST_NOTES, _TOO_MANY_NOTES):
            if not isinstance(note, int) or not isinstance(guid, str):
                continue
            read += len(guid)
            if read > LONGEST_GUIDS:
                raise PackageError(DAMAGED)
            if 0 < len(guid) <= LONGEST_GUID:
                yield note, guid

    def _cards(self, reviews: dict[int, list[Review]]) -> dict[int, list[ReadCard]]:
        """The cards by their notes."""
        cards: dict[int, list[ReadCard]] = {}
        rows = self._numbers("SELECT nid, ord, id, queue, mod FROM cards", MOST_CARDS, _TOO_MANY_CARDS)
        for note, ordinal, number, queue, changed in rows:
            card = ReadCard(
                ordinal=ordinal,
                suspended=queue == SUSPENDED,
                buried=queue in BURIED,
                changed_s=changed,
                reviews=tuple(reviews.get(number, ())),
            )
            cards.setdefault(note, []).append(card)
        return cards

    def _reviews(self) -> dict[int, list[Review]]:
        """The answers by their cards, in the order of time; what Anki wrote down of other things is left out.

        Raises PackageError for two with the same id, which is a key in Anki and names the answer here.
        """
        reviews: dict[int, list[Review]] = {}
        rows = self._numbers("SELECT id, cid, ease, time, type, factor FROM revlog", MOST_REVIEWS, _TOO_MANY_REVIEWS)
        if any(one[0] == other[0] for one, other in pairwise(rows)):
            raise PackageError(DAMAGED)
        for at_ms, card, rating, duration, kind, factor in rows:
            if kind in _KINDS and 1 <= rating <= 4 and 0 <= at_ms <= LARGEST_INSTANT_MS:
                counts = kind != ReviewKind.FILTERED or factor != 0
                spent = min(max(duration, 0), LONGEST_ANSWER_MS)
                reviews.setdefault(card, []).append(Review(at_ms, rating, spent, counts))
        return reviews

    def _numbers(self, statement: str, most: int, too_many: Message) -> list[tuple[int, ...]]:
        """Rows of whole numbers, in their order. Raises PackageError for anything else."""
        rows = []
        for row in self._rows(statement, most, too_many):
            if set(map(type, row)) != _WHOLE:
                raise PackageError(DAMAGED)
            rows.append(tuple(row))
        return sorted(rows)

    def _rows(self, statement: str, most: int, too_many: Message) -> Iterator[Sequence[Any]]:
        for number, row in enumerate(self._connection.execute(statement)):
            if number == most:
                raise PackageError(too_many.filled(most=Count(most)))
            yield row


@contextmanager
def open_collection(path: Path) -> Iterator[Collection]:
    """The collection in the SQLite file at ``path``. Raises PackageError unless its tables are what they seem to be."""
    with _in_words():
        connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    with closing(connection):
        with _in_words():
            _restrict(connection)
            _check_schema(connection)
            typed = frozenset(table for table, columns in _TYPES.items() if _is_plain(connection, table, columns))
            connection.set_authorizer(_allow_reading)
        yield Collection(connection, typed)


@contextmanager
def _in_words() -> Iterator[None]:
    """Say what SQLite found wrong as a PackageError."""
    try:
        yield
    except sqlite3.Error as error:
        raise PackageError(DAMAGED) from error


def _restrict(connection: sqlite3.Connection) -> None:
    for limit, value in _LIMITS:
        connection.setlimit(limit, value)
    for pragma in ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON", "mmap_size=0", "temp_store=MEMORY",
                   "cache_size=-8192"):  # fmt: skip
        connection.execute(f"PRAGMA {pragma}")
    connection.create_collation("unicase", _compare_without_case)
    looks = 0

    def look() -> bool:
        nonlocal looks
        looks += 1
        return looks > MOST_LOOKS

    connection.set_progress_handler(look, STEPS_BETWEEN_LOOKS)


def _check_schema(connection: sqlite3.Connection) -> None:
    """Raise PackageError unless the tables that are read are plain ones with the columns that are read."""
    kinds = dict(connection.execute("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') LIMIT 1000"))
    if any(connection.execute("SELECT 1 FROM sqlite_master WHERE type IN ('view', 'trigger') LIMIT 1")):
        raise PackageError(
            gettext(
                "The package's collection has things in it that Anki's have not. It is not read: export the deck "
                "from Anki again."
            )
        )
    for table, wanted in _TABLES.items():
        if kinds.get(table) != "table":
            raise PackageError(
                gettext(
                    "This is no Anki package: its collection has not the tables that Anki's have. Export the "
                    "deck from Anki again, as .apkg."
                )
            )
        if not _is_plain(connection, table, wanted):
            raise PackageError(
                gettext(
                    "The package's collection has other columns or tables than Anki's. It is not read: export "
                    "the deck from Anki again."
                )
            )


def _is_plain(connection: sqlite3.Connection, table: str, wanted: frozenset[str]) -> bool:
    """Whether there is such a table, with the columns that are read and none that is computed, and not virtual."""
    columns = {row[1]: row[6] for row in connection.execute(f"PRAGMA table_xinfo({table})")}
    if not wanted <= columns.keys() or any(columns.values()):  # hidden: computed, or of a virtual table
        return False
    sql = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    return sql is not None and isinstance(sql[0], str) and sql[0].lstrip().upper().startswith("CREATE TABLE")


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _allow_reading(action: int, *_: object) -> int:
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY


def _compare_without_case(one: str, other: str) -> int:
    """Anki's collation ``unicase``, as far as reading needs it."""
    first, second = one.casefold(), other.casefold()
    return (first > second) - (first < second)
