"""Packages of Anki read in all their layouts, and what only looks like one, or would do harm, refused in words."""

from __future__ import annotations

import resource
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest
import zstandard

from question_bank.exchange.anki import collection as reading
from question_bank.exchange.anki import package
from question_bank.exchange.anki.collection import PackageError
from question_bank.exchange.anki.deck import ReadCard, ReadNote, Review
from question_bank.exchange.anki.package import open_package

from .packages import CARDS, NEW, NOTES, OLD, REVLOG, collection, dummy, latest, middle, oldest, pack

SECONDS = 5  # of the processor: the machine may be busy with other things
MEGABYTES = 256
AT = 1_772_445_600_000
NOTE = ReadNote(
    guid="abc",
    cards=(
        ReadCard(ordinal=0, suspended=True, buried=False, changed_s=9,
                 reviews=(Review(AT, 3, 4000, True), Review(AT + 5, 1, 0, False))),
        ReadCard(ordinal=1, suspended=False, buried=True, changed_s=9, reviews=()),
    ),
)  # fmt: skip
REVIEWS = [
    (AT + 5, 11, 1, 0, 3, 0),  # filtered, and the schedule left alone
    (AT, 11, 3, 4000, 1, 2500),
    (AT + 6, 11, 0, 0, 4, 0),  # set by hand
    (AT + 7, 11, 3, 0, 5, 0),  # rescheduled
]


def sound(schema: tuple[str, ...] = OLD) -> bytes:
    return collection([(1, "abc")], [(12, 1, 1, -2, 9), (11, 1, 0, -1, 9)], REVIEWS, schema)


def read(file: BytesIO, scratch: Path) -> list[ReadNote]:
    with open_package(file, scratch=scratch) as opened:
        return opened.notes()


def refused(file: BytesIO, scratch: Path, message: str) -> None:
    """Refused in words, within the time and memory that a package may cost, and nothing is left behind."""
    began, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(PackageError, match=message):
        read(file, scratch)
    assert time.process_time() - began < SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < MEGABYTES
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize(
    ("layout", "schema"), [(oldest, OLD), (middle, OLD), (latest, NEW)], ids=["anki2", "anki21", "anki21b"]
)
def test_each_layout(layout: Callable[[bytes], BytesIO], schema: tuple[str, ...], tmp_path: Path) -> None:
    assert read(layout(sound(schema)), tmp_path) == [NOTE]
    assert list(tmp_path.iterdir()) == []


def test_names_in_the_package_never_become_paths(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    entries = {"collection.anki2": sound(), "../outside": b"x", "/etc/passwd": b"x", "media": b'{"1": "../../x"}'}
    assert read(pack(entries), scratch) == [NOTE]
    assert list(tmp_path.rglob("*")) == [scratch]


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (BytesIO(b""), "no Anki package"),
        (BytesIO(b"GIF89a" * 100), "no Anki package"),
        (pack({"word/document.xml": b"<x/>"}), "no Anki package"),
        (pack({"../collection.anki2": sound()}), "no Anki package"),
        (oldest(b"not a database at all" * 100), "damaged"),
        (oldest(sound()[:5000]), "damaged"),
        (pack({"collection.anki21b": b"not zstd"}), "damaged"),
        (pack({"collection.anki2": sound()}, ZIP_BZIP2), "packed in a way"),
        (oldest(sound()[:1024]), "damaged"),
    ],
    ids=["empty", "picture", "document", "elsewhere", "text", "cut", "no zstd", "bzip2", "header"],
)  # fmt: skip
def test_what_is_no_package(file: BytesIO, message: str, tmp_path: Path) -> None:
    refused(file, tmp_path, message)


