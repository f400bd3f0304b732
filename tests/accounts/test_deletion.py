"""Deleting an account: asked with the password, complete, and noted without a word on who it was."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.accounts.conftest import EVA, is_known
from tests.conftest import SettableClock
from tests.people import PASSWORD, People, PersonClient, log_in, make_user
from tests.study.banks import load_small_bank
from tests.study.student import answer, entry, get_batch
from tests.web.probe import add_page, everything_in, open_to_everybody
from webapp.accounts import deletion, passwords
from webapp.db import Database, request_session
from webapp.models import AuditEvent, ReviewLog, User, UserRole, UserSettings
from webapp.reviews.erase import erase_user, personal_tables
from webapp.web import short_way
from webapp.web.audit import note_event
from webapp.web.edge import Tumen
from webapp.web.identity import require_person
from webapp.web.people import Person

Browsers = Callable[[], PersonClient]
SETTINGS = {"zone": "Asia/Seoul", "rollover_hour": "4", "new_per_day": "7", "reviews_per_day": "200",
            "desired_retention": "0.90", "maximum_interval": "36500", "single_keys": "y",
            "load_balancing": "y"}  # fmt: skip


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
    assert "What you wrote into the bank stays, without your name. A backup that was made" in text
    assert "/account/data.json" in text
    assert "/account/delete" in eva.get("/account").text


@pytest.mark.usefixtures("studied")
def test_a_guest_deletes_what_was_learned_by_a_button(people: People, database: Database) -> None:
    assert people.guest.user_id is not None
    page = people.guest.get("/account/delete").text
    assert "password" not in page.split("<form")[1]
    assert "wrote into the bank" not in page  # no guest can
    assert people.guest.post("/account/delete").location == "/"
    assert rows_of(database, people.guest.user_id) == 0
    assert people.guest.get("/progress").location == "/"
    with database.reader() as session:
        assert len(session.scalars(select(ReviewLog.user_id)).all()) == 2


@pytest.mark.usefixtures("studied")
def test_answers_by_the_short_way_that_meet_the_deletion_are_from_nobody(
    people: People, database: Database, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deleted_meanwhile(person: Person, _endpoint: str) -> bool:
        with database.writer() as session:
            erase_user(session, user_id=person.id, now=clock())
        return True

    card = get_batch(people.guest)["cards"][0]
    monkeypatch.setattr(short_way, "may", deleted_meanwhile)
    response = people.guest.post("/api/v1/reviews", json=[entry(card, clock())])
    assert (response.status_code, response.get_json()["error"]["code"]) == (401, "unknown_person")
    assert people.guest.user_id is not None
    assert rows_of(database, people.guest.user_id) == 0


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
        assert "Somebody else was faster" not in response.text
    assert everything_in(database) == before


@pytest.fixture
def pressed_at_once(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[TestResponse]]:
    """Browsers that confirm their deletion at once: both are past every check of the page when the first one goes."""

    def press(*browsers: PersonClient, **data: str) -> list[TestResponse]:
        barrier, delete = threading.Barrier(len(browsers)), deletion.delete_user

        def delete_together(**arguments: Any) -> None:
            barrier.wait(20)
            delete(**arguments)

        monkeypatch.setattr(deletion, "delete_user", delete_together)
        with ThreadPoolExecutor(len(browsers)) as pool:
            return list(pool.map(lambda client: client.post("/account/delete", data=data), browsers))

    return press


@pytest.mark.usefixtures("studied")
def test_two_presses_of_the_button_delete_once(
    eva: PersonClient, browser: Browsers, database: Database, pressed_at_once: Callable[..., list[TestResponse]]
) -> None:
    same = browser()
    same.keep_cookie(eva.cookie_content())
    eva_id = id_of(database, EVA["email"])
    responses = pressed_at_once(eva, same, password=PASSWORD)
    assert [(response.status_code, response.location) for response in responses] == [(303, "/")] * 2
    assert rows_of(database, eva_id) == 0
    with database.reader() as session:
        gone = select(func.count()).where(AuditEvent.action == "account.deleted")
        assert session.scalar(gone) == 1


def test_of_two_administrators_who_delete_themselves_at_once_one_remains(
    people: People,
    browser: Browsers,
    database: Database,
    clock: SettableClock,
    monkeypatch: pytest.MonkeyPatch,
    pressed_at_once: Callable[..., list[TestResponse]],
) -> None:
    monkeypatch.setattr(passwords, "verify_password", lambda *_: True)
    other = make_user(database, email="other-admin@example.org", role="admin", now=clock())
    responses = pressed_at_once(people.admin, log_in(browser(), other, now=clock()), password=PASSWORD)
    assert sorted(response.status_code for response in responses) == [303, 409]
    refused = next(response for response in responses if response.status_code == 409)
    assert "<h1>The only administrator cannot go</h1>" in refused.text
    with database.reader() as session:
        left = session.scalars(select(UserRole.user_id).where(UserRole.user_id.in_([other, people.admin.user_id])))
        assert len(set(left)) == 1


def as_guest(browser: PersonClient, database: Database, clock: SettableClock) -> int:
    """Study as a guest, set something, ask for a calendar, begin a quiz; the guest's id."""
    browser.post("/start")
    answer(browser, get_batch(browser)["cards"][0], clock())
    assert browser.post("/settings", data=SETTINGS).status_code == 303
    browser.post("/progress/calendar")
    quiz = {"quiz": str(uuid.uuid4()), "pick": "random", "length": "5", "feedback": "end"}
    assert browser.post("/quiz/new", data=quiz).status_code == 303
    with database.reader() as session:
        guest_id = session.scalars(select(User.id).order_by(User.id.desc())).first()
        assert guest_id is not None
    assert rows_of(database, guest_id) > 5
    return guest_id


