"""Deleting an account: asked with the password, complete, and noted without a word on who it was."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from tests.accounts.conftest import EVA, is_known
from tests.conftest import SettableClock
from tests.people import PASSWORD, People, PersonClient
from tests.study.banks import load_small_bank
from tests.study.student import answer, get_batch
from tests.web.probe import everything_in
from webapp.db import Database
from webapp.models import AuditEvent, ReviewLog, User
from webapp.reviews.erase import personal_tables

Browsers = Callable[[], PersonClient]


@pytest.fixture
def studied(database: Database, clock: SettableClock, people: People, eva: PersonClient) -> None:
    """Eva, Ada and a guest have answered a card each."""
    with database.writer() as session:
        load_small_bank(session, now=clock())
    for client in (eva, people.ada, people.guest):
        answer(client, get_batch(client)["cards"][0], clock())


def rows_of(database: Database, user_id: int) -> int:
    with database.reader() as session:
        return sum(
            len(session.execute(select(table).where(table.c.user_id == user_id)).all()) for table in personal_tables()
        )


def id_of(database: Database, email: str) -> int:
    with database.reader() as session:
        return session.scalars(select(User.id).where(User.email == email)).one()


@pytest.mark.usefixtures("studied")
def test_an_account_goes_with_everything_of_it_and_nothing_of_others(
    eva: PersonClient, people: People, database: Database, browser: Browsers
) -> None:
    phone = browser()
    phone.post("/login", data=EVA)
    eva.post("/account/tokens", data={"name": "a script"})
    eva_id = id_of(database, EVA["email"])
    assert people.ada.user_id is not None
    others = rows_of(database, people.ada.user_id)
    response = eva.post("/account/delete", data={"password": PASSWORD})
    assert response.location == "/"
    assert "Everything that was yours is deleted." in eva.get("/").text
    assert rows_of(database, eva_id) == 0
    assert rows_of(database, people.ada.user_id) == others
    with database.reader() as session:
        assert session.get(User, eva_id) is None
    assert not is_known(eva)
    assert not is_known(phone)
    assert browser().post("/login", data=EVA).status_code == 400
    assert EVA["email"] not in str(everything_in(database))


@pytest.mark.usefixtures("studied")
def test_the_audit_says_that_somebody_went_and_not_who(eva: PersonClient, database: Database) -> None:
    eva.post("/account/delete", data={"password": PASSWORD})
    with database.reader() as session:
        last = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert last is not None
        assert (last.action, last.user_id, last.detail) == ("account.deleted", None, {})


@pytest.mark.usefixtures("studied")
@pytest.mark.parametrize("data", [{}, {"password": ""}, {"password": "not the right words at all"}])
def test_without_the_password_nothing_goes(eva: PersonClient, database: Database, data: dict[str, str]) -> None:
    before = everything_in(database)
    response = eva.post("/account/delete", data=data)
    assert response.status_code == 400
    assert "Nothing was changed yet." in response.text
    assert everything_in(database) == before
    assert is_known(eva)


def test_guessing_the_password_is_limited(eva: PersonClient) -> None:
    for _ in range(10):
        assert eva.post("/account/delete", data={"password": "not the right words"}).status_code == 400
    assert eva.post("/account/delete", data={"password": PASSWORD}).status_code == 429


@pytest.mark.usefixtures("studied")
def test_what_goes_is_said_before(eva: PersonClient) -> None:
    text = " ".join(eva.get("/account/delete").text.split())
    assert "1 answer in your log" in text
    assert "the account of eva@example.org" in text
    assert "/account/data.json" in text
    assert "/account/delete" in eva.get("/account").text


@pytest.mark.usefixtures("studied")
def test_a_guest_deletes_what_was_learned_by_a_button(people: People, database: Database) -> None:
    assert people.guest.user_id is not None
    assert "password" not in people.guest.get("/account/delete").text.split("<form")[1]
    assert people.guest.post("/account/delete").location == "/"
    assert rows_of(database, people.guest.user_id) == 0
    assert people.guest.get("/progress").location == "/"
    with database.reader() as session:
        assert len(session.scalars(select(ReviewLog.user_id)).all()) == 2


@pytest.mark.usefixtures("studied")
def test_a_press_without_the_forms_token_deletes_nothing(people: People, database: Database) -> None:
    before = everything_in(database)
    assert people.guest.post("/account/delete", csrf=False).status_code == 400
    assert everything_in(database) == before


def test_the_only_administrator_has_to_find_another_first(people: People, database: Database) -> None:
    before = everything_in(database)
    for response in (people.admin.get("/account/delete"), people.admin.post("/account/delete")):
        assert response.status_code == 409
        assert "only administrator" in response.text
    assert everything_in(database) == before