def test_cut_off(tmp_path: Path) -> None:
    content = oldest(sound()).getvalue()
    refused(BytesIO(content[: len(content) // 2]), tmp_path, "no Anki package")


def test_a_frame_that_was_cut_off(tmp_path: Path) -> None:
    frame = zstandard.compress(sound() + bytes(50_000))
    refused(pack({"collection.anki21b": frame[: len(frame) // 3]}), tmp_path, "damaged|not the tables")


def test_encrypted(tmp_path: Path) -> None:
    content = bytearray(oldest(sound()).getvalue())
    content[content.index(b"PK\1\2") + 8] |= 1
    refused(BytesIO(bytes(content)), tmp_path, "encrypted")


def test_two_collections_of_one_name(tmp_path: Path) -> None:
    file = oldest(sound())
    with ZipFile(file, "a") as packed, pytest.warns(UserWarning, match="Duplicate"):
        packed.writestr("collection.anki2", dummy())
    refused(file, tmp_path, "two collections")


def test_too_many_entries_are_counted_before_they_are_read(tmp_path: Path) -> None:
    refused(pack({str(number): b"" for number in range(package.MOST_ENTRIES + 1)}), tmp_path, "50,001 files")


@pytest.mark.parametrize("name", ["collection.anki2", "collection.anki21b"])
def test_bomb(name: str, tmp_path: Path) -> None:
    """A thousand times as large unpacked as packed, and larger than is taken."""
    piece, bomb = bytes(1024 * 1024), BytesIO()
    if name == "collection.anki21b":
        packed = zstandard.ZstdCompressor().compressobj()
        frame = b"".join(packed.compress(piece) for _ in range(200)) + packed.flush()
        assert len(frame) < 100_000
        bomb = pack({name: frame})
    else:
        with ZipFile(bomb, "w", ZIP_DEFLATED) as archive, archive.open(name, "w") as entry:
            for _ in range(200):
                entry.write(piece)
    refused(bomb, tmp_path, "larger than 128 MB")


def test_a_size_that_lies(tmp_path: Path) -> None:
    """The list of entries says that little comes out; as much is taken, and it is no collection."""
    with ZipFile(file := BytesIO(), "w", ZIP_DEFLATED) as archive:
        archive.writestr("collection.anki2", bytes(50_000_000))
    content = bytearray(file.getvalue())
    place = content.index(b"PK\1\2") + 24
    content[place : place + 4] = (1000).to_bytes(4, "little")
    refused(BytesIO(bytes(content)), tmp_path, "damaged")


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS id, 'x' AS guid FROM n"


@pytest.mark.parametrize(
    "schema",
    [
        (f"CREATE VIEW notes AS {ENDLESS}", CARDS, REVLOG),
        (*OLD, f"CREATE VIEW more AS {ENDLESS}"),
        (*OLD, "CREATE TRIGGER t AFTER INSERT ON col BEGIN DELETE FROM notes; END"),
        ("CREATE TABLE notes (id integer primary key, guid AS (hex(zeroblob(1000000))))", CARDS, REVLOG),
        ("CREATE VIRTUAL TABLE notes USING fts4(id, guid)", CARDS, REVLOG),
        (NOTES, CARDS),
        (NOTES, CARDS, REVLOG.replace("ease", "eased")),
    ],
    ids=["view", "another view", "trigger", "computed", "virtual", "missing", "columns"],
)
def test_schemas_that_are_not_ankis(schema: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "made.sqlite3"
    with sqlite3.connect(path) as connection:
        for statement in schema:
            connection.execute(statement)
    connection.close()
    content = path.read_bytes()
    path.unlink()
    refused(oldest(content), tmp_path, "not the tables|things in it|other columns or tables")


@pytest.mark.parametrize(
    ("cards", "reviews"),
    [
        ([("one", 1, 0, 0, 0)], []),
        ([(11, 1, "first", 0, 0)], []),
        ([(11, 1, 0, 2.5, 0)], []),
        ([(11, 1, 0, 0, b"\0")], []),
        ([], [(1, 11, "good", 0, 0, 0)]),
        ([], [(1, 11, 3, 0, b"x", 0)]),
    ],
)
def test_values_of_other_types(
    cards: list[tuple[object, ...]], reviews: list[tuple[object, ...]], tmp_path: Path
) -> None:
    loose = tuple(statement.replace("integer primary key", "").replace("integer", "") for statement in OLD)
    refused(oldest(collection([(1, "a")], cards, reviews, loose)), tmp_path, "damaged")


def test_figures_out_of_all_bounds_are_left_out_or_capped(tmp_path: Path) -> None:
    reviews = [(2**62, 11, 3, 0, 1, 1), (-5, 11, 3, 0, 1, 1), (7, 11, 5, 0, 1, 1), (8, 11, 4, 2**60, 1, 1),
               (9, 11, 2, -1, 1, 1)]  # fmt: skip
    content = collection([(1, "a"), (2, "x" * 201), (3, "")], [(11, 1, 0, 0, 0)], reviews)
    (note,) = read(oldest(content), tmp_path)
    assert note.cards[0].reviews == (Review(8, 4, 86_400_000, True), Review(9, 2, 0, True))


def test_text_that_is_none(tmp_path: Path) -> None:
    content = collection([(1, "guid-here")], [(11, 1, 0, 0, 0)])
    refused(oldest(content.replace(b"guid-here", b"\xff\xfe\xed\xa0\x80here")), tmp_path, "damaged")


def test_a_value_that_is_huge(tmp_path: Path) -> None:
    refused(oldest(collection([(1, "x" * (reading.LONGEST_VALUE + 1))])), tmp_path, "damaged")


@pytest.mark.parametrize("what", ["NOTES", "CARDS", "REVIEWS"])
def test_more_than_is_taken(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, f"MOST_{what}", 2)
    content = collection([(n, f"g{n}") for n in range(3)], [(n, 1, n, 0, 0) for n in range(3)],
                         [(n, 1, 3, 0, 1, 1) for n in range(3)])  # fmt: skip
    refused(oldest(content), tmp_path, f"more than 2 {what.lower()}")


def test_work_without_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "STEPS_BETWEEN_LOOKS", 10)
    refused(oldest(collection([(n, f"g{n}") for n in range(2000)])), tmp_path, "damaged")


def test_a_collection_as_large_as_is_taken(tmp_path: Path) -> None:
    """20,000 notes with 200,000 reviews are read within what a package may cost."""
    notes = [(n, f"guid-{n}") for n in range(1, 20_001)]
    cards = [(n, n, 0, 2, 0) for n in range(1, 20_001)]
    reviews = [(AT + n, n % 20_000 + 1, 3, 5000, 1, 2500) for n in range(200_000)]
    file, began = latest(collection(notes, cards, reviews, NEW)), time.process_time()
    assert sum(len(card.reviews) for note in read(file, tmp_path) for card in note.cards) == 200_000
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM notes",
        "ATTACH ':memory:' AS other",
        "SELECT load_extension('x')",
        "PRAGMA query_only = OFF",
        "SELECT hex(guid) FROM notes",
        "CREATE TEMP TABLE t (x)",
    ],
)
def test_only_reading_is_allowed(statement: str, tmp_path: Path) -> None:
    """Whatever a schema might bring about: nothing is written, attached or called."""
    (tmp_path / "c").write_bytes(sound())
    with (
        reading.open_collection(tmp_path / "c") as opened,
        pytest.raises(sqlite3.DatabaseError, match=r"not auth|prohib"),
    ):
        opened._connection.execute(statement)


KEYLESS = tuple(statement.replace("id integer primary key", "id integer") for statement in OLD)


def test_two_answers_with_one_id(tmp_path: Path) -> None:
    content = collection([(1, "abc")], [(11, 1, 0, 0, 9)], [(AT, 11, 3, 0, 1, 0), (AT, 11, 4, 0, 1, 0)], KEYLESS)
    refused(oldest(content), tmp_path, "damaged")


def test_guids_without_end(tmp_path: Path) -> None:
    content = collection([(number, "x" * 4_000_000) for number in range(5)])
    refused(oldest(content), tmp_path, "damaged")


def test_nothing_is_left_to_sqlite_to_sort(tmp_path: Path) -> None:
    """Its sorter would hold all rows, and a crafted file can let very many rows share one large value."""
    asked: list[str] = []
    content = collection([(2, "def"), (1, "abc")], [(12, 1, 1, 0, 9), (11, 1, 0, 0, 9)], REVIEWS, KEYLESS)
    with open_package(oldest(content), scratch=tmp_path) as opened:
        opened._connection.set_trace_callback(asked.append)
        assert [note.guid for note in opened.notes()] == ["abc", "def"]
    with closing(sqlite3.connect(":memory:")) as plain:
        plain.deserialize(content)
        plans = [str(row) for statement in asked for row in plain.execute(f"EXPLAIN QUERY PLAN {statement}")]
    assert len(plans) == 3
    assert not [plan for plan in plans if "TEMP B-TREE" in plan]
