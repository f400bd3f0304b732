"""The list of one's own cards, and the page of one: what they show, in which order, and what stays out."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.conftest import SettableClock
from tests.people import People
from webapp.db import Database
from webapp.models import Card

from .banks import MadeBank, set_status
from .memories import Stored, put_cards
from .student import answer, entry, get_batch, hidden_fields, send
from .test_cost import Meter


@pytest.fixture
def several(people: People, made_bank: MadeBank, database: Database, clock: SettableClock) -> People:
    """Ada has a card of each state, some more that nobody lists, and Ben has one."""
    ada, ben, now, today = people.ada.user_id, people.ben.user_id, clock(), clock().date()
    assert ada
    assert ben
    cards = [
        Stored(question_id=1, state=1, due_at=now + timedelta(minutes=5), answered_on=today),
        Stored(question_id=2, state=2, due_at=now + timedelta(days=3), answered_on=today),
        Stored(question_id=3, state=2, due_at=now + timedelta(days=2), answered_on=today - timedelta(days=5)),
        Stored(question_id=4, state=3, due_at=now - timedelta(days=1), answered_on=today, leech=True),
        Stored(question_id=5, state=2, due_at=now, suspended=True, buried_until=today + timedelta(days=1), leech=True),
        Stored(question_id=6, state=0, due_at=None, buried_until=today + timedelta(days=1)),
        Stored(question_id=7, state=0, due_at=None),  # was brought back, unanswered
        Stored(question_id=8, state=2, due_at=now, answered_on=today),  # of a question that is retired
    ]
    with database.writer() as session:
        put_cards(session, ada, cards)
        put_cards(session, ben, [Stored(question_id=9, state=2, due_at=now)])
        session.execute(update(Card).where(Card.question_id == 3).values(stability=30.4, lapses=2))
        set_status(session, 8, "retired")
    return people


def _listed(people: People, **asked: object) -> list[int]:
    """The numbers of the questions in the list, in its order."""
    page = people.ada.get("/cards", query_string=asked)
    assert page.status_code == 200
    return [int(number) for number in re.findall(r'href="/cards/question-(\d+)"', page.text)]


def test_each_card_stands_in_one_state_and_what_is_new_retired_or_somebody_elses_is_not_listed(several: People) -> None:
    assert sorted(_listed(several)) == [1, 2, 3, 4, 5, 6]
    states = ("learning", "young", "mature", "relearning", "suspended", "buried")
    assert [_listed(several, state=state) for state in states] == [[1], [2], [3], [4], [5], [6]]


def test_cards_that_are_missed_often_are_found_wherever_they_stand_and_lead_to_help(several: People) -> None:
    assert _listed(several, state="missed-often") == [4, 5]
    page = several.ada.get("/cards", query_string={"state": "missed-often"}).text
    assert '<option value="missed-often" selected>' in page
    assert re.search(r'href="[^"]*state=missed-often[^"]*"', page), "the order is chosen among them"
    assert re.findall(r'href="/cards/question-(\d+)/help"', page) == ["4", "5"]
    assert 'href="/cards/question-4/help"' in several.ada.get("/cards/question-4").text
    assert "/help" not in several.ada.get("/cards/question-3").text


def test_the_list_goes_by_what_is_asked_and_from_either_end(several: People) -> None:
    assert _listed(several, sort="due") == [4, 5, 1, 3, 2, 6]
    assert _listed(several, sort="-due") == [2, 3, 1, 5, 4, 6]  # without a day: last, from either end
    assert _listed(several, sort="lapses")[0] == 3
    assert _listed(several, sort="-stability")[0] == 3
    assert "sort=-lapses" in several.ada.get("/cards?sort=lapses").text


def test_what_is_not_understood_of_the_address_is_left_out(several: People) -> None:
    for asked in ({"sort": "-x"}, {"state": "\0"}, {"page": "9" * 400}, {"page": "-1"}, {"part": "x"}):
        assert len(_listed(several, **asked)) == 6
    for asked in ({"part": "999999999"}, {"q": "the"}, {"q": "\"'%\\* OR"}):
        assert _listed(several, **asked) == []
        assert "None of your cards is like this" in several.ada.get("/cards", query_string=asked).text


def test_cards_are_found_by_words_and_by_article(people: People, small_bank: None, clock: SettableClock) -> None:
    assert "You have no cards yet" in people.ada.get("/cards").text
    for card in get_batch(people.ada, limit=3)["cards"]:
        answer(people.ada, card, clock())
    page = people.ada.get("/cards").text
    answered = re.findall(r'href="/cards/(ferry-[a-z-]+)"', page)
    assert len(answered) == 3
    part = re.search(r'<optgroup label="Articles">\s*<option value="(\d+)">([^<]+)', page)
    assert part
    narrowed = people.ada.get("/cards", query_string={"part": part[1], "q": "ferry"}).text
    assert set(re.findall(r'href="/cards/(ferry-[a-z-]+)"', narrowed)) <= set(answered)
    assert "own-part" in people.ada.get("/cards", query_string={"part": part[1]}).text
    assert "None of your cards" in people.ada.get("/cards?q=zeppelin").text


def test_a_long_list_is_paged_in_as_many_statements_as_a_short_one(
    people: People, made_bank: MadeBank, database: Database, clock: SettableClock
) -> None:
    assert people.ada.user_id
    meter = Meter(people.ada.database)
    used = []
    for numbers in (range(1, 3), range(3, 61)):
        with database.writer() as session:
            cards = [Stored(question_id=number, state=2, due_at=clock()) for number in numbers]
            put_cards(session, people.ada.user_id, cards)
        people.ada.get("/cards")
        meter.reset()
        people.ada.get("/cards")
        used.append(len(meter.used))
    assert used[0] == used[1] <= 12
    assert _listed(people) == list(range(1, 51))
    assert _listed(people, page=2) == list(range(51, 61))
    assert _listed(people, page=99) == list(range(51, 61))


def test_a_cards_page_tells_its_history_and_what_was_taken_back(
    people: People, made_bank: MadeBank, clock: SettableClock
) -> None:
    card, other = get_batch(people.ada)["cards"][:2]
    answer(people.ada, card, clock(), rating=4)
    answer(people.ada, other, clock(), rating=3)
    answer(people.ben, card, clock(), rating=2)
    clock.move(timedelta(days=2))
    send(people.ada, entry(card, clock(), rating=1, mode="cram"))
    clock.move(timedelta(minutes=1))
    people.ada.post("/study/act", data={"action": "undo"})
    page = people.ada.get(f"/cards/{card['card']}").text
    for words in ("What was event 1?", "Chance of remembering now", "Easy", "Study", "Cramming", "4 March 2026"):
        assert words in page
    assert "<del>Again</del>" in page
    assert "taken back" in page
    assert not [each for each in ("<del>Easy</del>", ">Good<", ">Hard<") if each in page], "of another card or person"
    assert re.search(r"\d+\xa0days</td>", page), "the interval of the answer that counts"
    assert 'href="/study?card=question-1"' in page


def test_a_card_is_set_aside_and_brought_back_from_its_page(
    people: People, made_bank: MadeBank, clock: SettableClock
) -> None:
    card = get_batch(people.ada)["cards"][0]
    answer(people.ada, card, clock(), rating=4)
    address = f"/cards/{card['card']}"
    clock.move(timedelta(seconds=5))
    for action, word in (("suspend", "Suspended"), ("unsuspend", "Young"), ("bury", "Buried"), ("unbury", "Young")):
        page = people.ada.get(address).text
        assert f'value="{action}"' in page
        sent = hidden_fields(page, "/study/act") | {"action": action}
        assert people.ada.post("/study/act", data=sent).location == address
        assert f"<dd>{word}</dd>" in people.ada.get(address).text
        clock.move(timedelta(seconds=5))


@pytest.mark.parametrize("key", ["question-9", "question-8", "question-60", "nothing-there", "Q", "x" * 300, "%00"])
def test_what_is_no_card_of_theirs_has_no_page(several: People, key: str) -> None:
    assert several.ada.get(f"/cards/{key}").status_code == 404


def test_settings_and_the_account_lead_to_ones_cards(people: People) -> None:
    for page in ("/settings", "/account"):
        assert 'href="/cards"' in people.ada.get(page).text, page
