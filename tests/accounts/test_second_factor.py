"""Two-step log-in: set up, asked for, changed, switched off, and what it keeps out."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.conftest import SettableClock
from tests.people import PASSWORD, People, PersonClient, log_in
from tests.study.banks import load_small_bank
from tests.web.probe import everything_in
from tests.web.test_access import address, methods
from webapp.accounts import second_factor as services
from webapp.accounts.one_time_codes import OneTimeCodes
from webapp.configuration import kept_secret
from webapp.db import Database
from webapp.models import Bank, BankMember, RecoveryCode, SecondFactor, User
from webapp.models.user import AuditEvent
from webapp.web.access import ACCESS
from webapp.web.edge import Tumen
from webapp.web.people import Standing

from .authenticator import PLACE, STEP, Authenticator, half_in, secrets_in, set_up
from .conftest import EVA, is_known
from .test_logging_in import answers_as_guest, rows_of

Protected = tuple[Authenticator, list[str]]
CODE = "/login/code"
DOOR = {"GET": 303, "POST": 303}


@pytest.fixture
def protected(eva: PersonClient, clock: SettableClock) -> Protected:
    """Eva's second factor: her app, and her recovery codes."""
    return set_up(eva, clock)


def give(client: PersonClient, code: str, **more: str) -> int:
    """The status of a code that is given in the second step."""
    return client.post(CODE, data={"code": code, **more}).status_code


def change(client: PersonClient, what: str, code: str, password: str = PASSWORD) -> int:
    sent = {"what": what, "code": code, "password": password}
    return client.post(f"{PLACE}/change", data=sent).status_code


# Setting it up


def test_setting_up_takes_the_password_and_a_code_and_shows_the_secret_as_picture_and_text(
    eva: PersonClient, clock: SettableClock, database: Database
) -> None:
    assert eva.post(PLACE, data={"password": "not the right words"}).status_code == 400
    assert secrets_in(eva.get(PLACE).text) == []
    assert eva.post(PLACE, data={"password": PASSWORD}).status_code == 303
    page = eva.get(PLACE).text
    (secret,) = secrets_in(page)
    assert f"secret={secret.replace('-', '')}" in page, "the app on the same device is opened with it"
    assert re.search(r'<svg viewBox="0 0 (\d+) \1"', page)
    assert "data:" not in page
    app = Authenticator(secret, clock)
    assert eva.post(f"{PLACE}/confirm", data={"code": app.wrong_code()}).status_code == 400
    assert everything_in(database)["second_factor"] == []
    done = eva.post(f"{PLACE}/confirm", data={"code": f"{app.code()[:3]} {app.code()[3:]}"})
    assert len(set(secrets_in(done.text))) == 10
    assert secrets_in(eva.get(PLACE).text) == []


def test_what_was_begun_is_over_after_half_an_hour(eva: PersonClient, clock: SettableClock) -> None:
    eva.post(PLACE, data={"password": PASSWORD})
    app = Authenticator(secrets_in(eva.get(PLACE).text)[0], clock)
    clock.move(timedelta(minutes=31))
    refused = eva.post(f"{PLACE}/confirm", data={"code": app.code()})
    assert (refused.status_code, "Begin anew" in refused.text) == (409, True)


def test_it_is_set_up_once(eva: PersonClient, protected: Protected, database: Database, clock: SettableClock) -> None:
    before = everything_in(database)
    for path in (PLACE, f"{PLACE}/confirm"):
        refused = eva.post(path, data={"password": PASSWORD, "code": protected[0].next_code()})
        assert (refused.status_code, "on already" in refused.text) == (409, True)
    assert everything_in(database) == before


def test_of_two_windows_that_set_it_up_one_does(
    app: Tumen, eva: PersonClient, database: Database, clock: SettableClock
) -> None:
    """The second one had looked before the first one was done."""
    with app.app_context(), database.writer() as session:
        codes: OneTimeCodes = app.extensions["tumen_totp"]
        secret = codes.generate_totp_secret()
        known: dict[str, Any] = {"session": session, "secret": secret, "now": clock(), "keep": None}
        known["user_id"] = session.scalars(select(User.id)).one()
        known["code"] = Authenticator(codes.get_totp_pretty_key(secret), clock).code()
        assert services.switch_on(**known)
        session.expunge_all()
        with pytest.raises(services.AlreadyOnError):
            services.switch_on(**known)
        session.rollback()


