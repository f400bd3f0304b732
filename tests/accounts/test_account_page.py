from __future__ import annotations

import re
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from werkzeug.datastructures import MultiDict

from tests.conftest import SettableClock
from tests.people import PASSWORD, People, PersonClient
from tests.web.probe import everything_in
from webapp.accounts.services import set_role
from webapp.db import Database
from webapp.models.user import AccessToken
from webapp.web.access import ACCESS, SCOPES
from webapp.web.people import Scope, Standing

from .conftest import EVA, is_known

Browsers = Callable[[], PersonClient]
API = "/api/v1/study/batch"


def make_token(client: PersonClient) -> str:
    found = re.search(r"<code>(tumen_\S+)</code>", client.post("/account/tokens", data={"name": "a script"}).text)
    assert found
    return found[1]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_token_is_shown_once_and_kept_as_a_hash(people: People, database: Database) -> None:
    token = make_token(people.ada)
    page = people.ada.get("/account").text
    assert "a script" in page
    assert token not in page
    assert token not in str(everything_in(database))
    with database.reader() as session:
        assert session.query(AccessToken).one().user_id == people.ada.user_id


def test_a_token_opens_the_api_without_cookie_or_csrf_token(people: People) -> None:
    token = make_token(people.ada)
    assert people.nobody.get(API, headers=bearer(token)).status_code == 200
    response = people.nobody.post("/api/v1/reviews", json=[], headers=bearer(token), csrf=False)
    assert response.status_code in {200, 400}
    assert "csrf" not in response.text.lower()


def test_a_token_opens_nothing_but_the_api(people: People) -> None:
    token = make_token(people.ada)
    assert people.nobody.get("/account", headers=bearer(token)).status_code == 403
    assert people.nobody.post("/account/tokens", data={"name": "x"}, headers=bearer(token)).status_code == 403


@pytest.mark.parametrize("token", ["", "none", "tumen_none", "é" * 10])
def test_a_wrong_token_is_refused_even_beside_a_good_cookie(people: People, token: str) -> None:
    assert people.ada.get(API).status_code == 200
    assert people.ada.get(API, headers=bearer(token)).status_code == 401


def scoped_token(client: PersonClient, *scopes: str) -> str:
    sent = MultiDict([("name", "a script"), *(("scopes", each) for each in scopes)])
    page = client.post("/account/tokens", data=sent)
    found = re.search(r"<code>(tumen_\S+)</code>", page.text)
    assert found, page.text
    return found[1]


