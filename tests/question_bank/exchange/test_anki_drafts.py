"""Notes of Anki packages as drafts for the bank, in all layouts."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from question_bank.exchange.anki import collection as limits
from question_bank.exchange.anki.drafts import read_drafts
from question_bank.exchange.drafts import ExchangeError, Item

from .packages import NEW, OLD, latest, middle, oldest
from .reading import data_of

LAYOUTS = ((oldest, OLD), (middle, OLD), (latest, NEW))


def collection(notes: list[tuple[str, str, str]], schema: Any = OLD) -> bytes:
    """A collection of notes: (guid, fields, tags)."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.create_collation("unicase", lambda one, other: (one > other) - (one < other))
        for statement in schema:
            connection.execute(statement)
        connection.executemany("INSERT INTO notes (guid, flds, tags) VALUES (?, ?, ?)", notes)
        connection.commit()
        return connection.serialize()


def read(tmp_path: Path, *notes: tuple[str, str, str]) -> list[Item]:
    return read_drafts(oldest(collection(list(notes))), scratch=tmp_path)


@pytest.mark.parametrize(("layout", "schema"), LAYOUTS)
def test_two_sides_are_a_card_in_every_layout(layout: Any, schema: Any, tmp_path: Path) -> None:
    note = ("guid-1", "<b>ferry</b>&nbsp;\x1fa boat<br>on a rope", " week::3 claim:ferry-cost-board ")
    (item,) = read_drafts(layout(collection([note], schema)), scratch=tmp_path)
    assert item.draft is not None
    assert item.draft.name == "guid-1"
    assert data_of(item) == {
        "kind": "card", "front": "**ferry**", "back": "a boat\non a rope", "claims": ["ferry-cost-board"]
    }  # fmt: skip
    assert item.changed == ("the tags are left out: week::3",)
    assert list(tmp_path.iterdir()) == []


def test_deletions_are_gaps_of_one_question(tmp_path: Path) -> None:
    text = "In {{c1::<i>1874</i>::a year}} the town of {{c2::Mill &amp; Brook}} hung [it] up."
    (item,) = read(tmp_path, ("g", f"{text}\x1fThe story says so.", ""))
    assert data_of(item) == {
        "kind": "cloze",
        "text": "In [gap1] the town of [gap2] hung (it) up.",
        "gaps": {"gap1": {"accept": ["1874"], "hint": "a year"}, "gap2": {"accept": ["Mill & Brook"]}},
        "explanation": "The story says so.",
    }


def test_media_and_further_fields_are_said_to_be_left_out(tmp_path: Path) -> None:
    (item,) = read(tmp_path, ("g", 'a<img src="../../x.png">[sound:a.mp3]\x1fb\x1fmore', ""))
    assert data_of(item) == {"kind": "card", "front": "a", "back": "b"}
    assert len(item.changed) == 2


def test_a_note_with_one_side_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    one, other = read(tmp_path, ("g", "a\x1f", ""), ("h", "<script>x</script>c\x1fd", ""))
    assert one.refused
    assert data_of(other)["front"] == "c"


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06" + bytes(18), b"no package at all"])
def test_what_is_no_package_is_refused_in_words(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(ExchangeError):
        read_drafts(BytesIO(content), scratch=tmp_path)


def test_more_text_than_is_taken_at_once_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LONGEST_TEXTS", 1000)
    with pytest.raises(ExchangeError, match="more text"):
        read(tmp_path, ("g", "a" * 2000 + "\x1fb", ""))


def test_a_note_as_long_as_a_book_is_refused_by_itself(tmp_path: Path) -> None:
    one, other = read(tmp_path, ("g", "a" * 200_000 + "\x1fb", ""), ("h", "c\x1fd", ""))
    assert "characters" in one.refused
    assert data_of(other)["back"] == "d"
