"""Help with a card that is missed often: its passage, its sibling questions, a note, suspending, keeping."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.conftest import SettableClock
from tests.people import People
from tests.reading.pages import words
from tests.study.student import entry, get_batch, hidden_fields, send
from webapp.db import Database
from webapp.models import Card

KEY = "ferry-first-day-date"
HELP = f"/cards/{KEY}/help"
pytestmark = pytest.mark.usefixtures("small_bank")


@pytest.fixture
def missed(small_bank: None, people: People, clock: SettableClock) -> None:
    send(people.ada, entry(get_batch(people.ada, card=KEY)["cards"][0], clock(), rating=1))


@pytest.mark.usefixtures("missed")
def test_it_has_the_passage_and_the_siblings_with_ways_to_them(people: People) -> None:
    html = people.ada.get(HELP).text
    assert 'href="/read/sorrel-ferry#' in html
    assert "Right answer: 5 May 1874" in words(html)
    assert 'href="/study?card=ferry-first-day-cloze"' in html
    assert f'href="/study?card={KEY}"' not in html
    assert "ferry-bridge-who" not in html
    piece = people.ada.get(f"{HELP}?piece=1").text
    assert "<html" not in piece
    assert 'href="/study?card=ferry-first-day-cloze"' in piece


@pytest.mark.usefixtures("missed")
def test_a_note_is_written_and_the_card_suspended_from_there(people: People) -> None:
    saved = people.ada.post(
        "/study/note", data={**hidden_fields(people.ada.get(HELP).text, "/study/note"), "note": "May"}
    )
    assert saved.location == HELP
    assert ">May</textarea>" in people.ada.get(HELP).text
    fields = hidden_fields(people.ada.get(HELP).text, "/study/act")
    assert people.ada.post("/study/act", data={**fields, "action": "suspend"}).status_code == 303
    assert "Suspend it" not in people.ada.get(HELP).text


@pytest.mark.usefixtures("missed")
def test_it_helps_with_ones_own_cards_only(people: People) -> None:
    assert people.ben.get(HELP).status_code == 404
    assert people.ada.get("/cards/no-such-card/help").status_code == 404
    assert people.ada.get("/cards/A%20B/help").status_code == 404


@pytest.mark.usefixtures("missed")
def test_without_javascript_the_eighth_lapse_leads_there(
    people: People, database: Database, clock: SettableClock
) -> None:
    with database.writer() as session:
        session.execute(update(Card).values(lapses=7, state=2, stability=5.0, difficulty=5.0, step=None))
    clock.move(timedelta(days=1))
    page = people.ada.get(f"/study?card={KEY}").text
    result = people.ada.post("/study/check", data=hidden_fields(page, "/study/check")).text
    answered = people.ada.post("/study/answer", data={**hidden_fields(result, "/study/answer"), "rating": "1"})
    assert answered.location == HELP
    assert "Missed 8 times." in words(people.ada.get(HELP).text)
    assert HELP in people.ada.get("/cards/suspended").text
