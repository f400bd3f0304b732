"""A part of the bank as a file: what the format cannot carry is said before, and the file can be read again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from question_bank.exchange.anki.deck import note_guid
from question_bank.exchange.formats import FORMATS
from tests.conftest import SettableClock
from tests.decks.packages import Package, download
from tests.decks.test_with_anki import PYTHON, anki
from tests.people import People
from tests.study.banks import load_small_bank
from webapp.bank.forms.exchange import FORMAT_WORDS
from webapp.db import Database
from webapp.models import Question

from .changing import edit_question


@pytest.fixture(autouse=True)
def loaded(database: Database, clock: SettableClock) -> None:
    with database.writer() as session:
        load_small_bank(session, now=clock())


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_each_format_says_what_stays_behind_and_gives_a_file_that_can_be_read(people: People, name: str) -> None:
    page = people.ben.get(f"/bank/export?format={name}").text
    assert ("What stays behind" in page) == (name not in {"json", "yaml"})
    response = people.ben.get(f"/bank/export/questions?format={name}")
    if not response.data.strip():
        assert "Download" not in page
        return
    assert response.headers["Content-Disposition"].startswith("attachment; ")
    assert [item.refused for item in FORMATS[name].read(response.data) if item.refused] == []


def test_the_whole_bank_comes_back_from_json_as_it_is(people: People) -> None:
    content = people.ben.get("/bank/export/questions?format=json").data
    people.ben.post("/bank/exchange", data={"form": "json", "text": content.decode()})
    page = people.ben.post("/bank/import", follow_redirects=True).text
    assert "All of that was here already. Nothing was changed." in page


def test_a_part_of_the_bank_is_chosen(people: People) -> None:
    items = FORMATS["json"].read(people.ben.get("/bank/export/questions?format=json&kind=choice").data)
    assert {item.draft.kind for item in items if item.draft} == {"choice"}


def deck(people: People, query: str = "") -> Package:
    response = people.ben.get(f"/bank/export/questions?format=apkg{query}")
    assert response.headers["Content-Disposition"].endswith('.apkg"')
    return Package(response.data)


def test_a_deck_holds_what_is_published_with_explanation_and_source(people: People, database: Database) -> None:
    page = people.ben.get("/bank/export?format=apkg").text
    assert "the student says how it went" in page
    package = deck(people)
    with database.reader() as session:
        published = set(session.scalars(select(Question.key).where(Question.status == "published")))
    assert {row[0] for row in package.rows("SELECT guid FROM notes")} == {note_guid("main", key) for key in published}
    assert package.rows("SELECT DISTINCT type, queue, reps FROM cards") == [(0, 0, 0)]
    fields = dict(package.rows("SELECT guid, flds FROM notes"))[note_guid("main", "ferry-rope-card")].split("\x1f")
    assert len(fields) == 4
    assert all(fields)
    assert len(deck(people, "&kind=choice").rows("SELECT DISTINCT mid FROM notes")) == 1


def test_a_deck_and_a_students_own_one_have_the_same_notes(people: People) -> None:
    """So that Anki takes them for one, whichever comes first."""
    asked = "SELECT guid, mid, flds, tags FROM notes ORDER BY guid"
    assert deck(people).rows(asked) == download(people.ada, "all").rows(asked)


@pytest.mark.anki
@pytest.mark.skipif(not PYTHON, reason="TUMEN_TEST_ANKI_PYTHON names no Python that has anki")
def test_a_later_deck_updates_what_anki_has_and_keeps_its_schedule(
    people: People, database: Database, clock: SettableClock, tmp_path: Path
) -> None:
    first = deck(people)
    clock.move(timedelta(days=1))
    with database.writer() as session:
        edit_question(session, "ferry-rope-card", explanation="As it is said since yesterday.")
    found = anki(tmp_path, first.content, deck(people).content, answering=True)
    assert found["notes"] == first.value("SELECT count(*) FROM notes")
    card = next(card for card in found["cards"] if card["guid"] == note_guid("main", "ferry-rope-card"))
    assert "As it is said since yesterday." in card["fields"]
    assert [card["reps"] for card in found["cards"] if card["reps"]] == [1]


@pytest.mark.parametrize("path", ["/bank/export?format=doc", "/bank/export/questions", "/bank/export?kind=spell"])
def test_what_cannot_be_meant_is_refused(people: People, path: str) -> None:
    assert people.ben.get(path).status_code == 400


def test_every_format_has_a_name_that_people_read() -> None:
    assert list(FORMAT_WORDS) == list(FORMATS)
