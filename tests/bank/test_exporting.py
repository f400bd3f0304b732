"""A part of the bank as a file: what the format cannot carry is said before, and the file can be read again."""

from __future__ import annotations

import pytest

from question_bank.exchange.formats import FORMATS
from tests.conftest import SettableClock
from tests.people import People
from tests.study.banks import load_small_bank
from webapp.bank.forms.exchange import FORMAT_WORDS
from webapp.db import Database


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


@pytest.mark.parametrize("path", ["/bank/export?format=doc", "/bank/export/questions", "/bank/export?kind=spell"])
def test_what_cannot_be_meant_is_refused(people: People, path: str) -> None:
    assert people.ben.get(path).status_code == 400


def test_every_format_has_a_name_that_people_read() -> None:
    assert list(FORMAT_WORDS) == list(FORMATS)
