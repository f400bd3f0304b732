"""Packages as we write them, read back by our own reader and by plain SQL. Anki itself reads them elsewhere."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from question_bank.exchange.anki.deck import Review, ReviewKind, note_guid
from question_bank.exchange.anki.package import open_package
from question_bank.exchange.anki.writing import Calendar, WrittenCard, WrittenNote, WrittenReview, write_package

NOW_S = 1_772_445_600
KINDS = ("card", "cloze")
CALENDAR = Calendar(created_s=NOW_S - 86_400 * 10, minutes_west=-60, rollover_hour=4)


def review(at_ms: int, kind: ReviewKind = ReviewKind.REVIEW, factor: int = 500) -> WrittenReview:
    return WrittenReview(at_ms=at_ms, rating=3, kind=kind, interval=5, last_interval=2, factor=factor, duration_ms=4000)


def note(key: str, *reviews: WrittenReview, card: WrittenCard | None = None) -> WrittenNote:
    return WrittenNote(
        guid=note_guid("main", key),
        kind="card",
        is_cloze=False,
        fields=("<p>front</p>", "<p>back</p>", "", "A source, 2020"),
        tags=("topic::river",),
        card=card or WrittenCard(type=0, queue=0, due=1),
        reviews=reviews,
    )


def written(*notes: WrittenNote) -> BytesIO:
    file = BytesIO()
    write_package(file, notes, deck="Tumen", kinds=KINDS, calendar=CALENDAR, now_s=NOW_S)
    return file


def rows(file: BytesIO, statement: str) -> list[Any]:
    with ZipFile(file) as packed, closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(packed.read("collection.anki2"))
        return connection.execute(statement).fetchall()


def test_a_package_depends_on_what_is_in_it_and_not_on_when_it_was_packed() -> None:
    with ZipFile(written(note("one"))) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    card = WrittenCard(type=2, queue=-1, due=12, interval=7, repetitions=3, lapses=1, data={"s": 7.25, "d": 5.5})
    kept = note("one", review(1000), review(2000, ReviewKind.FILTERED, factor=0), card=card)
    with open_package(written(kept, note("two")), scratch=tmp_path) as opened:
        first, second = opened.notes()
    assert (first.guid, second.guid) == (note_guid("main", "one"), note_guid("main", "two"))
    assert first.cards[0].suspended
    assert first.cards[0].reviews == (Review(1000, 3, 4000, True), Review(2000, 3, 4000, False))
    assert not second.cards[0].suspended
    assert second.cards[0].reviews == ()


def test_the_schedule_stands_in_the_columns_of_the_card() -> None:
    card = WrittenCard(type=2, queue=2, due=12, interval=7, repetitions=3, lapses=1, data={"s": 7.25, "d": 5.5})
    file = written(note("one", card=card))
    (row,) = rows(file, "SELECT type, queue, due, ivl, factor, reps, lapses, left, data FROM cards")
    assert row[:-1] == (2, 2, 12, 7, 2500, 3, 1, 0)
    assert json.loads(row[-1]) == {"s": 7.25, "d": 5.5}
    ((created, conf),) = rows(file, "SELECT crt, conf FROM col")
    assert created == CALENDAR.created_s
    assert json.loads(conf)["rollover"] == 4


def test_reviews_of_one_millisecond_each_have_an_id() -> None:
    file = written(note("one", review(1000), review(1001)), note("two", review(1000)))
    assert [row[0] for row in rows(file, "SELECT id FROM revlog ORDER BY id")] == [1000, 1001, 1002]


def test_a_gap_stays_a_gap() -> None:
    fields = ("In {{c1::1874::year}} it {{c1::opened}}.", "", "")
    card = WrittenCard(type=0, queue=0, due=1)
    gap = WrittenNote(guid="g", kind="cloze", is_cloze=True, fields=fields, tags=(), card=card)
    file = written(gap, note("one"))
    assert rows(file, "SELECT count(*) FROM cards") == [(2,)]
    models = json.loads(rows(file, "SELECT models FROM col")[0][0])
    assert sorted((model["name"], model["type"]) for model in models.values()) == [
        ("Tumen card", 0),
        ("Tumen cloze", 1),
    ]


def test_the_guid_is_of_the_question_and_its_bank() -> None:
    assert note_guid("main", "one") == note_guid("main", "one")
    assert len({note_guid(bank, key) for bank in ("main", "other") for key in ("one", "two")}) == 4