def is_erased(database: Database, user_id: int) -> bool:
    with database.reader() as session:
        noted = session.scalars(select(AuditEvent.id).where(AuditEvent.user_id == user_id)).all()
        return session.get(User, user_id) is None and not noted and rows_of(database, user_id) == 0


@pytest.mark.usefixtures("studied")
@pytest.mark.parametrize("choice", ["bring", "leave"])
def test_of_a_guest_who_logged_in_nothing_stays_but_what_was_brought_along(
    browser: Browsers, database: Database, clock: SettableClock, choice: str
) -> None:
    client = browser()
    guest_id = as_guest(client, database, clock)
    asked = client.post("/login", data=EVA).location
    assert "deleted" in client.get(asked).text
    twice = browser()
    twice.keep_cookie(client.cookie_content())
    for each in (client, twice):
        assert each.post(asked, data={"choice": choice}).status_code == 303
    assert is_erased(database, guest_id)
    with database.reader() as session:
        log = select(func.count()).where(ReviewLog.user_id == id_of(database, EVA["email"]))
        assert session.scalar(log) == (2 if choice == "bring" else 1)
    client.post("/account/delete", data={"password": PASSWORD})
    with database.reader() as session:
        assert session.scalar(select(func.count()).select_from(ReviewLog)) == 2  # Ada's and the first guest's


@pytest.mark.usefixtures("studied")
def test_a_guest_who_was_not_decided_on_goes_with_the_account(
    browser: Browsers, eva: PersonClient, database: Database, clock: SettableClock
) -> None:
    client = browser()
    guest_id = as_guest(client, database, clock)
    client.post("/login", data=EVA)
    eva.post("/account/delete", data={"password": PASSWORD})
    assert is_erased(database, guest_id)


@pytest.fixture
def deleted_meanwhile(app: Tumen, database: Database, clock: SettableClock) -> Callable[[], None]:
    """From now on whoever asks is deleted by another process once the request knows who it is."""

    def delete_person() -> None:
        with database.writer() as session:
            erase_user(session, user_id=require_person().id, now=clock())

    return lambda: app.before_request_funcs.setdefault(None, []).append(delete_person)


@pytest.mark.usefixtures("studied")
def test_answers_that_meet_the_deletion_are_from_nobody(
    people: People, database: Database, clock: SettableClock, deleted_meanwhile: Callable[[], None]
) -> None:
    card = get_batch(people.guest)["cards"][0]
    deleted_meanwhile()
    response = people.guest.post("/api/v1/reviews?counts=1", json=[entry(card, clock())])
    assert (response.status_code, response.get_json()["error"]["code"]) == (401, "unknown_person")
    assert people.guest.user_id is not None
    assert rows_of(database, people.guest.user_id) == 0


@pytest.mark.usefixtures("studied")
@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/progress/calendar", {}),
        ("/quiz/new", {"quiz": str(uuid.uuid4()), "pick": "random", "length": "5", "feedback": "end"}),
        ("/settings", SETTINGS),
        ("/account/delete", {}),
    ],
)
def test_pages_that_meet_the_deletion_lead_home(
    people: People, database: Database, deleted_meanwhile: Callable[[], None], path: str, data: dict[str, str]
) -> None:
    assert people.guest.user_id is not None
    deleted_meanwhile()
    response = people.guest.post(path, data=data)
    assert response.status_code == 303
    assert response.location == "/" or people.guest.get(response.location).location == "/"
    assert rows_of(database, people.guest.user_id) == 0


@pytest.mark.parametrize(("path", "status"), [("/write", 303), ("/api/write", 401)])
def test_what_meets_the_deletion_at_the_commit_is_no_fault(
    make_app: Callable[..., Tumen],
    people: People,
    database: Database,
    clock: SettableClock,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    status: int,
) -> None:
    def write() -> str:
        with database.writer() as session:
            erase_user(session, user_id=require_person().id, now=clock())
        note_event(request_session(), action="probe", user_id=require_person().id, now=clock())
        return "written"

    app = make_app(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    open_to_everybody(monkeypatch, path)
    add_page(app, path, write, methods=("POST",))
    client = PersonClient(app, app.response_class)
    client.keep_cookie(people.guest.cookie_content())
    assert client.post(path).status_code == status
    with database.reader() as session:
        assert session.scalars(select(AuditEvent.id).where(AuditEvent.action == "probe")).all() == []


@pytest.mark.usefixtures("studied")
def test_a_fault_of_ours_stays_one_where_the_person_is_still_there(
    make_app: Callable[..., Tumen], people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write() -> str:
        request_session().add_all([UserSettings(user_id=require_person().id), UserSettings(user_id=-1)])
        request_session().flush()
        return "written"

    app = make_app(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    open_to_everybody(monkeypatch, "/write")
    add_page(app, "/write", write, methods=("POST",))
    client = PersonClient(app, app.response_class)
    client.keep_cookie(people.guest.cookie_content())
    assert client.post("/write").status_code == 500
    assert people.guest.get("/progress").status_code == 200
