"""What is said when there is nothing left today: what was learned, what was missed, and where it stands."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from tests.conftest import SettableClock
from tests.people import People, PersonClient
from tests.reading.pages import words
from tests.study.student import entry, get_batch, send

pytestmark = pytest.mark.usefixtures("small_bank")


def card(client: PersonClient, key: str) -> dict[str, Any]:
    found: dict[str, Any] = get_batch(client, card=key)["cards"][0]
    assert found["card"] == key
    return found


def summary(client: PersonClient) -> str:
    response = client.get("/study/summary")
    assert response.status_code == 200
    return response.text


def test_before_anything_was_done_there_is_nothing_to_say(people: People) -> None:
    assert summary(people.ada) == ""


def test_it_counts_the_day_and_lists_what_was_missed_with_its_passage(people: People, clock: SettableClock) -> None:
    for key, rating in (("ferry-rope-card", 3), ("ferry-cost-number", 1), ("ferry-first-day-date", 1)):
        send(people.ada, entry(card(people.ada, key), clock(), rating=rating, duration_ms=40_000))
    send(people.ada, entry(card(people.ada, "ferry-cost-number"), clock(), rating=1, duration_ms=40_000))
    html = summary(people.ada)
    assert "New questions 3 Time 3 min" in words(html)
    assert "You missed 2 questions." in words(html)
    assert html.count("Read the passage") == 2
    assert 'href="/read/sorrel-ferry#' in html
    assert "Read what you missed most" in html


def test_it_lists_what_was_new_and_is_learned_and_splits_tomorrow(people: People, clock: SettableClock) -> None:
    undone = entry(card(people.ada, "ferry-riders-number"), clock(), rating=4)
    for key, rating in (("ferry-rope-card", 4), ("ferry-cost-number", 3), ("ferry-bridge-choice", 4)):
        send(people.ada, entry(card(people.ada, key), clock(), rating=rating))
        clock.move(timedelta(seconds=5))
    send(people.ada, undone)
    send(people.ada, {"id": "0197a3c2-5a1e-7cc3-98c4-dc0c0c07398f", "undoes": undone["id"],
                      "answered_at": undone["answered_at"]})  # fmt: skip
    html = summary(people.ada)
    learned = words(html.partition('<details class="learned" open>')[2].partition("</details>")[0])
    assert learned.startswith("You learned 2 questions")
    assert learned.index("What holds") < learned.index("What does Greta Holm")
    assert "cost" not in learned, "it is in its steps still"
    assert re.search(r"New tomorrow \d+ Due tomorrow 1", words(html)), "what is in its steps is due"
    clock.move(timedelta(days=1))
    send(people.ada, entry(card(people.ada, "ferry-rope-card"), clock(), rating=4, mode="ahead"))
    assert "You learned" not in summary(people.ada), "it was learned yesterday"


def test_what_was_taken_back_was_not_missed(people: People, clock: SettableClock) -> None:
    missed = entry(card(people.ada, "ferry-cost-number"), clock(), rating=1)
    send(people.ada, missed, entry(card(people.ada, "ferry-rope-card"), clock(), rating=4))
    assert "You missed one question." in words(summary(people.ada))
    send(people.ada, {"id": "0197a3c2-5a1e-7cc3-98c4-dc0c0c07398f", "undoes": missed["id"],
                      "answered_at": missed["answered_at"]})  # fmt: skip
    assert "missed" not in words(summary(people.ada))


def test_it_tells_nothing_of_others_and_offers_a_guest_to_keep_it(people: People, clock: SettableClock) -> None:
    send(people.guest, entry(card(people.guest, "ferry-cost-number"), clock(), rating=1))
    assert "Make an account, and keep this" in summary(people.guest)
    assert summary(people.ada) == ""


def test_the_plain_page_says_it_too_when_all_is_done(people: People, clock: SettableClock) -> None:
    people.ada.post("/settings", data={"zone": "UTC", "rollover_hour": "4", "new_per_day": "1",
                                       "reviews_per_day": "0", "desired_retention": "0.9",
                                       "maximum_interval": "36500"})  # fmt: skip
    send(people.ada, entry(get_batch(people.ada)["cards"][0], clock(), rating=4))
    page = words(people.ada.get("/study").text)
    assert "Done for today" in page
    assert "New questions 1" in page
    assert "Find out what you know: a quiz" in page