def test_other_browsers_come_in_by_a_code_from_then_on(
    eva: PersonClient, browser: Callable[[], PersonClient], clock: SettableClock
) -> None:
    other = browser()
    other.post("/login", data=EVA)
    set_up(eva, clock)
    assert (is_known(eva), is_known(other)) == (True, False)


def test_secret_and_recovery_codes_cannot_be_read_from_the_database_nor_taken_along(
    eva: PersonClient, clock: SettableClock, database: Database
) -> None:
    eva.post(PLACE, data={"password": PASSWORD})
    (secret,) = secrets_in(eva.get(PLACE).text)
    begun = str(everything_in(database))
    done = eva.post(f"{PLACE}/confirm", data={"code": Authenticator(secret, clock).code()})
    own = eva.get("/account/data.json")
    for text in (begun, str(everything_in(database)), own.text):
        for each in (secret, *secrets_in(done.text)):
            assert each not in text
            assert each.replace("-", "") not in text
    assert [set(row) for row in own.get_json()["second_factor"]] == [{"made_at"}]
    with database.reader() as session:
        kept = session.scalars(select(SecondFactor.secret)).one()
    assert kept not in own.text
    assert "recovery_code" not in own.get_json()


def test_the_key_of_the_secrets_is_a_file_of_the_installation(app: Tumen, instance: Path) -> None:
    assert (instance / "totp.secret").stat().st_mode & 0o777 == 0o600
    assert kept_secret(instance, "totp") != app.config["SECRET_KEY"]


def test_a_secret_that_another_key_encrypted_opens_nothing_but_recovery_codes_do(
    protected: Protected, make_app: Callable[..., Tumen], instance: Path
) -> None:
    """As after a restore into another folder."""
    (instance / "totp.secret").write_text("x" * 64, encoding="ascii")
    client = half_in(make_app())
    assert give(client, protected[0].next_code()) == 400
    assert client.post(CODE, data={"recovery": protected[1][0]}).status_code == 303
    assert is_known(client)


# Logging in


def test_the_password_alone_opens_nothing(app: Tumen, protected: Protected, database: Database) -> None:
    before = everything_in(database)
    client = half_in(app)
    assert everything_in(database) == before
    assert not is_known(client)
    assert client.get("/api/v1/session").status_code == 401
    assert "token" not in client.cookie_content()


def test_a_code_opens_the_account_by_a_new_session(
    app: Tumen, protected: Protected, audit: Callable[[], list[str]], database: Database
) -> None:
    client = half_in(app, onward="/settings")
    planted = client.cookie_content()
    assert client.get(CODE, query_string={"next": "/settings"}).status_code == 200
    let_in = client.post(CODE, query_string={"next": "/settings"}, data={"code": protected[0].next_code()})
    assert (let_in.status_code, let_in.location) == (303, "/settings")
    assert is_known(client)
    assert "half_known" not in client.cookie_content()
    assert planted != client.cookie_content()
    with database.reader() as session:
        last = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
        assert (last.action, last.detail) == ("log-in", {"via": "password,totp"})
    thief = PersonClient(app, app.response_class)
    thief.keep_cookie(planted)
    assert not is_known(thief)


def test_nobody_is_led_to_another_site(app: Tumen, protected: Protected) -> None:
    client = half_in(app)
    let_in = client.post(CODE, query_string={"next": "//evil.example/"}, data={"code": protected[0].next_code()})
    assert let_in.location == "/"


def test_a_code_works_once_and_those_before_it_no_more(app: Tumen, protected: Protected, clock: SettableClock) -> None:
    authenticator = protected[0]
    assert give(half_in(app), authenticator.code()) == 400, "it was used to set it up"
    clock.move(STEP * 2)
    code, before = authenticator.code(), authenticator.code(later=-STEP)
    assert give(half_in(app), code) == 303
    assert give(half_in(app), code) == 400
    assert give(half_in(app), before) == 400


