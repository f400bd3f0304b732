from __future__ import annotations

import re
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.mails import text_of
from tests.people import PASSWORD, PersonClient
from tests.web.probe import everything_in
from webapp.accounts.passwords import LONGEST, SHORTEST, weakness
from webapp.db import Database

from .conftest import EVA, is_known

NEW = "seven boats on a cold river"
Browsers = Callable[[], PersonClient]


@pytest.mark.parametrize(
    "password",
    ["passwordpassword", "Password Password 1", "123456789012345", "qwertyuiopasdfgh", "aaaaaaaaaaaaaaaa",
     "abababababababab", "abcdefghijklmnop", "lkjhgfdsapoiuytrewq", "Correct Horse Battery Staple", "zyxwvutsrqponmlk",
     "letmein letmein 2026", "password1234567", "2026-Welcome-123456", "iloveyou-iloveyou!"],
)  # fmt: skip
def test_what_everybody_tries_first_is_refused(password: str) -> None:
    assert "first passwords" in (weakness(password) or "")


@pytest.mark.parametrize(
    "password", [PASSWORD, NEW, "тихая ночь на реке Туманной", "x7#kQ9!vLp2@mZ4", "   spaces are kept as they are   "]
)
def test_long_passwords_of_any_kind_are_taken(password: str) -> None:
    assert weakness(password, email="eva@example.org") is None


@given(st.text(max_size=SHORTEST - 1))
def test_short_ones_are_refused(password: str) -> None:
    assert "at least 15" in (weakness(password) or "")


@given(st.text(min_size=LONGEST + 1, max_size=LONGEST + 50))
def test_endless_ones_are_refused(password: str) -> None:
    assert "at most 200" in (weakness(password) or "")


def test_changing_the_password_ends_the_other_sessions_and_keeps_this_one(
    eva: PersonClient, browser: Browsers, outbox: Callable[[], list[EmailMessage]], audit: Callable[[], list[str]]
) -> None:
    phone = browser()
    phone.post("/login", data=EVA)
    old = eva.cookie_content()
    assert eva.post("/account/password", data={"password": PASSWORD, "new_password": NEW}).location == "/account"
    assert is_known(eva)
    assert not is_known(phone)
    thief = browser()
    thief.keep_cookie(old)
    assert not is_known(thief)
    assert "password.changed" in audit()
    assert "was changed" in text_of(outbox()[-1])
    assert browser().post("/login", data=EVA).status_code == 400
    assert browser().post("/login", data={**EVA, "password": NEW}).status_code == 303


@pytest.mark.parametrize(
    ("present", "new"),
    [("not the right words", NEW), ("", NEW), (PASSWORD, "short"), (PASSWORD, PASSWORD), (PASSWORD, "")],
)
def test_a_change_that_is_refused_changes_nothing(
    eva: PersonClient, database: Database, present: str, new: str
) -> None:
    before = everything_in(database)
    assert eva.post("/account/password", data={"password": present, "new_password": new}).status_code == 400
    assert everything_in(database) == before


def test_a_password_is_asked_for_ten_times_and_then_not_for_a_while(eva: PersonClient) -> None:
    wrong = {"password": "not the right words", "new_password": NEW}
    assert {eva.post("/account/password", data=wrong).status_code for _ in range(10)} == {400}
    assert eva.post("/account/password", data=wrong).status_code == 429


def test_resetting_a_password(
    eva: PersonClient, browser: Browsers, last_link: Callable[[], str], audit: Callable[[], list[str]]
) -> None:
    client = browser()
    assert client.post("/reset", data={"email": EVA["email"]}).status_code == 200
    link = last_link()
    assert client.get(link).status_code == 200
    assert client.post(link, data={"password": NEW}).location == "/login"
    assert not is_known(client)
    assert not is_known(eva)
    assert audit()[-1] == "password.changed"
    assert client.post("/login", data={**EVA, "password": NEW}).status_code == 303
    assert browser().post("/login", data=EVA).status_code == 400


def test_a_reset_link_works_once(
    eva: PersonClient, browser: Browsers, last_link: Callable[[], str], database: Database
) -> None:
    client = browser()
    client.post("/reset", data={"email": EVA["email"]})
    link = last_link()
    client.post(link, data={"password": NEW})
    before = everything_in(database)
    assert client.post(link, data={"password": "another set of words"}).location == "/reset"
    assert everything_in(database) == before


def test_a_reset_link_is_not_guessed(browser: Browsers, eva: PersonClient, database: Database) -> None:
    before = everything_in(database)
    assert browser().post("/reset/none", data={"password": NEW}).location == "/reset"
    assert everything_in(database) == before


def test_asking_for_a_reset_never_tells_whether_there_is_an_account(
    eva: PersonClient, browser: Browsers, outbox: Callable[[], list[EmailMessage]], monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    monkeypatch.setattr("flask_security.views.hash_password", lambda _: hashed.append("unknown"))
    monkeypatch.setattr("webapp.accounts.security.hash_password", lambda _: hashed.append("known"))
    mails = len(outbox())

    def page(email: str) -> tuple[int, str]:
        response = browser().post("/reset", data={"email": email})
        return response.status_code, re.sub(r'value="[^"]*"', "", response.text).replace(email, "")

    assert page("eva@example.org") == page("none@example.org")
    assert hashed == ["known", "unknown"]
    assert len(outbox()) == mails + 1


def test_mails_for_one_account_are_limited(eva: PersonClient, browser: Browsers) -> None:
    statuses = [browser().post("/reset", data={"email": EVA["email"]}).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]


def test_links_in_mails_do_not_trust_the_host_header(
    eva: PersonClient, browser: Browsers, last_link: Callable[[], str]
) -> None:
    client = browser()
    client.host = "evil.example"
    assert client.post("/reset", data={"email": EVA["email"]}, base_url="http://evil.example").status_code == 200
    assert last_link().startswith("/reset/")
