"""One commit a request, and no update lost between requests that read and then write."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from tests.people import PersonClient
from webapp.db import Database, begin_on_write, request_session
from webapp.models.user import Role
from webapp.web.edge import Tumen

from .probe import add_page, everything_in, open_to_everybody


def role(database: Database) -> Role:
    with database.reader() as session:
        return session.scalars(select(Role)).one()


@pytest.fixture
def counted(app: Tumen, database: Database, monkeypatch: pytest.MonkeyPatch) -> Tumen:
    """A page that reads a number and writes the next one."""
    with database.writer() as session:
        session.add(Role(name="counter", description="0"))

    def count() -> str:
        found = request_session().scalars(select(Role).with_for_update()).one()
        found.description = str(int(found.description or "") + 1)
        return "counted"

    open_to_everybody(monkeypatch, "/count")
    add_page(app, "/count", count, methods=("POST",))
    return app


def test_reading_and_then_writing_loses_no_update(counted: Tumen, database: Database) -> None:
    def ten_times(_: int) -> list[int]:
        client = PersonClient(counted, counted.response_class)
        return [client.post("/count").status_code for _ in range(10)]

    with ThreadPoolExecutor(4) as threads:
        statuses = [status for each in threads.map(ten_times, range(4)) for status in each]
    assert set(statuses) == {200}
    assert role(database).description == "40"


@pytest.mark.parametrize("status", [400, 403, 409, 500])
def test_an_answer_that_is_an_error_undoes_what_was_written(
    app: Tumen, client: PersonClient, database: Database, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    def write() -> tuple[str, int]:
        request_session().add(Role(name="half"))
        request_session().flush()
        return "no", status

    open_to_everybody(monkeypatch, "/write")
    add_page(app, "/write", write, methods=("POST",))
    before = everything_in(database)
    assert client.post("/write").status_code == status
    assert everything_in(database) == before


def test_beginning_on_write_leaves_the_lock_to_others_until_then(
    app: Tumen, client: PersonClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_wait_write() -> str:
        begin_on_write()
        assert request_session().scalars(select(Role)).all() == []
        with database.writer() as other:
            other.add(Role(name="other"))
        request_session().add(Role(name="own"))
        return "done"

    open_to_everybody(monkeypatch, "/slow")
    add_page(app, "/slow", read_wait_write, methods=("POST",))
    assert client.post("/slow").text == "done"
    with database.reader() as session:
        assert set(session.scalars(select(Role.name))) == {"other", "own"}


@pytest.mark.sqlite
def test_reading_requests_wait_for_no_writer(
    app: Tumen, client: PersonClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_to_everybody(monkeypatch, "/roles")
    add_page(app, "/roles", lambda: str(len(request_session().scalars(select(Role)).all())))
    with database.writer() as other:
        other.add(Role(name="other"))
        other.flush()
        assert client.get("/roles").text == "0"
    assert client.get("/roles").text == "1"
