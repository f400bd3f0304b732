from __future__ import annotations

import json
import logging
from collections.abc import Callable
from io import BytesIO

import pytest
from sqlalchemy.exc import OperationalError

from tests.people import People, PersonClient
from webapp.db import Database, request_session
from webapp.models.user import Role
from webapp.web.edge import Tumen
from webapp.web.identity import start_guest

from .probe import add_page, everything_in, open_to_everybody


@pytest.fixture
def lenient(make_app: Callable[..., Tumen]) -> Tumen:
    """An application that answers with error pages, as in operation, instead of raising into the test."""
    return make_app(TESTING=False, PROPAGATE_EXCEPTIONS=False)


def browser(app: Tumen) -> PersonClient:
    return PersonClient(app, app.response_class)


def test_an_unknown_page_says_so_and_leads_home(client: PersonClient) -> None:
    response = client.get("/no-such-page")
    assert response.status_code == 404
    assert "There is no such page" in response.text
    assert 'href="/"' in response.text


def test_the_api_says_it_in_json(client: PersonClient) -> None:
    response = client.get("/api/v1/no-such-thing")
    assert response.status_code == 404
    assert json.loads(response.text)["error"]["code"] == "not_found"


def test_what_somebody_typed_is_never_interpreted(client: PersonClient) -> None:
    assert "<script>alert" not in client.get("/<script>alert(1)</script>").text


@pytest.mark.parametrize("path", ["/break", "/api/break"])
def test_a_fault_of_ours_is_a_500_in_words_undoes_everything_and_is_logged(
    lenient: Tumen, database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    def break_down() -> str:
        start_guest()
        raise ZeroDivisionError("a fault with the word hunter2 in it")

    open_to_everybody(monkeypatch, path)
    add_page(lenient, path, break_down, methods=("POST",))
    client, before = browser(lenient), everything_in(database)
    with caplog.at_level(logging.ERROR):
        response = client.post(path)
    assert response.status_code == 500
    assert "hunter2" not in response.text
    assert "kept" in response.text
    assert everything_in(database) == before
    assert "ZeroDivisionError" in caplog.text or any(record.exc_info for record in caplog.records)


@pytest.mark.parametrize(
    ("message", "path"), [("database is locked", "/write"), ("database or disk is full", "/api/write")]
)
def test_a_database_that_cannot_be_written_is_a_503_in_words(
    lenient: Tumen, monkeypatch: pytest.MonkeyPatch, message: str, path: str
) -> None:
    def write() -> str:
        raise OperationalError("INSERT", {}, Exception(message))

    open_to_everybody(monkeypatch, path)
    add_page(lenient, path, write, methods=("POST",))
    response = browser(lenient).post(path)
    assert response.status_code == 503
    assert "safe to send it again" in response.text


@pytest.mark.sqlite
def test_a_commit_that_fails_for_a_full_disk_is_a_503_and_nobody_is_told_that_it_worked(
    lenient: Tumen, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write() -> str:
        session = request_session()
        pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
        session.connection().exec_driver_sql(f"PRAGMA max_page_count={pages}")
        session.add_all([Role(name=f"role {number}", description="x" * 250) for number in range(2000)])
        return "it worked"

    open_to_everybody(monkeypatch, "/write")
    add_page(lenient, "/write", write, methods=("POST",))
    before = everything_in(database)
    response = browser(lenient).post("/write")
    assert response.status_code == 503
    assert "it worked" not in response.text
    assert everything_in(database) == before


def test_a_constraint_that_fails_at_the_commit_is_a_500_in_words(
    lenient: Tumen, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write() -> str:
        request_session().add_all([Role(name="twice"), Role(name="twice")])
        return "it worked"

    open_to_everybody(monkeypatch, "/write")
    add_page(lenient, "/write", write, methods=("POST",))
    response = browser(lenient).post("/write")
    assert response.status_code == 500
    assert "kept" in response.text


@pytest.mark.sqlite
def test_reading_goes_on_while_somebody_else_holds_the_write_lock(
    lenient: Tumen, database: Database, people: People
) -> None:
    with database.writer() as session:
        session.connection()
        assert people.ada.get("/account").status_code == 200


def test_without_a_database_even_the_error_page_works(
    lenient: Tumen, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise OperationalError("SELECT", {}, Exception("connection refused"))

    client = browser(lenient)
    client.keep_cookie(people.ada.cookie_content())
    monkeypatch.setattr(Database, "first_row", gone)
    response = client.get("/account")
    assert response.status_code == 503
    assert "Set-Cookie" not in response.headers
    monkeypatch.undo()
    assert client.get("/account").status_code == 200


def test_a_body_that_is_too_large_is_refused(people: People) -> None:
    response = people.ada.post("/api/v1/reviews", data=b" " * 3_000_000, content_type="application/json")
    assert response.status_code == 413
    assert json.loads(response.text)["error"]["code"] == "too_large"


@pytest.mark.parametrize("host", ["a..b", "x" * 64 + ".org", "x.y..", "é..", "a b", "<b>"])
def test_a_host_that_cannot_be_is_no_fault_of_ours(client: PersonClient, host: str) -> None:
    response = client.get("/login", headers={"Host": host})
    assert response.status_code in {200, 400}
    assert host not in response.text


@pytest.mark.parametrize("path", ["/login", "/reset", "/settings", "/account/tokens", "/account/email"])
@pytest.mark.parametrize("field", ["email", "name", "zone", "csrf_token"])
def test_a_file_in_the_place_of_a_text_is_refused(people: People, path: str, field: str) -> None:
    data = {field: (BytesIO(b"not a text"), "a.txt")}
    assert people.ada.post(path, data=data).status_code == 415


def test_the_wrong_method_is_a_405(people: People) -> None:
    assert people.ada.get("/logout").status_code == 405
