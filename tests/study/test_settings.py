"""The settings page in depth: steps, order of new cards, easy days, what a retention costs, the way back."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from tests.conftest import SettableClock
from tests.people import People, PersonClient
from webapp.db import Database
from webapp.history.settings import settings_of
from webapp.scheduling.easy_days import DayLoad, DaysOff
from webapp.scheduling.settings import NewOrder, StudySettings

from .banks import MadeBank
from .memories import Stored, put_cards
from .student import answer, get_batch, keys
from .test_lists import GOOD

REVIEW = 2
WEEK = {f"weekdays-{number}": "normal" for number in range(7)}


def _settings(client: PersonClient) -> StudySettings:
    assert client.user_id is not None
    with client.database.reader() as session:
        return settings_of(session, user_id=client.user_id)


def _save(client: PersonClient, **chosen: object) -> None:
    response = client.post("/settings", data={**GOOD, **chosen})
    assert response.status_code == 303, response.text


def test_everything_that_is_chosen_is_kept_and_shown(people: People) -> None:
    _save(people.ada, learning_steps="5 min, 1 hour", relearning_steps="", new_order="article", load_balancing="",
          **{**WEEK, "weekdays-5": "light", "weekdays-6": "none"},
          days_off=["2026-12-24", "2027-01-02", "2026-08-01", "", "", ""])  # fmt: skip
    kept = _settings(people.ada)
    assert (kept.learning_steps, kept.relearning_steps) == ("5m 1h", "")
    assert kept.new_order == NewOrder.ARTICLE
    assert kept.load_balancing is False
    assert kept.weekdays[4:] == (DayLoad.NORMAL, DayLoad.LIGHT, DayLoad.NONE)
    assert kept.days_off == (
        DaysOff(first=date(2026, 8, 1), last=date(2026, 8, 1)),
        DaysOff(first=date(2026, 12, 24), last=date(2027, 1, 2)),
    )
    page = people.ada.get("/settings").text
    assert "Read as: 5 minutes, 1 hour" in page
    assert "Read as: none" in page
    assert page.count('name="days_off"') == 6, "room for one more"
    assert 'name="weekdays-6" value="none" checked' in page
    _save(people.ada, days_off=["", ""])
    assert _settings(people.ada).days_off == ()
    assert _settings(people.ada).weekdays[6] == DayLoad.NONE, "what a form does not have stays as it is"


@pytest.mark.parametrize(
    "change",
    [
        {"learning_steps": "soon"}, {"learning_steps": "1m " * 9}, {"relearning_steps": "5s"},
        {"relearning_steps": "1m\0"}, {"learning_steps": "\ud800".encode("utf-8", "surrogatepass")},
        {"new_order": "backwards"}, {"weekdays-0": "heavy"}, {"days_off": ["2026-13-01", ""]},
        {"days_off": ["2026-12-24", "2026-12-20"]}, {"days_off": ["yesterday", "x"]},
        {"days_off": ["2026-01-01", "2030-01-01"]}, {"days_off": ["2026-01-01", ""] * 13},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(people: People, change: dict[str, object]) -> None:
    before = _settings(people.ada)
    response = people.ada.post("/settings", data={**GOOD, **WEEK, **change})
    assert response.status_code == 400
    assert "Nothing was changed yet" in response.text
    assert _settings(people.ada) == before


def test_a_retention_may_be_written_in_percent(people: People) -> None:
    _save(people.ada, desired_retention="85")
    assert _settings(people.ada).desired_retention == 0.85
    assert people.ada.post("/settings", data={**GOOD, **WEEK, "desired_retention": "98"}).status_code == 400


def test_a_group_goes_back_to_its_defaults_alone(people: People) -> None:
    _save(people.ada, new_per_day="7", learning_steps="5m", desired_retention="0.80")
    response = people.ada.post("/settings/defaults", data={"group": "steps"})
    assert (response.status_code, response.location) == (303, "/settings#group-steps")
    kept = _settings(people.ada)
    assert (kept.new_per_day, kept.learning_steps, kept.desired_retention) == (7, "1m 10m", 0.8)
    assert people.ada.post("/settings/defaults", data={"group": "all\0"}).status_code == 400
    assert people.ada.post("/settings/defaults").status_code == 400
    assert _settings(people.ada) == kept


def test_steps_hold_for_the_next_answer(people: People, made_bank: MadeBank, clock: SettableClock) -> None:
    _save(people.ada, zone="UTC", learning_steps="3m 2h", relearning_steps="")
    card = get_batch(people.ada)["cards"][0]
    assert card["intervals"]["1"] == "3 min"
    assert card["intervals"]["3"] == "2 h"
    back = answer(people.ada, card, clock())["card"]
    assert back["due_at"] - get_batch(people.ada)["now"] == 2 * 3600 * 1000
    assert back["intervals"]["1"] == "3 min"
    _save(people.ada, zone="UTC", learning_steps="")
    assert "days" in get_batch(people.ada)["cards"][0]["intervals"]["3"]


def test_new_cards_come_in_the_order_that_was_chosen(people: People, small_bank: None, database: Database) -> None:
    usual = keys(get_batch(people.ada, limit=100))
    orders = {}
    for client in (people.ada, people.ben):
        _save(client, zone="UTC", new_order="random")
        orders[client.user_id] = keys(get_batch(client, limit=100))
        assert keys(get_batch(client, limit=100)) == orders[client.user_id], "always the same for one person"
    first, second = orders.values()
    assert len({tuple(usual), tuple(first), tuple(second)}) == 3
    _save(people.ada, zone="UTC", new_order="article")
    by_article = keys(get_batch(people.ada, limit=100))
    with database.reader() as session:
        places: dict[str, int] = dict(session.execute(text("""
            SELECT q.key, min(p.position) FROM question q JOIN claim_passage c ON c.claim_id = q.primary_claim_id
            JOIN passage p ON p.id = c.passage_id WHERE c.position = 0 GROUP BY q.key""")).all())  # fmt: skip
    assert [places[key] for key in by_article] == sorted(places[key] for key in by_article)
    assert get_batch(people.ada)["counts"]["new"] == len(by_article)


@pytest.mark.parametrize("order", ["article", "random"])
def test_what_was_answered_or_set_aside_does_not_come_as_new(
    people: People, made_bank: MadeBank, clock: SettableClock, order: str
) -> None:
    _save(people.ada, zone="UTC", new_order=order, new_per_day="100")
    cards = get_batch(people.ada, limit=100)["cards"]
    assert len(cards) == 60
    answer(people.ada, cards[0], clock(), rating=4)
    people.ada.post("/study/act", data={"action": "suspend", "card": cards[1]["card"]})
    people.ada.post("/study/act", data={"action": "bury", "card": cards[2]["card"]})
    left = keys(get_batch(people.ada, limit=100))
    assert left == [card["card"] for card in cards[3:]]


def test_the_curve_is_that_of_a_typical_card_until_there_are_own_ones(
    people: People, made_bank: MadeBank, database: Database
) -> None:
    page = people.ada.get("/settings").text
    assert "For a typical new card:" in page
    assert "Reviews of a card a year" in page
    assert people.ada.user_id is not None
    with database.writer() as session:
        put_cards(session, people.ada.user_id, [
            Stored(question_id=number, state=REVIEW, due_at=datetime(2026, 4, 1, tzinfo=UTC)) for number in range(1, 31)
        ])  # fmt: skip
    page = people.ada.get("/settings").text
    assert "From your own 30 cards:" in page
    assert "Reviews a day</th>" in page


def test_what_a_retention_costs_is_a_file_too(people: People) -> None:
    assert 'href="/settings/workload.csv"' in people.ada.get("/settings").text
    lines = people.ada.get("/settings/workload.csv").text.lstrip("\ufeff").splitlines()
    assert lines[0] == "Retention,Reviews of a card a year,Times now"
    assert [line.split(",")[0] for line in lines[1:]][::9] == ["0.7", "0.97"]