def test_a_token_opens_what_it_is_for_and_says_what_it_lacks(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = scoped_token(people.ben, "bank:read")
    assert people.nobody.get("/api/v1/session", headers=bearer(reader)).status_code == 200
    refused = people.nobody.get(API, headers=bearer(reader))
    assert refused.status_code == 403
    assert "it lacks the scope study" in refused.get_json()["error"]["message"]
    monkeypatch.setitem(SCOPES, "study_api.batch", Scope.BANK_READ)
    for scope, status in (("study", 403), ("bank:read", 200), ("bank:write", 200)):
        token = scoped_token(people.ben, scope)
        assert people.nobody.get(API, headers=bearer(token)).status_code == status, scope
    assert "Read the bank" in people.ben.get("/account").text


def test_nobody_gives_a_token_more_than_they_may_themselves(people: People, database: Database) -> None:
    assert "bank:read" not in people.ada.get("/account").text
    for client, scope in ((people.ada, "bank:write"), (people.ben, "everything"), (people.ben, "")):
        answer = client.post("/account/tokens", data={"name": "a script", "scopes": scope})
        assert (answer.status_code, "Choose at least one" in answer.text) == (400, True)
    with database.reader() as session:
        assert session.query(AccessToken).count() == 0


def test_what_a_role_opened_to_a_token_it_no_longer_opens_when_the_role_is_gone(
    people: People, database: Database, monkeypatch: pytest.MonkeyPatch, clock: SettableClock
) -> None:
    monkeypatch.setitem(SCOPES, "study_api.batch", Scope.BANK_WRITE)
    monkeypatch.setitem(ACCESS, "study_api.batch", Standing.INSTRUCTOR)
    token = scoped_token(people.ben, "bank:write")
    assert people.nobody.get(API, headers=bearer(token)).status_code == 200
    with database.writer() as session:
        set_role(session=session, email="ben@example.org", role="student", now=clock())
    assert people.nobody.get(API, headers=bearer(token)).status_code == 403


def test_a_revoked_token_opens_nothing(people: People, audit: Callable[[], list[str]]) -> None:
    token = make_token(people.ada)
    people.ada.post("/account/tokens/1/revoke")
    assert people.nobody.get(API, headers=bearer(token)).status_code == 401
    assert audit() == ["token.made", "token.revoked"]
    assert people.ada.post("/account/tokens/1/revoke").status_code == 404


def test_a_new_password_revokes_the_tokens_made_under_the_old_one(eva: PersonClient) -> None:
    token = make_token(eva)
    eva.post("/account/password", data={"password": PASSWORD, "new_password": "seven boats on a cold river"})
    assert eva.get(API, headers=bearer(token)).status_code == 401


def test_a_token_that_no_database_could_hold_is_no_address(people: People) -> None:
    assert people.ada.post(f"/account/tokens/{2**63 - 1}/revoke").status_code == 404
    assert people.ada.post(f"/account/tokens/{2**63}/revoke").status_code == 404


def test_nobody_revokes_anothers_token(people: People, database: Database) -> None:
    token = make_token(people.ada)
    before = everything_in(database)
    for client in (people.ben, people.admin):
        assert client.post("/account/tokens/1/revoke").status_code == 404
    assert everything_in(database) == before
    assert people.nobody.get(API, headers=bearer(token)).status_code == 200


@pytest.mark.parametrize("name", ["", "x" * 101, "a\0b"])
def test_a_token_needs_a_name(people: People, database: Database, name: str) -> None:
    before = everything_in(database)
    assert people.ada.post("/account/tokens", data={"name": name}).status_code == 400
    assert everything_in(database) == before


def test_what_somebody_names_a_token_is_never_interpreted(people: People) -> None:
    people.ada.post("/account/tokens", data={"name": "<img src=x onerror=alert(1)>"})
    assert "<img src=x" not in people.ada.get("/account").text


def test_other_browsers_can_be_logged_out(eva: PersonClient, browser: Browsers) -> None:
    phone = browser()
    phone.post("/login", data=EVA)
    page = eva.get("/account").text
    assert page.count("another browser") == page.count("this browser") == 1
    eva.post("/account/sessions/end")
    assert is_known(eva)
    assert not is_known(phone)


def test_changing_the_address(
    eva: PersonClient, browser: Browsers, last_link: Callable[[], str], outbox: Callable[[], list[EmailMessage]],
    audit: Callable[[], list[str]], database: Database,
) -> None:  # fmt: skip
    phone = browser()
    phone.post("/login", data=EVA)
    data = {"email": "New@Example.org", "password": PASSWORD}
    assert eva.post("/account/email", data=data).location == "/account"
    link, asked = last_link(), outbox()[-1]
    assert asked["To"] == "new@example.org"
    before = everything_in(database)
    assert "new@example.org" in eva.get(link).text
    assert everything_in(database) == before
    assert eva.post(link).status_code == 303
    assert "new@example.org" in eva.get("/account").text
    assert outbox()[-1]["To"] == EVA["email"]
    assert audit()[-1] == "email.changed"
    assert not is_known(phone)
    assert browser().post("/login", data=data).status_code == 303
    assert eva.post(link).status_code == 410


@pytest.mark.parametrize(
    ("email", "password"),
    [("new@example.org", "not the right words"), ("new@example.org", ""), ("new", PASSWORD), ("", PASSWORD)],
)
def test_an_address_is_not_changed_without_password_or_address(
    eva: PersonClient, outbox: Callable[[], list[EmailMessage]], email: str, password: str
) -> None:
    mails = len(outbox())
    assert eva.post("/account/email", data={"email": email, "password": password}).status_code == 400
    assert len(outbox()) == mails


def test_whether_another_address_has_an_account_is_not_told(
    eva: PersonClient, people: People, outbox: Callable[[], list[EmailMessage]]
) -> None:
    mails = len(outbox())
    assert people.ada.email
    response = eva.post("/account/email", data={"email": people.ada.email, "password": PASSWORD})
    assert response.location == "/account"
    assert len(outbox()) == mails


def test_a_new_password_ends_the_links_that_somebody_else_asked_for(
    eva: PersonClient, browser: Browsers, last_link: Callable[[], str]
) -> None:
    eva.post("/account/email", data={"email": "thief@example.org", "password": PASSWORD})
    link = last_link()
    browser().post("/reset", data={"email": EVA["email"]})
    assert browser().post(last_link(), data={"password": "quite another long sentence"}).status_code == 303
    assert browser().get(link).status_code == 410
    assert browser().post(link).status_code == 410


def test_a_link_for_an_address_that_was_taken_meanwhile_does_nothing(
    eva: PersonClient, browser: Browsers, last_link: Callable[[], str]
) -> None:
    eva.post("/account/email", data={"email": "new@example.org", "password": PASSWORD})
    link = last_link()
    browser().post("/register", data={"email": "new@example.org", "password": PASSWORD})
    assert eva.post(link).status_code == 410


@pytest.mark.parametrize("token", ["none", "WyJhIl0.aaaa.bbbb"])
def test_a_made_up_link_does_nothing(eva: PersonClient, token: str) -> None:
    assert eva.get(f"/confirm-email/{token}").status_code == 410
    assert eva.post(f"/confirm-email/{token}").status_code == 410