@pytest.mark.parametrize("late", [-timedelta(seconds=90), timedelta(seconds=90)])
def test_a_code_of_another_time_is_wrong(
    app: Tumen, protected: Protected, clock: SettableClock, late: timedelta
) -> None:
    clock.move(timedelta(minutes=5))
    assert give(half_in(app), protected[0].code(later=late)) == 400


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "1" * 41, "0" * 40, "\x00", "१२३४५६"])
def test_what_is_no_code_is_refused_in_words(app: Tumen, protected: Protected, code: str) -> None:
    for field in ("code", "recovery"):
        refused = half_in(app).post(CODE, data={field: code})
        assert refused.status_code == 400
        assert 'role="alert"' in refused.text
        assert "You are not logged in yet." in refused.text


def test_a_recovery_code_works_once_and_says_how_many_are_left(app: Tumen, protected: Protected) -> None:
    client, code = half_in(app), protected[1][3]
    let_in = client.post(CODE, data={"recovery": f" {code.upper().replace('-', ' ')} "})
    assert let_in.location == PLACE
    assert "9 are left" in client.get(PLACE).text
    assert half_in(app).post(CODE, data={"recovery": code}).status_code == 400


def test_ones_recovery_code_opens_nobody_elses_account(
    app: Tumen, protected: Protected, browser: Callable[[], PersonClient], clock: SettableClock
) -> None:
    other, mine = browser(), {"email": "other@example.org", "password": PASSWORD}
    other.post("/register", data=mine)
    codes = set_up(other, clock)[1]
    assert half_in(app).post(CODE, data={"recovery": codes[0]}).status_code == 400


def test_without_a_password_there_is_no_second_step(client: PersonClient) -> None:
    assert {method: client.open(CODE, method=method).status_code for method in DOOR} == DOOR
    assert client.get(CODE).location == "/login"


def test_the_second_step_is_open_for_ten_minutes(app: Tumen, protected: Protected, clock: SettableClock) -> None:
    client = half_in(app)
    clock.move(timedelta(minutes=11))
    assert client.post(CODE, data={"code": protected[0].code()}).location == "/login"
    assert "longer than ten minutes" in client.get("/login").text


def test_a_new_password_ends_second_steps_and_leaves_the_second_factor(
    app: Tumen, eva: PersonClient, protected: Protected
) -> None:
    client, new = half_in(app), "another night in Vladivostok"
    assert eva.post("/account/password", data={"password": PASSWORD, "new_password": new}).status_code == 303
    assert client.post(CODE, data={"code": protected[0].next_code()}).location == "/login"
    again = PersonClient(app, app.response_class).post("/login", data={**EVA, "password": new})
    assert again.location == "/login/code"


def test_a_reset_by_mail_leaves_the_second_factor(
    app: Tumen, protected: Protected, client: PersonClient, last_link: Callable[[], str]
) -> None:
    client.post("/reset", data={"email": EVA["email"]})
    new = "another night in Vladivostok"
    assert client.post(last_link(), data={"password": new}).status_code == 303
    assert not is_known(client)
    assert client.post("/login", data={**EVA, "password": new}).location == "/login/code"


def test_a_guest_brings_answers_along_through_both_steps(
    people: People, protected: Protected, database: Database, clock: SettableClock
) -> None:
    answers_as_guest(people, database, clock)
    assert people.guest.post("/login", data=EVA, query_string={"next": "/account"}).location == (
        "/login/code?next=/account"
    )
    assert people.guest.get("/study").status_code == 200, "still the guest"
    let_in = people.guest.post(CODE, query_string={"next": "/account"}, data={"code": protected[0].next_code()})
    assert let_in.location == "/account/bring-along?next=/account"
    assert people.guest.post(let_in.location, data={"choice": "bring"}).location == "/account"
    assert len(rows_of(database, EVA["email"])) == 2


# Limits and the audit


def test_ten_wrong_codes_lock_the_account_from_wherever_they_come(app: Tumen, protected: Protected) -> None:
    """Also for who gives the password anew each time, and for another form of the page."""
    for number in range(10):
        client, field = half_in(app), ("code", "recovery")[number % 2]
        sent = {"data": {field: protected[0].wrong_code()}, "environ_base": {"REMOTE_ADDR": f"192.0.2.{number}"}}
        assert client.post(CODE, **sent).status_code == 400
    locked = half_in(app).post(CODE, data={"code": protected[0].next_code()})
    assert (locked.status_code, locked.headers["Retry-After"]) == (429, str(15 * 60))


