"""The button tells the truth: what a card promises is kept when its answer comes, and promises balance the days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.conftest import SettableClock
from tests.people import People
from webapp.db import Database
from webapp.models import Card
from webapp.models.base import from_milliseconds
from webapp.scheduling.memory import NEW_MEMORY, Rating
from webapp.scheduling.settings import StudySettings
from webapp.study.services.balancing import KEPT_FOR, Balancer

from .banks import MadeBank, make_bank
from .memories import Stored, put_cards, put_settings
from .student import entry, get_batch, hidden_fields, send

REVIEW = 2
YESTERDAY = date(2026, 3, 1)
DAY = timedelta(days=1)
EASY = Rating.EASY


def _due(database: Database, user_id: int | None, question_id: int) -> datetime | None:
    assert user_id is not None
    with database.reader() as session:
        return session.get_one(Card, (user_id, question_id)).due_at


def _number(card: Mapping[str, Any]) -> int:
    return int(card["card"].removeprefix("question-"))


def _promising(card: Mapping[str, Any], now: datetime, rating: int) -> dict[str, object]:
    """An answer as the study page sends it."""
    return entry(card, now, rating=rating, due_at=card["dues"][str(rating)])


def test_what_the_button_promised_is_kept(
    people: People, made_bank: MadeBank, database: Database, clock: SettableClock
) -> None:
    cards = get_batch(people.ada)["cards"]
    assert {tuple(card["dues"]) for card in cards} == {("4",)}, "steps need no promise"
    clock.move(timedelta(minutes=3))
    send(people.ada, *[_promising(card, clock(), 4) for card in cards])
    for card in cards:
        due_at = from_milliseconds(card["dues"]["4"])
        assert _due(database, people.ada.user_id, _number(card)) == due_at
        days = (due_at - datetime(2026, 3, 2, 4, tzinfo=UTC)).days
        assert card["intervals"]["4"] == f"{days} days"


def test_a_day_that_no_button_can_have_promised_is_not_taken(
    people: People, made_bank: MadeBank, database: Database, clock: SettableClock
) -> None:
    first, second = get_batch(people.ada, limit=2)["cards"]
    send(people.ada, {**entry(first, clock(), rating=4), "due_at": "2031-01-01T00:00:00Z"})
    send(people.ada, {**entry(second, clock(), rating=4), "due_at": 0})
    for card in (first, second):
        due_at = _due(database, people.ada.user_id, _number(card))
        assert due_at is not None
        assert 6 <= (due_at - clock().replace(hour=4)).days <= 10


@pytest.mark.parametrize("due_at", ["soon", "2026-03-12", -(10**30), 1.5, True, [], "\ud800", "9999-12-31T23:59-23:59"])
def test_a_promise_that_is_no_instant_is_refused(
    people: People, made_bank: MadeBank, clock: SettableClock, due_at: object
) -> None:
    card = get_batch(people.ada, limit=1)["cards"][0]
    response = people.ada.post("/api/v1/reviews", json=[{**entry(card, clock(), rating=4), "due_at": due_at}])
    (result,) = response.get_json()["results"]
    assert (response.status_code, result["status"]) == (200, "refused")
    assert '"due_at"' in result["reason"]


def test_the_plain_form_keeps_the_promise_too(
    people: People, made_bank: MadeBank, database: Database, clock: SettableClock
) -> None:
    promised = get_batch(people.ada, limit=1)["cards"][0]["dues"]["4"]
    page = people.ada.get("/study").text
    result = people.ada.post("/study/check", data=hidden_fields(page, "/study/check")).text
    fields = hidden_fields(result, "/study/answer")
    assert fields["due-4"] == str(promised)
    assert people.ada.post("/study/answer", data={**fields, "due-4": "x", "rating": "4"}).status_code == 400
    assert people.ada.post("/study/answer", data={**fields, "rating": "4"}).status_code == 303
    assert _due(database, people.ada.user_id, 1) == from_milliseconds(promised)


def test_a_card_that_is_shown_again_promises_the_same(
    people: People, made_bank: MadeBank, clock: SettableClock
) -> None:
    before = {card["card"]: card["dues"] for card in get_batch(people.ada, limit=20)["cards"]}
    clock.move(timedelta(minutes=5))
    again = {card["card"]: card["dues"] for card in get_batch(people.ada, limit=60)["cards"]}
    assert {key: again[key] for key in before} == before


def test_full_days_are_avoided(people: People, database: Database, clock: SettableClock) -> None:
    ada = people.ada
    assert ada.user_id is not None
    with database.writer() as session:
        make_bank(session, claims_of=range(300), now=clock())
        full = [clock().replace(hour=4) + days * DAY for days in (6, 7, 8, 10)]
        put_cards(session, ada.user_id, [
            Stored(question_id=100 + number, state=REVIEW, due_at=full[number % 4], answered_on=YESTERDAY)
            for number in range(200)
        ])  # fmt: skip
    chosen = Counter(from_milliseconds(card["dues"]["4"]) for card in get_batch(ada, limit=20)["cards"])
    assert chosen[clock().replace(hour=4) + 9 * DAY] >= 16


def test_siblings_are_kept_apart(people: People, database: Database, clock: SettableClock) -> None:
    ada = people.ada
    assert ada.user_id is not None
    with database.writer() as session:
        make_bank(session, claims_of=[number % 20 for number in range(100)], now=clock())
        taken = [6, 7, 8, 10]  # of the days from 6 to 10 that an Easy first answer can lead to
        put_cards(session, ada.user_id, [
            Stored(question_id=1 + claim + 20 * (1 + place), state=REVIEW, answered_on=YESTERDAY,
                   due_at=clock().replace(hour=4) + days * DAY)
            for claim in range(20) for place, days in enumerate(taken)
        ])  # fmt: skip
    cards = get_batch(ada, limit=20)["cards"]
    assert len(cards) == 20
    assert {from_milliseconds(card["dues"]["4"]) for card in cards} == {clock().replace(hour=4) + 9 * DAY}


def test_days_off_and_free_weekdays_get_none(people: People, database: Database, clock: SettableClock) -> None:
    ada = people.ada
    assert ada.user_id is not None
    with database.writer() as session:
        make_bank(session, claims_of=range(40), now=clock())
        put_settings(session, ada.user_id, load_balancing=False, weekdays=["normal"] * 6 + ["none"],
                     days_off=[{"first": "2026-03-09", "last": "2026-03-10"}])  # fmt: skip
    chosen = {from_milliseconds(card["dues"]["4"]).date() for card in get_batch(ada, limit=20)["cards"]}
    assert chosen == {date(2026, 3, 11), date(2026, 3, 12)}


def test_without_balancing_and_easy_days_nothing_is_promised(
    people: People, made_bank: MadeBank, database: Database, clock: SettableClock
) -> None:
    assert people.ada.user_id is not None
    with database.writer() as session:
        put_settings(session, people.ada.user_id, load_balancing=False)
    assert [card["dues"] for card in get_batch(people.ada, limit=2)["cards"]] == [{}, {}]
    assert get_batch(people.ben, limit=1)["cards"][0]["dues"] != {}


def test_what_is_remembered_is_ones_own_and_not_for_long(
    people: People, made_bank: MadeBank, database: Database, clock: SettableClock
) -> None:
    balancer, settings = Balancer(), StudySettings()
    users = [people.ada.user_id, people.ben.user_id]
    assert all(users)
    memories = dict.fromkeys(range(1, 41), NEW_MEMORY)

    def place(user_id: Any, chosen: StudySettings = settings) -> Any:
        with database.reader() as session:
            return balancer.place(session, user_id=user_id, memories=memories, settings=chosen, now=clock())

    ada, ben = (place(user) for user in users)
    assert {question: found[EASY] for question, found in ada.items()} != {
        question: found[EASY] for question, found in ben.items()
    }, "another person has another seed"
    assert place(users[0]) == ada
    assert place(users[0], StudySettings(maximum_interval=5))[1][EASY] <= 5, "other settings are not kept to"
    ada = place(users[0])
    clock.move(KEPT_FOR - timedelta(seconds=1))
    assert place(users[0]) == ada
    with database.writer() as session:
        put_cards(session, users[0] or 0, [
            Stored(question_id=number, state=REVIEW, due_at=clock().replace(hour=4) + 8 * DAY, answered_on=YESTERDAY)
            for number in range(41, 61)
        ])  # fmt: skip
    clock.move(timedelta(seconds=1))
    assert Counter(found[EASY] for found in place(users[0]).values())[8] <= 2
