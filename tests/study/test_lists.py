"""Settings, and the list of cards that are set aside."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.conftest import SettableClock
from tests.people import People, PersonClient
from webapp.db import Database
from webapp.models import Card

from .banks import MadeBank
from .memories import Stored, put_cards
from .student import get_batch, hidden_fields

GOOD = {"zone": "Asia/Seoul", "rollover_hour": "4", "new_per_day": "20", "reviews_per_day": "200",
        "desired_retention": "0.90", "maximum_interval": "36500", "single_keys": "y",
        "load_balancing": "y"}  # fmt: skip


def _act(client: PersonClient, action: str, card: str, **more: str) -> None:
    response = client.post("/study/act", data={"action": action, "card": card, **more})
    assert response.status_code == 303
    assert response.location == ("/cards/suspended" if more else "/study")


@pytest.mark.parametrize(
    "change",
    [
        {"zone": "Nowhere"}, {"zone": ""}, {"zone": "../etc/passwd"}, {"rollover_hour": "24"}, {"rollover_hour": "-1"},
        {"rollover_hour": "x"}, {"new_per_day": "-1"}, {"new_per_day": "10000"}, {"reviews_per_day": ""},
        {"reviews_per_day": "9" * 5000}, {"desired_retention": "0.69"}, {"desired_retention": "0.98"},
        {"desired_retention": "NaN"}, {"desired_retention": "sNaN"}, {"desired_retention": "inf"},
        {"desired_retention": "much"}, {"maximum_interval": "0"}, {"maximum_interval": "36501"},
    ],
)  # fmt: skip
def test_settings_that_cannot_be_are_refused_in_words(
    people: People, made_bank: MadeBank, change: dict[str, str]
) -> None:
    response = people.ada.post("/settings", data={**GOOD, **change})
    assert response.status_code == 400
    assert "Nothing was changed yet" in response.text
    assert get_batch(people.ada)["study_day"] == "2026-03-02"
    assert people.ada.post("/settings", data=GOOD).status_code == 303


@pytest.mark.parametrize("share", ["0.70", "0.97"])
def test_the_bounds_of_retention_are_allowed(people: People, share: str) -> None:
    assert people.ada.post("/settings", data={**GOOD, "desired_retention": share}).status_code == 303
    assert f'value="{share}"' in people.ada.get("/settings").text


def test_the_settings_page_is_there_for_who_asks_for_its_headers_alone(people: People) -> None:
    assert people.ada.head("/settings").status_code == 200


def test_the_settings_page_shows_the_defaults_and_says_that_it_saved(people: People) -> None:
    page = people.guest.get("/settings").text
    for shown in ('value="20"', 'value="200"', 'value="0.90"', 'value="36500"', '<option selected value="UTC">'):
        assert shown in page
    saved = people.guest.post("/settings", data=GOOD)
    assert "Saved." in people.guest.get(saved.location).text


def test_the_list_names_what_is_set_aside_and_brings_it_back(
    people: People, made_bank: MadeBank, clock: SettableClock
) -> None:
    assert "No card is set aside" in people.ada.get("/cards/suspended").text
    _act(people.ada, "suspend", "question-1")
    _act(people.ada, "bury", "question-2")
    page = people.ada.get("/cards/suspended").text
    assert "What was event 1?" in page
    assert "Suspended" in page
    assert "Buried until tomorrow" in page
    assert hidden_fields(page, "/study/act")["card"] == "question-1"
    clock.move(timedelta(seconds=30))
    _act(people.ada, "unsuspend", "question-1", next="suspended")
    _act(people.ada, "unbury", "question-2", next="suspended")
    assert "No card is set aside" in people.ada.get("/cards/suspended").text


def test_a_leech_is_listed_and_keeps_coming(
    people: People, made_bank: MadeBank, database: Database, clock: SettableClock
) -> None:
    assert people.ada.user_id is not None
    with database.writer() as session:
        put_cards(session, people.ada.user_id, [Stored(question_id=9, state=2, due_at=clock())])
        session.execute(update(Card).values(leech=True, lapses=8))
    page = people.ada.get("/cards/suspended").text
    assert "What was event 9?" in page
    assert "Missed 8 times, still coming" in page
    assert get_batch(people.ada)["cards"][0]["card"] == "question-9"


def test_a_long_list_is_paged_and_searched(
    people: People, made_bank: MadeBank, database: Database, clock: SettableClock
) -> None:
    assert people.ada.user_id is not None
    cards = [Stored(question_id=number, state=2, due_at=clock(), suspended=True) for number in range(1, 61)]
    with database.writer() as session:
        put_cards(session, people.ada.user_id, cards)
    first = people.ada.get("/cards/suspended").text
    assert "Page 1 of 2" in first
    assert "What was event 50?" in first
    assert "What was event 51?" not in first
    assert "What was event 60?" in people.ada.get("/cards/suspended?page=2").text
    assert "Page 2 of 2" in people.ada.get("/cards/suspended?page=9999").text
    for strange in ("x", "-1", "0", "9" * 400):
        assert "Page 1 of 2" in people.ada.get("/cards/suspended", query_string={"page": strange}).text
    found = people.ada.get("/cards/suspended", query_string={"q": "EVENT 57"}).text
    assert "What was event 57?" in found
    assert "What was event 58?" not in found
    for strange in ("%", "_", "\\", "'\"", "\0", "x" * 5000):
        assert people.ada.get("/cards/suspended", query_string={"q": strange}).status_code == 200


def test_time_and_breaks_are_off_until_they_are_chosen(people: People) -> None:
    fields = {"zone": "UTC", "rollover_hour": "4", "new_per_day": "20", "reviews_per_day": "200",
              "desired_retention": "0.9", "maximum_interval": "36500"}  # fmt: skip
    assert 'name="timebox_minutes" type="number" value="0"' in people.ada.get("/settings").text
    assert people.ada.post("/settings", data={**fields, "shows_time": "y", "timebox_minutes": "25"}).status_code == 303
    page = people.ada.get("/settings").text
    assert 'name="timebox_minutes" type="number" value="25"' in page
    assert (
        'checked id="shows_time"' in page
        or 'id="shows_time" name="shows_time" type="checkbox" value="y" checked' in page
    )
    refused = people.ada.post("/settings", data={**fields, "timebox_minutes": "181"})
    assert refused.status_code == 400
    assert "Enter 0 to 180." in refused.text
