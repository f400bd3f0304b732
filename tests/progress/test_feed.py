"""The private calendar: opened by its secret alone, renewed and closed by its owner alone."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from tests.conftest import SettableClock
from tests.people import People, PersonClient, log_in
from tests.study.student import get_batch
from tests.web.probe import everything_in
from webapp.db import Database
from webapp.models import AuditEvent, Card, Question, User, UserSettings
from webapp.web.edge import Tumen


def make_address(client: PersonClient) -> str:
    """The path of a new address, as the page shows it."""
    page = client.post("/progress/calendar")
    assert page.status_code == 200
    found = re.search(r"<code>(http://127\.0\.0\.1:8000/calendar/[^<]+\.ics)</code>", page.text)
    assert found
    return urlsplit(found[1]).path


@pytest.fixture
def due(loaded: None, database: Database, people: People, clock: SettableClock,
        make_card: Callable[..., Card]) -> None:  # fmt: skip
    """Ada has two cards today, of which one is overdue, one in five days, and wants nothing new."""
    with database.writer() as session:
        session.add(UserSettings(user_id=people.ada.user_id, new_per_day=0))
        questions = session.scalars(select(Question.id).where(Question.status == "published").limit(3)).all()
        for question_id, days in zip(questions, (-10, 0, 5), strict=True):
            due_at = clock() + timedelta(days=days)
            session.add(make_card(user_id=people.ada.user_id, question_id=question_id, due_at=due_at))


@pytest.mark.usefixtures("due")
def test_it_says_how_much_work_each_day_holds(people: People) -> None:
    response = people.nobody.get(make_address(people.ada))
    assert response.status_code == 200
    assert response.content_type == "text/calendar; charset=utf-8"
    text = response.text.replace("\r\n ", "")
    assert re.findall(r"DTSTART;VALUE=DATE:(\d+)", text) == ["20260302", "20260307"]
    assert re.findall(r"SUMMARY:(.*)\r", text) == [
        "Tumen: 2 cards\\, about 1 minute",
        "Tumen: 1 card\\, about 1 minute",
    ]


@pytest.mark.usefixtures("due")
def test_new_cards_are_counted_within_the_limits(people: People, database: Database, clock: SettableClock) -> None:
    path = make_address(people.ada)
    with database.writer() as session:
        unseen = len(session.scalars(select(Question.id).where(Question.status == "published")).all()) - 3
        session.get_one(UserSettings, people.ada.user_id).new_per_day = 4
    text = people.nobody.get(path).text.replace("\r\n ", "")
    told = re.findall(r"DESCRIPTION:(\d+) to review as things stand\\, (\d+) new\.", text)
    counts = get_batch(people.ada)["counts"]
    assert told[0] == (str(counts["due"]), str(counts["new"])) == ("2", "2"), "others ask about the same claims"
    assert sum(int(new) for _, new in told) == unseen
    assert sum(int(reviews) for reviews, _ in told) == 3
    with database.writer() as session:
        settings = session.get_one(UserSettings, people.ada.user_id)
        settings.catch_up_until, settings.catch_up_per_day = clock().date() + timedelta(days=1), 1
    text = people.nobody.get(path).text.replace("\r\n ", "")
    told = re.findall(r"DESCRIPTION:(\d+) to review as things stand\\, (\d+) new\.", text)
    assert told[:3] == [("1", "0"), ("1", "0"), ("0", "3")]


@pytest.mark.usefixtures("due")
def test_it_says_nothing_of_what_is_asked_or_who_asks(people: People) -> None:
    text = people.nobody.get(make_address(people.ada)).text
    assert "ferry" not in text
    assert not re.search(r"\bada\b", text)  # within a digest three letters may be anything


@pytest.mark.usefixtures("due")
def test_reading_it_changes_nothing_and_its_entries_keep_their_names(people: People, database: Database) -> None:
    path = make_address(people.ada)
    before = everything_in(database)
    first, second = (re.findall("UID:(.*)\r", people.nobody.get(path).text) for _ in range(2))
    assert first == second
    assert len(set(first)) == 2
    assert everything_in(database) == before


def test_each_new_address_closes_the_one_before(people: People) -> None:
    old, new = make_address(people.ada), make_address(people.ada)
    assert people.nobody.get(old).status_code == 404
    assert people.nobody.get(new).status_code == 200
    assert "It is not shown again" in people.ada.get("/progress/calendar").text


def at_once(app: Tumen, client: PersonClient, clock: SettableClock, path: str) -> list[int]:
    """The answers to eight browsers of one person that post at the same time."""
    assert client.user_id is not None
    browsers = [log_in(PersonClient(app, app.response_class), client.user_id, now=clock()) for _ in range(8)]
    barrier = threading.Barrier(8)

    def post(browser: PersonClient) -> int:
        barrier.wait()
        return browser.post(path).status_code

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(post, browsers))


def test_it_can_be_made_and_closed_from_several_windows_at_once(
    app: Tumen, people: People, database: Database, clock: SettableClock
) -> None:
    for _ in range(3):
        assert at_once(app, people.ada, clock, "/progress/calendar") == [200] * 8
        assert at_once(app, people.ada, clock, "/progress/calendar/remove") == [303] * 8
    with database.reader() as session:
        actions = session.scalars(select(AuditEvent.action).where(AuditEvent.user_id == people.ada.user_id)).all()
    assert Counter(actions) == {"calendar.renewed": 24, "calendar.removed": 3}


def test_the_secret_is_kept_nowhere(people: People, database: Database) -> None:
    secret = make_address(people.ada).removeprefix("/calendar/").removesuffix(".ics")
    assert len(secret) >= 43
    assert secret not in str(everything_in(database))


def test_its_owner_closes_it_and_nobody_else_can(people: People, database: Database) -> None:
    path = make_address(people.ada)
    for client in (people.ben, people.admin, people.guest):
        client.post("/progress/calendar/remove")
        assert people.nobody.get(path).status_code == 200
    people.ada.post("/progress/calendar/remove")
    assert people.nobody.get(path).status_code == 404
    assert people.ada.post("/progress/calendar/remove").status_code == 303
    with database.reader() as session:
        actions = session.scalars(select(AuditEvent.action).where(AuditEvent.user_id == people.ada.user_id)).all()
    assert actions == ["calendar.renewed", "calendar.removed"]


def test_a_guest_has_one_too_and_it_goes_with_the_guest(people: People) -> None:
    path = make_address(people.guest)
    assert people.nobody.get(path).status_code == 200
    people.guest.post("/account/delete")
    assert people.nobody.get(path).status_code == 404


def test_a_deactivated_account_has_none(people: People, database: Database) -> None:
    path = make_address(people.ada)
    with database.writer() as session:
        session.get_one(User, people.ada.user_id).active = False
    assert people.nobody.get(path).status_code == 404


@pytest.mark.parametrize("secret", ["none", "x" * 101, "é"])
def test_a_made_up_address_opens_nothing(people: People, secret: str) -> None:
    assert people.nobody.get(f"/calendar/{secret}.ics").status_code == 404
