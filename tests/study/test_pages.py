"""The study pages in a browser without JavaScript: question, result, grade, next card; undo, bury, suspend."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from tests.conftest import SettableClock
from tests.people import People, PersonClient
from webapp.db import Database
from webapp.models import ReviewLog

from .banks import MadeBank, load_small_bank, make_bank
from .student import get_batch, hidden_fields, keys


def _page(client: PersonClient, address: str = "/study") -> str:
    response = client.get(address)
    assert response.status_code == 200, response.text
    return response.text


def _check(client: PersonClient, page: str, **inputs: object) -> str:
    response = client.post("/study/check", data={**hidden_fields(page, "/study/check"), **inputs})
    assert response.status_code == 200, response.text
    return response.text


def _grade(client: PersonClient, result: str, rating: int) -> None:
    response = client.post("/study/answer", data={**hidden_fields(result, "/study/answer"), "rating": rating})
    assert response.status_code == 303, response.text
    assert response.location == "/study"


def _stem(page: str) -> str:
    found = re.search(r'class="stem"[^>]*>(.*?)</', page, re.DOTALL)
    assert found
    return unescape(found.group(1)).strip()


def _embedded(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="batch">(.*?)</script>', page, re.DOTALL)
    assert found
    batch: dict[str, object] = json.loads(found.group(1))
    return batch


def test_the_journey_without_javascript(client: PersonClient, made_bank: MadeBank, clock: SettableClock) -> None:
    assert "Study now" in _page(client, "/")
    started = client.post("/start", data={"zone": "Asia/Seoul"})
    assert (started.status_code, started.location) == (303, "/study")
    page = _page(client)
    assert _stem(page) == "What was event 1?"
    result = _check(client, page)
    assert "Event 1." in result
    assert "Event 1 is made up." in result
    assert re.findall(r'name="rating" value="(\d)"', result) == ["1", "2", "3", "4"]
    _grade(client, result, 3)
    assert _stem(_page(client)) == "What was event 2?"


def test_the_zone_of_the_browser_is_kept(client: PersonClient, made_bank: MadeBank, clock: SettableClock) -> None:
    clock.instant = clock.instant.replace(hour=20)
    client.post("/start", data={"zone": "Asia/Seoul"})
    assert get_batch(client)["study_day"] == "2026-03-03"


@pytest.mark.parametrize("zone", ["", "Nowhere/At_All", "../../etc/passwd", "x" * 5000, "UTC\0"])
def test_a_browser_with_a_strange_zone_starts_in_utc(client: PersonClient, made_bank: MadeBank, zone: str) -> None:
    assert client.post("/start", data={"zone": zone}).status_code == 303
    assert get_batch(client)["study_day"] == "2026-03-02"


def test_starting_again_keeps_the_guest(client: PersonClient, made_bank: MadeBank) -> None:
    client.post("/start")
    person = get_batch(client)["person"]
    client.post("/start", data={"zone": "Asia/Seoul"})
    assert get_batch(client)["person"] == person


@pytest.mark.parametrize(
    ("card", "inputs", "outcome", "proposed"),
    [
        ("ferry-bridge-choice", {"chosen": "b"}, "right", 3),
        ("ferry-bridge-choice", {"chosen": "a"}, "wrong", 1),
        ("ferry-closures-choice", {"chosen": ["ride", "bridge"]}, "right", 3),
        ("ferry-closures-choice", {"chosen": ["ride"]}, "partly", 2),
        ("ferry-bridge-who", {"text": "greta holm"}, "right", 3),
        ("ferry-bridge-who", {"text": "Veld"}, "wrong", 1),
        ("ferry-first-day-date", {"text": "May 5, 1874"}, "right", 3),
        ("ferry-first-day-date", {"text": "1874"}, "partly", 1),
        ("ferry-first-day-cloze", {"gap-year": "1874", "gap-town": "Millbrook"}, "right", 3),
        ("ferry-cost-number", {"text": "$11 million"}, "right", 3),
    ],
)
def test_an_answer_is_graded_and_proposes_the_grade(
    people: People, small_bank: None, card: str, inputs: dict[str, object], outcome: str, proposed: int
) -> None:
    result = _check(people.guest, _page(people.guest, f"/study?card={card}"), **inputs)
    assert re.findall(r'data-outcome="(\w+)"', result) == [outcome]
    assert re.findall(r'value="(\d)" data-is-proposed', result) == [str(proposed)]
    _grade(people.guest, result, 4)


@pytest.mark.parametrize(("card", "proposed"), [("ferry-rope-card", 3), ("ferry-bridge-who", 1)])
def test_an_answer_may_be_looked_up_without_a_try(people: People, small_bank: None, card: str, proposed: int) -> None:
    result = _check(people.guest, _page(people.guest, f"/study?card={card}"))
    assert "data-outcome" not in result
    assert re.findall(r'value="(\d)" data-is-proposed', result) == [str(proposed)]
    _grade(people.guest, result, proposed)


def test_an_answer_that_cannot_be_read_is_asked_for_again(people: People, small_bank: None) -> None:
    page = _page(people.guest, "/study?card=ferry-bridge-who")
    response = people.guest.post("/study/check", data={**hidden_fields(page, "/study/check"), "text": "x" * 600})
    assert response.status_code == 400
    assert hidden_fields(response.text, "/study/check")["card"] == "ferry-bridge-who"
    assert "Shorten the answer" in response.text


def test_the_result_keeps_the_order_of_options(people: People, small_bank: None) -> None:
    page = _page(people.ada, "/study?card=ferry-bridge-choice")
    shown = re.findall(r'data-option="([^"]+)"', page.partition("</article>")[0])
    result = _check(people.ada, page, chosen=shown[0])
    assert re.findall(r'data-option="([^"]+)"', result) == shown


def test_the_first_batch_is_embedded(people: People, made_bank: MadeBank) -> None:
    page = _page(people.ada)
    batch = _embedded(page)
    assert keys(batch)[0] == hidden_fields(page, "/study/check")["card"]
    assert len(keys(batch)) == 5
    assert batch == get_batch(people.ada, limit=5)


def test_a_repeated_click_on_a_grade_is_recorded_once(people: People, made_bank: MadeBank) -> None:
    result = _check(people.ada, _page(people.ada))
    _grade(people.ada, result, 3)
    _grade(people.ada, result, 3)
    assert get_batch(people.ada)["counts"]["answered"] == 1


def test_undo_takes_back_step_by_step_and_shows_the_card_again(
    people: People, made_bank: MadeBank, clock: SettableClock
) -> None:
    for _ in range(2):
        _grade(people.ada, _check(people.ada, _page(people.ada)), 4)
        clock.move(timedelta(seconds=9))
    for number in (2, 1):
        undone = people.ada.post("/study/act", data={"action": "undo"})
        assert undone.status_code == 303
        assert _stem(_page(people.ada, undone.location)) == f"What was event {number}?"
    assert get_batch(people.ada)["counts"]["answered"] == 0
    assert people.ada.post("/study/act", data={"action": "undo"}).status_code == 303
    assert "Nothing was done today that could be undone" in _page(people.ada)


def test_undo_brings_back_what_was_buried_or_suspended(people: People, made_bank: MadeBank) -> None:
    for action in ("bury", "suspend"):
        card = hidden_fields(_page(people.ada), "/study/check")["card"]
        people.ada.post("/study/act", data={"action": action, "card": card})
        assert hidden_fields(_page(people.ada), "/study/check")["card"] != card
        people.ada.post("/study/act", data={"action": "undo"})
        assert hidden_fields(_page(people.ada), "/study/check")["card"] == card


def test_yesterdays_answers_are_not_undone(people: People, made_bank: MadeBank, clock: SettableClock) -> None:
    _grade(people.ada, _check(people.ada, _page(people.ada)), 4)
    clock.move(timedelta(days=1))
    assert people.ada.post("/study/act", data={"action": "undo"}).location == "/study"
    assert "Nothing was done today" in _page(people.ada)


def test_a_finished_day_says_what_comes_and_when(people: People, database: Database, clock: SettableClock) -> None:
    with database.writer() as session:
        make_bank(session, claims_of=range(1), now=clock())
    _grade(people.ada, _check(people.ada, _page(people.ada)), 4)
    page = _page(people.ada)
    assert 'data-view="finished" tabindex="-1">' in page
    due = get_batch(people.ada)
    assert due["cards"] == []
    assert due["next_due_at"] > due["now"]
    assert "The next card comes" in page


def test_a_day_with_more_tomorrow_says_so(people: People, made_bank: MadeBank, clock: SettableClock) -> None:
    for _ in range(20):
        _grade(people.ada, _check(people.ada, _page(people.ada)), 4)
    assert "tomorrow at 04:00" in _page(people.ada)
    assert get_batch(people.ada)["tomorrow"]["new"] == 20


def test_an_empty_bank_says_so(people: People) -> None:
    assert 'data-view="empty" tabindex="-1">' in _page(people.ada)
    assert get_batch(people.ada)["cards"] == []


def test_home_shows_what_is_left_today(people: People, made_bank: MadeBank) -> None:
    assert "20 cards" in _page(people.ada, "/")
    assert "20 cards" not in _page(people.nobody, "/")


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/study/check", {}),
        ("/study/check", {"review_id": "x"}),
        ("/study/check", {"card": "no-such-card", "revision": "1", "seed": "1"}),
        ("/study/check", {"card": "question-1", "revision": "99", "seed": "1"}),
        ("/study/check", {"card": "question-1", "revision": "1", "seed": "-1"}),
        ("/study/check", {"card": "question-1", "revision": "9" * 400, "seed": "1"}),
        ("/study/answer", {"card": "question-1", "revision": "1", "seed": "1"}),
        ("/study/answer", {"card": "question-1", "revision": "1", "seed": "1", "rating": "5"}),
        ("/study/answer", {"card": "question-1", "revision": "1", "seed": "1", "rating": "3", "response": "{"}),
        ("/study/answer", {"card": "question-1", "revision": "1", "seed": "1", "rating": "3", "response": "[1]"}),
        ("/study/answer", {"card": "question-1", "revision": "7", "seed": "1", "rating": "3"}),
        ("/study/act", {}),
        ("/study/act", {"action": "explode", "card": "question-1"}),
        ("/study/act", {"action": "bury"}),
        ("/study/act", {"action": "bury", "card": "no-such-card"}),
        ("/study/act", {"action": "bury", "card": "<script>"}),
    ],
)
def test_a_form_that_no_page_sent_changes_nothing(
    people: People, made_bank: MadeBank, address: str, data: dict[str, str]
) -> None:
    before = get_batch(people.ada)
    response = people.ada.post(address, data={"review_id": "0197a3c2-5a1e-7cc3-98c4-dc0c0c07398f", **data})
    assert response.status_code in {400, 404}
    assert get_batch(people.ada) == before


def test_a_hint_is_known_without_javascript_and_lowers_the_proposal(
    client: PersonClient, database: Database, clock: SettableClock
) -> None:
    with database.writer() as session:
        load_small_bank(session, now=clock())
    client.post("/start", data={"zone": "UTC"})
    page = _page(client, "/study?card=ferry-first-day-cloze")
    assert re.search(r'<input[^>]*name="hint" value="year"', page)
    gaps = {"gap-year": "1874", "gap-town": "Millbrook"}
    assert _proposed(_check(client, page, **gaps)) == "3"
    result = _check(client, page, hint="year", **gaps)
    assert _proposed(result) == "2"
    noted = client.post("/study/note", data={**hidden_fields(result, "/study/answer"), "note": "1874!"})
    assert _proposed(noted.text) == "2", "the result that comes again knows it too"
    _grade(client, result, 2)
    with database.reader() as session:
        (row,) = session.scalars(select(ReviewLog))
    assert json.loads(row.presentation or "{}")["hints"] == 1
    assert (row.proposed, row.rating) == (2, 2)


def _proposed(result: str) -> str:
    found = re.search(r'name="rating" value="(\d)" data-is-proposed', result)
    assert found
    return found[1]
