"""Packages made by the tests, in each of the layouts that Anki writes, and files that only look like packages."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from hashlib import sha1
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

import zstandard

NOTES = """CREATE TABLE notes (id integer primary key, guid text not null, mid integer, mod integer, flds text,
tags text not null default '')"""
CARDS = """CREATE TABLE cards (id integer primary key, nid integer not null, did integer, ord integer not null,
mod integer not null, type integer, queue integer not null, due integer, data text)"""
REVLOG = """CREATE TABLE revlog (id integer primary key, cid integer not null, ease integer not null, ivl integer,
lastIvl integer, factor integer not null, time integer not null, type integer not null)"""
OLD = (NOTES, CARDS, REVLOG, "CREATE TABLE col (id integer primary key, ver integer, conf text, models text)")
NEW = (NOTES, CARDS, REVLOG, "CREATE TABLE col (id integer primary key, ver integer)",
       "CREATE TABLE tags (tag text NOT NULL PRIMARY KEY COLLATE unicase, usn integer) WITHOUT ROWID",
       "CREATE TABLE notetypes (id integer primary key, name text NOT NULL COLLATE unicase, config blob)",
       "CREATE UNIQUE INDEX idx_notetypes_name ON notetypes (name)")  # fmt: skip

_OF_TYPES = """CREATE TABLE {} (ntid integer NOT NULL, ord integer NOT NULL, name text NOT NULL COLLATE unicase,
config blob NOT NULL, PRIMARY KEY (ntid, ord)) without rowid"""
TYPED = (*NEW, _OF_TYPES.format("fields"), _OF_TYPES.format("templates"))

Row = Sequence[object]
Kind = tuple[Sequence[str], Sequence[tuple[str, str]]]
"""A note type: the names of its fields, and front and back of each of its templates."""
REVERSED: Kind = (
    ("Front", "Back", "Extra"),
    (
        ("{{Front}}", "{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}"),
        ("{{#Back}}{{Back}}{{/Back}}", "{{FrontSide}}<hr id='answer'>{{Front}}{{^Extra}}!{{/Extra}}<br>{{hint:Extra}}"),
    ),
)


def collection(
    notes: Iterable[Row] = (),
    cards: Iterable[Row] = (),
    reviews: Iterable[Row] = (),
    schema: Iterable[str] = OLD,
    fields: Mapping[str, Sequence[str]] | None = None,
    kind: Kind | None = None,
) -> bytes:
    """An SQLite file: notes are (id, guid), cards (id, nid, ord, queue, mod), reviews (id, cid, ease, time, type,
    factor); ``fields`` what notes say, by guid, unless it does not matter; ``kind`` is
    the type of all of them.
    """
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.create_collation("unicase", lambda one, other: (one > other) - (one < other))
        for statement in schema:
            connection.execute(statement)
        connection.executemany("INSERT INTO notes (id, guid, mid, mod, flds) VALUES (?, ?, 1, 1, 'a\x1fb')", notes)
        connection.executemany("INSERT INTO cards (id, nid, ord, queue, mod) VALUES (?, ?, ?, ?, ?)", cards)
        connection.executemany(
            "INSERT INTO revlog (id, cid, ease, time, type, factor) VALUES (?, ?, ?, ?, ?, ?)", reviews
        )
        said = [("\x1f".join(texts), guid) for guid, texts in (fields or {}).items()]
        connection.executemany("UPDATE notes SET flds = ? WHERE guid = ?", said)
        if kind is not None:
            _put_type(connection, *kind, is_new=schema is TYPED)
        connection.commit()
        return connection.serialize()


def _put_type(
    connection: sqlite3.Connection, names: Sequence[str], templates: Sequence[tuple[str, str]], *, is_new: bool
) -> None:
    if not is_new:
        flds = [{"name": name, "ord": place} for place, name in enumerate(names)]
        tmpls = [{"ord": place, "qfmt": front, "afmt": back} for place, (front, back) in enumerate(templates)]
        connection.execute("INSERT INTO col (models) VALUES (?)", (json.dumps({"1": {"flds": flds, "tmpls": tmpls}}),))
        return
    connection.executemany(
        "INSERT INTO fields (ntid, ord, name, config) VALUES (1, ?, ?, x'')", list(enumerate(names))
    )  # fmt: skip
    messages = [_message(1, front.encode()) + _message(2, back.encode()) + b"\x40\x07" for front, back in templates]
    connection.executemany(
        "INSERT INTO templates (ntid, ord, name, config) VALUES (1, ?, 'Card', ?)", list(enumerate(messages))
    )


def pack(entries: Mapping[str, bytes], compression: int = ZIP_STORED) -> BytesIO:
    """A ZIP file of the entries."""
    file = BytesIO()
    with ZipFile(file, "w", compression) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return BytesIO(file.getvalue())


def dummy() -> bytes:
    """What stands beside a newer collection for programs that know the old one only."""
    return collection([(1, "update-anki")], [(1, 1, 0, 0, 1)])


Files = Mapping[str, bytes]
"""Pictures and sounds by the names that notes call them."""


def oldest(content: bytes, files: Files | None = None) -> BytesIO:
    return pack({"collection.anki2": content, **_listed({"../../evil.png": b"a picture", **(files or {})})})


def middle(content: bytes, files: Files | None = None) -> BytesIO:
    return pack({"meta": b"\x08\x02", "collection.anki21": content, "collection.anki2": dummy(),
                 **_listed(files or {})})  # fmt: skip


def latest(content: bytes, files: Files | None = None) -> BytesIO:
    packed = zstandard.ZstdCompressor().compressobj()  # such a frame does not say how long its content is
    frame = packed.compress(content) + packed.flush()
    contents = {str(number): zstandard.compress(each) for number, each in enumerate((files or {}).values())}
    listed = b"".join(_message(1, _file(name, each)) for name, each in (files or {}).items())
    return pack({"meta": b"\x08\x03", "collection.anki21b": frame, "collection.anki2": dummy(),
                 "media": zstandard.compress(listed), **contents})  # fmt: skip


def _listed(files: Files) -> dict[str, bytes]:
    """The files under numbers, and which is which."""
    names = json.dumps({str(number): name for number, name in enumerate(files)})
    return {"media": names.encode(), **{str(number): each for number, each in enumerate(files.values())}}


def _file(name: str, content: bytes) -> bytes:
    """A file in the list of the newest layout: its name, size and digest."""
    return _message(1, name.encode()) + b"\x10" + _varint(len(content)) + _message(3, sha1(content).digest())  # Anki's


def _message(field: int, content: bytes) -> bytes:
    return bytes([field << 3 | 2]) + _varint(len(content)) + content


def _varint(number: int) -> bytes:
    digits = []
    while number > 0x7F:
        digits.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*digits, number])
