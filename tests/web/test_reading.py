"""GET and HEAD change nothing, whoever asks for whatever."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conftest import SettableClock
from tests.people import People
from tests.study.banks import load_small_bank
from tests.web.probe import everything_in
from tests.web.test_access import STANDING, address, methods
from webapp.db import Database
from webapp.models.user import UserSession
from webapp.web import session_rows
from webapp.web.edge import Tumen


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("name", STANDING)
def test_reading_changes_nothing(
    app: Tumen, people: People, database: Database, clock: SettableClock, name: str, method: str
) -> None:
    client = getattr(people, name)
    with database.writer() as session:
        load_small_bank(session, now=clock())
    paths = [address(app, rule) for rule in app.url_map.iter_rules() if "GET" in methods(rule)]
    before = everything_in(database)
    for path in [*paths, "/no-such-page"]:
        assert client.open(path, method=method).status_code < 500, path
    assert everything_in(database) == before


def test_last_seen_is_noted_once_an_hour_and_nothing_else(
    people: People, database: Database, clock: SettableClock
) -> None:
    before = everything_in(database)
    clock.move(timedelta(minutes=59))
    people.ada.get("/account")
    assert everything_in(database) == before
    clock.move(timedelta(minutes=1))
    assert "Set-Cookie" in people.ada.get("/account").headers
    after = everything_in(database)
    assert {name for name in after if after[name] != before[name]} == {"user_session"}
    token = people.ada.cookie_content()["token"]
    with database.reader() as session:
        row = session.get_one(UserSession, session_rows.fingerprint(token))
        assert row.last_seen == clock()
        assert row.expires_at == clock() + session_rows.ACCOUNT_LIMITS.idle


def test_messages_are_shown_once_without_a_write(people: People, database: Database) -> None:
    people.ada.post("/account/sessions/end")
    before = everything_in(database)
    assert "logged out" in people.ada.get("/account").text
    assert "All other browsers" not in people.ada.get("/account").text
    assert everything_in(database) == before
