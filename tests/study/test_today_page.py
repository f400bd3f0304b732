"""The home of somebody who is known: what there is to do, what was forgotten, and what is followed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.conftest import MONDAY, SettableClock
from tests.history.choosing import choose, collection_id, make_collection
from tests.people import People, PersonClient
from webapp.db import Database
from webapp.models import Card, Exam

from .banks import load_small_bank, make_bank
from .memories import Stored, put_cards
from .student import answer, entry, get_batch, send
from .test_cost import Meter, _due

TODAY, YESTERDAY = MONDAY.date(), (MONDAY - timedelta(days=1)).date()


def home(client: PersonClient) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return " ".join(response.text.split())


@pytest.mark.usefixtures("small_bank")
def test_what_there_is_to_do_and_one_button(people: People, clock: SettableClock) -> None:
    text = home(people.ada)
    assert "Monday, 2 March 2026" in text
    assert "4 cards, about 1 minute" in text
    assert "<dd>4</dd><dt>new</dt>" in text
    assert text.split("<main")[1].split("</main>")[0].count("button-primary") == 1
    assert "Study now" in text
    assert "0 of 13 known" in text
    assert "A short question, your answer" not in text
    answer(people.ada, get_batch(people.ada)["cards"][0], clock(), rating=4)
    text = home(people.ada)
    assert "1 of 13 known" in text
    assert "A first day" in text
    clock.move(timedelta(days=9))
    answer(people.ada, get_batch(people.ada)["cards"][0], clock(), rating=4)
    text = home(people.ada)
    assert "A new start: day 1" in text
    assert "A first day" not in text


@pytest.mark.usefixtures("small_bank")
def test_a_visitor_is_told_what_this_is(people: People) -> None:
    assert "A short question, your answer" in home(people.nobody)
    assert "You are a guest" in home(people.guest)
    assert "You are a guest" not in home(people.ada)


def test_nothing_due_pause_and_empty_are_said(people: People, database: Database, clock: SettableClock) -> None:
    assert "No questions yet" in home(people.ada)
    with database.writer() as session:
        make_bank(session, claims_of=range(1), now=clock())
    card = get_batch(people.ada)["cards"][0]
    answer(people.ada, card, clock(), rating=3)
    clock.move(timedelta(seconds=30))
    assert "1 card, about 1 minute" in home(people.ada), "it may be learned ahead"
    answer(people.ada, get_batch(people.ada)["cards"][0], clock(), rating=4)
    text = home(people.ada)
    assert "Done for today" in text
    assert "2 answers given." in text
    assert "The next card comes" in text
    clock.move(timedelta(days=1))
    assert "Nothing is due" in home(people.ada)


@pytest.mark.usefixtures("small_bank")
def test_what_was_forgotten_leads_to_its_passage(people: People, clock: SettableClock) -> None:
    assert people.ada.user_id is not None
    card = get_batch(people.ada, card="ferry-bridge-choice")["cards"][0]
    answer(people.ada, card, clock(), rating=4)
    clock.move(timedelta(days=20))
    missed = entry(get_batch(people.ada, card="ferry-bridge-choice")["cards"][0], clock(), rating=1)
    send(people.ada, missed)
    text = home(people.ada)
    assert "Worth another look" in text
    assert 'href="/read/sorrel-ferry#p05"' in text
    assert "Missed often" not in text
    with people.ada.database.writer() as session:
        session.execute(update(Card).values(leech=True))
    assert 'href="/cards/ferry-bridge-choice/help"' in home(people.ada)
    assert "Worth another look" not in home(people.ben)
    clock.move(timedelta(days=1))
    assert "Worth another look" in home(people.ada)
    clock.move(timedelta(days=1))
    assert "Worth another look" not in home(people.ada)
    clock.move(-timedelta(days=2) + timedelta(minutes=1))
    send(people.ada, {"id": "0197a3c2-5a1e-7cc3-98c4-000000000001", "undoes": missed["id"],
                      "answered_at": clock().isoformat()})  # fmt: skip
    assert "Worth another look" not in home(people.ada), "taken back"


def test_what_is_followed_stands_there_with_what_is_known(
    people: People, database: Database, clock: SettableClock
) -> None:
    assert people.ada.user_id is not None
    with database.writer() as session:
        load_small_bank(session, now=clock())
        choose(session, people.ada.user_id, collection_id(session, "actor", "holm"), followed_at=clock())
        own = make_collection(session, [1, 2], kind="search", value="rope")
        choose(session, people.ada.user_id, own, followed_at=clock(), name="About the rope")
        put_cards(session, people.ada.user_id, [Stored(question_id=1, state=2, due_at=MONDAY, answered_on=YESTERDAY)])
    text = home(people.ada)
    assert text.index("Greta Holm") < text.index("About the rope")
    assert "1 of 2 known" in text
    assert "The whole bank" not in text


def test_the_next_exam_is_named_and_leads_to_its_plan(people: People, database: Database, clock: SettableClock) -> None:
    assert people.ada.user_id is not None
    assert "Plan for an exam" in home(people.ada)
    with database.writer() as session:
        for name, days in (("Over", -1), ("Midterm", 12), ("Finals", 40)):
            made_at, day = clock() + timedelta(seconds=days), TODAY + timedelta(days=days)
            session.add(Exam(user_id=people.ada.user_id, made_at=made_at, name=name, day=day, retention=0.9))
    text = home(people.ada)
    assert '<a href="/schedule">Midterm: in 12 days</a>' in text
    assert "Over" not in text
    assert "Finals" not in text
    clock.move(timedelta(days=12))
    assert "Midterm: today" in home(people.ada)


def test_the_page_takes_few_statements_however_much_was_learned(
    people: People, database: Database, clock: SettableClock
) -> None:
    meter = Meter(people.ada.database)
    assert people.ada.user_id is not None
    used = []
    with database.writer() as session:
        make_bank(session, claims_of=range(600), now=clock())
        put_cards(session, people.ada.user_id, _due(clock, 1, 5))
    for first, last in ((6, 6), (7, 500)):
        with database.writer() as session:
            put_cards(session, people.ada.user_id, _due(clock, first, last))
        home(people.ada)
        meter.reset()
        home(people.ada)
        used.append(len(meter.used))
    assert used[0] <= 15, used
    assert used[1] <= used[0], used
