from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest

from tests.conftest import SettableClock
from tests.mails import text_of
from tests.people import PASSWORD, People, PersonClient
from tests.reviews.asking import Student, answer
from tests.study.banks import make_bank
from tests.web.probe import everything_in
from webapp.accounts import datastore
from webapp.accounts.datastore import Datastore
from webapp.db import Database
from webapp.models.user import User
from webapp.web.identity import start_guest
from webapp.web.people import Person

from .conftest import EVA, is_known


def user(database: Database, user_id: int | None) -> User:
    with database.reader() as session:
        return session.get_one(User, user_id)


def test_a_guest_who_registers_keeps_id_and_log(people: People, database: Database, clock: SettableClock) -> None:
    with database.writer() as session:
        make_bank(session, claims_of=range(3), now=clock())
    assert people.guest.user_id is not None
    guest = Student(database, people.guest.user_id)
    guest.send(answer("question-1", clock()), answer("question-2", clock()))
    log, cards = everything_in(database)["review_log"], everything_in(database)["card"]
    assert people.guest.post("/register", data=EVA).status_code == 303
    assert "Your account is made. What you learned so far is part of it." in people.guest.get("/").text
    promoted = user(database, people.guest.user_id)
    assert promoted.email == EVA["email"]
    assert [role.name for role in promoted.roles] == ["student"]
    assert (everything_in(database)["review_log"], everything_in(database)["card"]) == (log, cards)
    assert EVA["email"] in people.guest.get("/account").text


def test_somebody_unknown_may_register_and_is_logged_in(
    eva: PersonClient, database: Database, audit: Callable[[], list[str]]
) -> None:
    assert is_known(eva)
    with database.reader() as session:
        assert session.query(User).count() == 1
    assert audit() == ["account.made", "log-in"]


def test_a_new_account_is_written_to(eva: PersonClient, outbox: Callable[[], list[EmailMessage]]) -> None:
    (mail,) = outbox()
    assert mail["To"] == EVA["email"]
    assert PASSWORD not in text_of(mail)


def test_the_password_is_kept_as_argon2id_alone(eva: PersonClient, database: Database) -> None:
    assert str(user(database, 1).password).startswith("$argon2id$")
    assert PASSWORD not in str(everything_in(database))


@pytest.mark.parametrize("email", ["eva@example.org", "EVA@Example.ORG", " eva@example.org "])
def test_an_address_has_one_account_and_the_second_is_told_so(
    eva: PersonClient, browser: Callable[[], PersonClient], database: Database, email: str
) -> None:
    before = everything_in(database)
    response = browser().post("/register", data={"email": email, "password": PASSWORD})
    assert response.status_code == 400
    assert "has an account already" in response.text
    assert everything_in(database) == before


@pytest.mark.parametrize(
    ("email", "password", "message"),
    [
        ("", PASSWORD, "Please give an e-mail address"),
        ("eva", PASSWORD, "not an e-mail address"),
        ("eva@example.org", "", "Please give a password"),
        ("eva@example.org", "fourteen chars", "at least 15 characters"),
        ("eva@example.org", "x" * 201, "at most 200 characters"),
        ("eva@example.org", "passwordpassword1", "first passwords that are tried"),
        ("eva-the-first@example.org", "eva-the-first@example.org", "your own address"),
    ],
)
def test_what_cannot_be_an_account_is_said_and_changes_nothing(
    people: People, database: Database, email: str, password: str, message: str
) -> None:
    before = everything_in(database)
    response = people.guest.post("/register", data={"email": email, "password": password})
    assert response.status_code == 400
    assert message in response.text
    assert "No account was made yet." in response.text
    assert everything_in(database) == before


def test_two_who_take_an_address_at_once_get_one_account_and_one_conflict(
    people: People, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert people.ada.email
    monkeypatch.setattr(Datastore, "find_user", lambda *_, **__: None)  # the check came before the other's commit
    before = everything_in(database)
    response = people.guest.post("/register", data={"email": people.ada.email, "password": PASSWORD})
    assert response.status_code == 409
    assert everything_in(database) == before


def test_two_windows_of_a_guest_make_one_account_and_one_conflict(
    people: People, browser: Callable[[], PersonClient], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_window = browser()
    other_window.keep_cookie(people.guest.cookie_content())
    statuses = []

    def while_the_other_registers() -> Person:
        monkeypatch.setattr(datastore, "start_guest", start_guest)
        statuses.append(people.guest.post("/register", data=EVA).status_code)
        return start_guest()

    monkeypatch.setattr(datastore, "start_guest", while_the_other_registers)
    late = {"email": "late@example.org", "password": PASSWORD}
    response = other_window.post("/register", data=late)
    assert [*statuses, response.status_code] == [303, 409]
    assert "another window" in response.text
    assert user(database, people.guest.user_id).email == EVA["email"]


def test_whoever_has_an_account_open_is_not_asked_to_make_one(people: People, database: Database) -> None:
    before = everything_in(database)
    assert people.ada.post("/register", data=EVA).status_code in {302, 303}
    assert everything_in(database) == before


def test_account_pages_read_forms_alone(people: People) -> None:
    assert people.nobody.post("/login", json=[1, 2]).status_code == 415
    assert people.nobody.post("/register", json={"email": 1, "password": {}}).status_code == 415


def test_the_same_browser_is_the_account_a_day_later(eva: PersonClient, clock: SettableClock) -> None:
    clock.move(timedelta(days=1))
    assert is_known(eva)
