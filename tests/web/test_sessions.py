from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from itsdangerous import URLSafeSerializer

from tests.conftest import SettableClock
from tests.people import PASSWORD, People, PersonClient, log_in, make_user
from webapp.db import Database
from webapp.models.user import UserSession
from webapp.web import csrf, session_rows, sessions
from webapp.web.edge import Tumen
from webapp.web.identity import start_guest

from .probe import add_page, open_to_everybody


@pytest.fixture
def guest(app: Tumen, client: PersonClient, monkeypatch: pytest.MonkeyPatch) -> PersonClient:
    """A browser whose guest was started by a page."""
    open_to_everybody(monkeypatch, "/begin")
    add_page(app, "/begin", lambda: str(start_guest().id), methods=("POST",))
    client.user_id = int(client.post("/begin").text)
    return client


def is_known(client: PersonClient) -> bool:
    return client.get("/account").status_code == 200


def test_a_guest_is_known_again_and_stays_one_guest(guest: PersonClient) -> None:
    assert guest.post("/begin").text == str(guest.user_id)


def test_the_cookie_of_a_guest_lasts_400_days_and_is_hidden_from_scripts(
    app: Tumen, client: PersonClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_to_everybody(monkeypatch, "/begin")
    add_page(app, "/begin", lambda: str(start_guest().id), methods=("POST",))
    cookie = client.post("/begin").headers["Set-Cookie"]
    assert cookie.startswith("tumen=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=34560000"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


def test_on_https_the_cookie_is_bound_to_the_host(
    make_app: Callable[..., Tumen], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(PUBLIC_URL="https://tumen.example")
    open_to_everybody(monkeypatch, "/begin")
    add_page(app, "/begin", lambda: str(start_guest().id), methods=("POST",))
    client = PersonClient(app, app.response_class)
    client.host = "tumen.example"
    origin = {"Referer": "https://tumen.example/"}
    cookie = client.post("/begin", base_url="https://tumen.example", headers=origin).headers["Set-Cookie"]
    assert cookie.startswith("__Host-tumen=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_the_database_does_not_hold_what_opens_a_session(guest: PersonClient, database: Database) -> None:
    token = guest.cookie_content()["token"]
    with database.reader() as session:
        row = session.query(UserSession).one()
    assert bytes(row.token_hash) == session_rows.fingerprint(token)
    assert token not in row.data


def test_a_cookie_that_was_not_signed_by_us_opens_nothing(app: Tumen, people: People) -> None:
    token = people.ada.cookie_content()["token"]
    forged = URLSafeSerializer("another key", salt="tumen-session").dumps({"token": token})
    thief = PersonClient(app, app.response_class)
    for value in (forged, token, "", "{}", "x" * 4000):
        thief.set_cookie("tumen", value)
        assert not is_known(thief)


def test_what_no_browser_would_keep_is_neither_read_nor_remembered(people: People) -> None:
    headers = {"Cookie": f"tumen={'x' * 5000}", "X-CSRFToken": "x" * 5000}
    remembered = sessions._signed_by_us.cache_info().currsize, csrf._signed_by_us.cache_info().currsize
    assert people.nobody.post("/start", headers=headers, csrf=False).status_code == 400
    assert people.ada.post("/settings", headers={"X-CSRFToken": "x" * 5000}, csrf=False).status_code == 400
    assert csrf._signed_by_us.cache_info().currsize == remembered[1]
    assert sessions._signed_by_us.cache_info().currsize <= remembered[0] + 1  # ada's own


def test_logging_out_deletes_the_row_so_that_a_kept_cookie_opens_nothing(
    app: Tumen, people: People, database: Database
) -> None:
    kept = people.ada.cookie_content()
    before = len(rows_of(database, people.ada))
    assert people.ada.post("/logout").status_code == 303
    assert people.ada.get_cookie("tumen") is None
    assert len(rows_of(database, people.ada)) == before - 1
    thief = PersonClient(app, app.response_class)
    thief.keep_cookie(kept)
    assert not is_known(thief)


def rows_of(database: Database, client: PersonClient) -> list[UserSession]:
    with database.reader() as session:
        return session.query(UserSession).filter_by(user_id=client.user_id).all()


def test_becoming_known_changes_the_id_and_ends_the_old_one(app: Tumen, guest: PersonClient) -> None:
    old = guest.cookie_content()
    guest.post("/register", data={"email": "eva@example.org", "password": PASSWORD})
    assert guest.cookie_content()["token"] != old["token"]
    assert guest.post("/begin").text == str(guest.user_id)
    thief = PersonClient(app, app.response_class)
    thief.keep_cookie(old)
    assert thief.get("/study").location == "/"


def test_an_account_is_forgotten_after_30_days_of_absence(people: People, clock: SettableClock) -> None:
    clock.move(timedelta(days=30) - timedelta(milliseconds=1))
    assert is_known(people.ada)
    clock.move(timedelta(days=30))
    assert not is_known(people.ada)


def test_an_account_is_forgotten_after_90_days_however_often_it_comes(people: People, clock: SettableClock) -> None:
    for _ in range(89):
        clock.move(timedelta(days=1))
        assert is_known(people.ada)
    clock.move(timedelta(days=1))
    assert not is_known(people.ada)


def test_a_guest_is_known_for_400_days_after_each_visit(guest: PersonClient, clock: SettableClock) -> None:
    for _ in range(3):
        clock.move(timedelta(days=399))
        guest.get("/login")
    assert guest.post("/begin").text == str(guest.user_id)
    clock.move(timedelta(days=400))
    assert guest.post("/begin").text != str(guest.user_id)


def test_a_cookie_that_opens_nothing_any_more_is_taken_back(people: People, clock: SettableClock) -> None:
    clock.move(timedelta(days=31))
    people.ada.get("/login?")
    assert "token" not in people.ada.cookie_content()


def test_ended_sessions_leave_no_rows_behind(app: Tumen, database: Database, clock: SettableClock) -> None:
    user_id = make_user(database, email="dora@example.org", role="student", now=clock())
    for _ in range(3):
        log_in(PersonClient(app, app.response_class), user_id, now=clock())
        clock.move(timedelta(days=31))
    with database.reader() as session:
        assert session.query(UserSession).filter_by(user_id=user_id).count() == 1


def test_an_answer_that_is_an_error_makes_nobody_known(
    app: Tumen, client: PersonClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def begin_and_fail() -> tuple[str, int]:
        start_guest()
        return "no", 400

    open_to_everybody(monkeypatch, "/fail")
    add_page(app, "/fail", begin_and_fail, methods=("POST",))
    response = client.post("/fail")
    assert "Set-Cookie" not in response.headers
    with database.reader() as session:
        assert session.query(UserSession).count() == 0


def test_a_message_is_not_lost_while_another_waits_to_be_read(people: People) -> None:
    for _ in range(2):
        assert people.ada.post("/account/sessions/end").status_code == 303
    assert people.ada.get("/account").text.count("All other browsers are logged out.") == 2


def test_static_files_do_not_ask_who_wants_them(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError("the session was looked up")

    monkeypatch.setattr(session_rows, "find", fail)
    assert people.ada.get("/static/css/base.css").status_code == 200
    with pytest.raises(AssertionError):
        people.ada.get("/login")