def test_nobody_tries_codes_all_day(app: Tumen, protected: Protected, monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits are counted by the system's clock: somebody waits for them to end."""
    read, waited = time.time, [0.0]
    monkeypatch.setattr(time, "time", lambda: read() + waited[0])
    for _ in range(4):
        client = half_in(app)
        assert {give(client, protected[0].wrong_code()) for _ in range(10)} == {400}
        waited[0] += 16 * 60
    assert give(half_in(app), protected[0].next_code()) == 429


def test_the_page_of_the_account_is_no_way_around_the_limit(eva: PersonClient, protected: Protected) -> None:
    statuses = [change(eva, "off", protected[0].wrong_code()) for _ in range(11)]
    assert statuses == [400] * 10 + [429]


def test_failed_steps_are_noted_with_whose_they_were_and_a_shortened_address(
    app: Tumen, protected: Protected, browser: Callable[[], PersonClient], database: Database
) -> None:
    at = {"environ_base": {"REMOTE_ADDR": "2001:db8:1:2:3::4"}}
    half_in(app).post(CODE, data={"code": protected[0].wrong_code()}, **at)
    for email in (" EVA@Example.org", "Nobody@example.org"):
        browser().post("/login", data={"email": email, "password": "not the right words"}, **at)
    with database.reader() as session:
        eva_id = session.scalars(select(User.id)).one()
        failed = session.scalars(select(AuditEvent).where(AuditEvent.action == "log-in.failed").order_by(AuditEvent.id))
        noted = [(event.user_id, event.detail) for event in failed]
    network = "2001:db8:1::/48"
    assert noted == [
        (eva_id, {"step": "code", "network": network}),
        (eva_id, {"step": "password", "network": network}),
        (None, {"step": "password", "network": network}),
    ]
    assert "obody@" not in str(everything_in(database)["audit_event"])


def test_a_form_that_proves_nothing_is_no_failed_log_in(
    browser: Callable[[], PersonClient], database: Database
) -> None:
    browser().post("/login", data={**EVA, "password": "x"}, csrf=False)
    browser().post("/login", data={"email": "", "password": ""})
    browser().get("/login")
    assert everything_in(database)["audit_event"] == []


# Changing it and switching it off


def test_switching_off_takes_the_password_and_a_code_and_ends_the_other_sessions(
    app: Tumen,
    eva: PersonClient,
    protected: Protected,
    database: Database,
    audit: Callable[[], list[str]],
    outbox: Callable[[], list[EmailMessage]],
) -> None:
    other = half_in(app)
    give(other, protected[0].next_code())
    assert change(eva, "off", protected[0].next_code(), password="not the right words") == 400
    assert change(eva, "off", protected[0].wrong_code()) == 400
    assert change(eva, "", protected[0].code()) == 400
    assert is_known(other)
    assert change(eva, "off", protected[0].code()) == 303
    assert (is_known(eva), is_known(other)) == (True, False)
    assert everything_in(database)["second_factor"] == everything_in(database)["recovery_code"] == []
    assert audit()[-1] == "second-factor.off"
    assert [str(mail["Subject"]) for mail in outbox()[-2:]] == [
        "Two-step log-in is on for Tumen",
        "Two-step log-in was switched off for Tumen",
    ]
    assert app.test_client().post("/login").status_code == 400
    assert PersonClient(app, app.response_class).post("/login", data=EVA).location == "/"


def test_new_recovery_codes_make_the_old_ones_void(app: Tumen, eva: PersonClient, protected: Protected) -> None:
    used, old = protected[1][:2]
    made = eva.post(f"{PLACE}/change", data={"what": "codes", "code": used, "password": PASSWORD})
    new = secrets_in(made.text)
    assert len(set(new) - set(protected[1])) == 10
    assert half_in(app).post(CODE, data={"recovery": old}).status_code == 400
    assert half_in(app).post(CODE, data={"recovery": new[0]}).status_code == 303


def test_nothing_is_changed_where_there_is_none(eva: PersonClient, database: Database) -> None:
    before = everything_in(database)
    assert change(eva, "codes", "123456") == 409
    assert eva.post(f"{PLACE}/confirm", data={"code": "123456"}).status_code == 409
    assert everything_in(database) == before


def test_it_goes_with_the_account(eva: PersonClient, protected: Protected, database: Database) -> None:
    assert eva.post("/account/delete", data={"password": PASSWORD}).status_code == 303
    with database.reader() as session:
        for model in (SecondFactor, RecoveryCode):
            assert session.scalar(select(func.count()).select_from(model)) == 0


# Asked of those who keep banks

NOTICE = "Protect your account"


def test_those_who_keep_banks_are_asked_until_they_have_one(people: People, database: Database) -> None:
    for client in (people.ben, people.admin):
        for path in ("/bank/articles", "/account"):
            assert NOTICE in client.get(path).text
    assert NOTICE not in people.ada.get("/account").text
    protect(database, people.ben)
    for path in ("/bank/articles", "/account"):
        assert NOTICE not in people.ben.get(path).text


def protect(database: Database, client: PersonClient) -> None:
    """Give somebody a second factor whose app nobody has."""
    assert client.user_id is not None
    with database.writer() as session:
        made_at = session.get_one(User, client.user_id).created_at
        session.add(SecondFactor(user_id=client.user_id, secret="", last_counter=0, made_at=made_at))


@pytest.fixture
def strict(make_app: Callable[..., Tumen]) -> Tumen:
    """A site on which those who keep banks must have a second factor."""
    return make_app(SECOND_FACTOR="staff")


def test_on_a_strict_site_nothing_of_the_staff_is_open_without_it_and_all_else_is(
    strict: Tumen, people: People, database: Database, clock: SettableClock
) -> None:
    for endpoint in strict.view_functions:
        strict.view_functions[endpoint] = lambda **_: "let in"
    browsers = {name: PersonClient(strict, strict.response_class) for name in ("ben", "admin", "cleo")}
    for name, client in browsers.items():
        log_in(client, getattr(people, name).user_id, now=clock())
    protect(database, browsers["cleo"])
    for rule in strict.url_map.iter_rules():
        for name, client in browsers.items():
            for method in methods(rule) if ACCESS[rule.endpoint] <= Standing.INSTRUCTOR else ():
                got = client.open(address(strict, rule), method=method)
                is_for_staff = ACCESS[rule.endpoint] >= Standing.INSTRUCTOR
                assert (got.text == "let in") == (name == "cleo" or not is_for_staff), (rule.rule, name, method)
    led = browsers["ben"].get("/bank")
    assert (led.status_code, led.location) == (303, PLACE)
    refused = browsers["ben"].post("/bank/questions/new")
    assert (refused.status_code, "two-step log-in has to be on" in refused.text) == (403, True)


def test_on_a_strict_site_invited_editors_need_it_too_and_make_no_token_for_the_bank(
    strict: Tumen, people: People, database: Database, clock: SettableClock, load_bank: int
) -> None:
    assert people.ada.user_id is not None
    ada = log_in(PersonClient(strict, strict.response_class), people.ada.user_id, now=clock())
    with database.writer() as session:
        session.add(BankMember(user_id=people.ada.user_id, bank_id=load_bank, role="editor"))
    assert ada.get("/bank").location == PLACE
    assert "before they get to the bank" in ada.get(PLACE).text
    refused = ada.post("/account/tokens", data={"name": "a way around", "scopes": "bank:write"})
    assert refused.status_code == 400
    protect(database, people.ada)
    assert ada.get("/bank").status_code == 200
    assert ada.post("/account/tokens", data={"name": "a script", "scopes": "bank:write"}).status_code == 200


@pytest.fixture
def load_bank(database: Database, clock: SettableClock) -> int:
    """The number of a bank."""
    with database.writer() as session:
        load_small_bank(session, now=clock())
    with database.reader() as session:
        return session.scalars(select(Bank.id)).one()


def test_tokens_that_were_made_before_go_on(strict: Tumen, people: People, load_bank: int) -> None:
    made = people.ben.post("/account/tokens", data={"name": "a script", "scopes": "bank:read"})
    found = re.search(r"<code>(tumen_\S+)</code>", made.text)
    assert found
    program = PersonClient(strict, strict.response_class)
    asked = program.get("/api/v1/bank/questions", headers={"Authorization": f"Bearer {found[1]}"})
    assert asked.status_code == 200
