"""Catching up through the pages: offered, chosen, in order of what is still known, left again; no due date changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from tests.conftest import MONDAY, SettableClock
from tests.people import People
from webapp.db import Database
from webapp.models import Card, UserSettings
from webapp.scheduling.forgetting import retrievability
from webapp.scheduling.policy import DEFAULT_WEIGHTS

from .banks import make_bank
from .memories import Stored, put_cards, put_day, put_settings
from .student import answer, get_batch, keys

REVIEW = 2
TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)
OFFER = "More is due than fits into a day."


@pytest.fixture
def backlog(people: People, database: Database, clock: SettableClock) -> None:
    """Ada has 60 cards due, of different stabilities, and takes 40 reviews a day."""
    assert people.ada.user_id is not None
    with database.writer() as session:
        make_bank(session, claims_of=range(100), now=clock())
        put_settings(session, people.ada.user_id, reviews_per_day=40)
        put_cards(session, people.ada.user_id, [
            Stored(question_id=number, state=REVIEW, due_at=clock() - number % 7 * DAY - DAY,
                   answered_on=TODAY - (5 + number * 7 % 90) * DAY)
            for number in range(1, 61)
        ])  # fmt: skip
        for number in range(1, 61):
            session.execute(update(Card).where(Card.question_id == number).values(stability=1.0 + number * 13 % 60))


def _dues(database: Database) -> Sequence[object]:
    with database.reader() as session:
        return session.execute(select(Card.question_id, Card.due_at).order_by(Card.question_id)).all()


def _recall(database: Database, key: str) -> float:
    with database.reader() as session:
        card = session.scalars(select(Card).where(Card.question_id == int(key.removeprefix("question-")))).one()
        assert card.stability is not None
        assert card.study_day is not None
        return retrievability(card.stability, (TODAY - card.study_day).days, DEFAULT_WEIGHTS)


def test_the_way_in_and_out(people: People, backlog: None, database: Database, clock: SettableClock) -> None:
    ada, before = people.ada, _dues(database)
    usual = get_batch(ada, limit=100)
    assert (usual["counts"]["due"], usual["counts"]["new"]) == (40, 20)
    assert OFFER in ada.get("/").text
    page = ada.get("/study/catch-up").text
    assert "60 cards are due today." in page
    assert "20 reviews a day" in page, "over three days"
    assert ada.post("/study/catch-up", data={"days": "3"}).status_code == 303
    assert "3 more days, up to 20 reviews a day." in ada.get("/study/catch-up").text
    assert "You are catching up" in ada.get("/").text
    during = get_batch(ada, limit=100)
    assert (during["counts"]["due"], during["counts"]["new"]) == (20, 0)
    recalls = [_recall(database, key) for key in keys(during)]
    assert recalls == sorted(recalls, reverse=True)
    assert ada.post("/study/catch-up/leave").status_code == 303
    assert keys(get_batch(ada, limit=100)) == keys(usual)
    assert _dues(database) == before, "due dates are left alone"


def test_it_ends_by_itself(people: People, backlog: None, clock: SettableClock) -> None:
    people.ada.post("/study/catch-up", data={"days": "3"})
    for card in get_batch(people.ada, limit=5)["cards"]:
        answer(people.ada, card, clock())
    assert get_batch(people.ada)["counts"]["due"] == 15
    clock.move(2 * DAY)
    assert get_batch(people.ada)["counts"]["new"] == 0
    clock.move(DAY)
    assert get_batch(people.ada)["counts"]["new"] == 20
    assert get_batch(people.ada)["counts"]["due"] == 40


def test_saving_the_settings_does_not_end_it(people: People, backlog: None) -> None:
    people.ada.post("/study/catch-up", data={"days": "3"})
    assert people.ada.post("/settings/defaults", data={"group": "steps"}).status_code == 303
    assert get_batch(people.ada)["counts"]["new"] == 0


@pytest.mark.parametrize("days", ["", "0", "4", "-3", "9" * 400, "3\0", "\u0663", "three"])
def test_days_that_are_not_offered_are_refused(people: People, backlog: None, days: str) -> None:
    response = people.ada.post("/study/catch-up", data={"days": days})
    assert response.status_code == 400
    assert "Nothing was changed" in response.text
    assert get_batch(people.ada)["counts"]["new"] == 20


def test_who_was_away_is_told_so_and_the_offer_goes_with_the_cards(
    people: People, backlog: None, database: Database, clock: SettableClock
) -> None:
    ada = people.ada
    assert ada.user_id is not None
    with database.writer() as session:
        session.execute(update(UserSettings).values(reviews_per_day=60))
        put_day(session, ada.user_id, TODAY - 9 * DAY, new=1, reviews=1)
    home = ada.get("/").text
    assert OFFER not in home, "all of it fits into a day"
    assert "You come back after 9 days, and much is due." in home
    for number, card in enumerate(get_batch(ada, limit=100)["cards"][:11]):
        if number == 10:
            assert "You come back after 9 days" in ada.get("/").text, "50 are due still"
        answer(ada, card, clock())
    assert "You come back" not in ada.get("/").text
    assert "Nothing needs catching up." in ada.get("/study/catch-up").text
    refused = ada.post("/study/catch-up", data={"days": "3"})
    assert (refused.status_code, "Nothing needs catching up." in refused.text) == (400, True)


def test_a_new_sibling_hides_no_review_that_does_not_fit(
    people: People, database: Database, clock: SettableClock
) -> None:
    assert people.ada.user_id is not None
    with database.writer() as session:
        make_bank(session, claims_of=[0, 1, 1], now=clock())
        put_settings(session, people.ada.user_id, reviews_per_day=1)
        put_cards(session, people.ada.user_id, [
            Stored(question_id=number, state=REVIEW, due_at=clock(), answered_on=TODAY - DAY) for number in (1, 2)
        ])  # fmt: skip
    assert OFFER in people.ada.get("/").text, "the new one has the claim of the one that is left"


def test_the_study_page_brings_no_offer_along_that_would_outlast_the_cards(people: People, backlog: None) -> None:
    assert "/study/catch-up" not in people.ada.get("/study").text.split("<main")[1]


def test_only_days_are_offered_that_make_the_day_less(people: People, backlog: None, database: Database) -> None:
    with database.writer() as session:
        put_cards(session, people.ada.user_id or 0, [
            Stored(question_id=number, state=REVIEW, due_at=MONDAY + (1 + number % 4) * DAY, answered_on=TODAY - DAY)
            for number in range(61, 101)
        ])  # fmt: skip
        session.execute(update(Card).where(Card.question_id.in_(range(16, 61))).values(due_at=MONDAY + DAY))
        session.execute(update(UserSettings).values(reviews_per_day=10))
    page = people.ada.get("/study/catch-up").text
    assert "15 cards are due today." in page
    assert 'name="days" value="3"' not in page, "it would be 27 a day"
    assert 'name="days" value="7"' not in page, "it would be 15 a day"
    assert 'name="days" value="10" checked' in page


def test_who_has_no_backlog_is_not_offered_anything(people: People, backlog: None) -> None:
    assert OFFER not in people.ben.get("/").text
    assert "Nothing has piled up." in people.ben.get("/study/catch-up").text
