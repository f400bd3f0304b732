from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from flask_security.utils import verify_and_update_password
from sqlalchemy import select

from tests.conftest import SettableClock
from tests.people import PASSWORD, People, PersonClient
from tests.reviews.asking import Student, answer
from tests.study.banks import make_bank
from tests.web.probe import everything_in
from webapp.db import Database
from webapp.models import Attempt, Exam
from webapp.models.study import ReviewLog
from webapp.models.user import User
from webapp.web import sessions

from .conftest import EVA, is_known

Browsers = Callable[[], PersonClient]


def test_logging_in_and_out(eva: PersonClient, audit: Callable[[], list[str]]) -> None:
    assert eva.post("/logout").status_code == 303
    assert not is_known(eva)
    assert eva.post("/login", data=EVA).status_code == 303
    assert is_known(eva)
    assert audit()[-2:] == ["log-out", "log-in"]


def test_who_is_sent_to_log_in_reads_why(browser: Browsers) -> None:
    nobody = browser()
    assert "The page that you asked for" in nobody.get("/account", follow_redirects=True).text
    assert "The page that you asked for" not in nobody.get("/login").text


@pytest.mark.parametrize("email", ["EVA@example.org", " eva@EXAMPLE.org"])
def test_the_spelling_of_an_address_does_not_matter(eva: PersonClient, browser: Browsers, email: str) -> None:
    assert browser().post("/login", data={"email": email, "password": PASSWORD}).status_code == 303


def test_known_and_unknown_accounts_look_the_same(eva: PersonClient, browser: Browsers) -> None:
    def page(email: str) -> tuple[int, str]:
        response = browser().post("/login", data={"email": email, "password": "not the right words"})
        text = re.sub(r'value="[^"]*"', "", html.unescape(response.text)).replace(email, "")
        return response.status_code, text

    assert page("eva@example.org") == page("nobody@example.org")
    assert page("eva@example.org")[0] == 400


def test_known_and_unknown_accounts_cost_the_same_hashing(
    eva: PersonClient, browser: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []

    def verify(*_: object) -> bool:
        hashed.append("known")
        return False

    monkeypatch.setattr("flask_security.core.verify_and_update_password", verify)
    monkeypatch.setattr("flask_security.forms.hash_password", lambda _: hashed.append("unknown"))
    for email in ("eva@example.org", "nobody@example.org"):
        browser().post("/login", data={"email": email, "password": "not the right words"})
    assert hashed == ["known", "unknown"]


def test_a_wrong_password_changes_nothing_but_is_noted(
    eva: PersonClient, browser: Browsers, database: Database
) -> None:
    before = everything_in(database)
    client = browser()
    refused = client.post("/login", data={**EVA, "password": "not the right words"})
    assert refused.status_code == 400
    assert "You are not logged in yet." in refused.text
    after = everything_in(database)
    assert {name for name in after if after[name] != before[name]} == {"audit_event"}
    assert not is_known(client)


def test_ten_wrong_passwords_lock_an_account_for_a_while_from_wherever_they_come(
    eva: PersonClient, browser: Browsers
) -> None:
    wrong = {**EVA, "password": "not the right words"}
    for number in range(10):
        address = {"REMOTE_ADDR": f"192.0.2.{number}"}
        assert browser().post("/login", data=wrong, environ_base=address).status_code == 400
    response = browser().post(
        "/login", data={**EVA, "email": " EVA@example.org"}, environ_base={"REMOTE_ADDR": "192.0.2.99"}
    )
    assert response.status_code == 429
    assert "Wait a little" in response.text
    other = {"email": "other@example.org", "password": "not the right words"}
    assert browser().post("/login", data=other, environ_base={"REMOTE_ADDR": "192.0.2.99"}).status_code == 400


@pytest.mark.parametrize("spelling", ["eva@\uff45\uff58ample.org", "EVA@example\u3002org"])
def test_another_spelling_of_an_address_is_no_further_attempt(
    eva: PersonClient, browser: Browsers, spelling: str
) -> None:
    for number in range(10):
        data = {"email": spelling if number % 2 else EVA["email"], "password": "not the right words"}
        assert browser().post("/login", data=data).status_code == 400
    assert browser().post("/login", data={**EVA, "email": spelling}).status_code == 429


def test_fifty_wrong_passwords_lock_an_address_whichever_accounts_they_are_for(browser: Browsers) -> None:
    client = browser()
    for number in range(50):
        data = {"email": f"nobody{number}@example.org", "password": "not the right words"}
        assert client.post("/login", data=data).status_code == 400
    assert client.post("/login", data=EVA).status_code == 429


def test_right_passwords_are_not_counted(eva: PersonClient, browser: Browsers) -> None:
    for _ in range(12):
        assert browser().post("/login", data=EVA).status_code == 303


def test_logging_in_changes_the_session_id_and_ends_the_guests(
    eva: PersonClient, people: People, browser: Browsers
) -> None:
    planted = people.guest.cookie_content()
    assert people.guest.post("/login", data=EVA).status_code == 303
    assert people.guest.cookie_content()["token"] != planted["token"]
    thief = browser()
    thief.keep_cookie(planted)
    assert thief.get("/study").location == "/"


def test_the_write_lock_is_not_held_while_a_password_is_hashed(
    eva: PersonClient, browser: Browsers, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another writer gets its turn in the middle of it."""
    written: list[bool] = []

    def write_meanwhile(password: str, user: User) -> bool:
        with database.writer() as session:
            session.connection().exec_driver_sql("UPDATE role SET description = 'meanwhile'")
            written.append(True)
        return verify_and_update_password(password, user)

    monkeypatch.setattr("flask_security.core.verify_and_update_password", write_meanwhile)
    assert browser().post("/login", data=EVA).status_code == 303
    assert written


def answers_as_guest(people: People, database: Database, clock: SettableClock) -> int:
    with database.writer() as session:
        make_bank(session, claims_of=range(3), now=clock())
    assert people.guest.user_id is not None
    Student(database, people.guest.user_id).send(answer("question-1", clock()), answer("question-2", clock()))
    return people.guest.user_id


def rows_of(database: Database, email: str) -> set[bytes]:
    with database.reader() as session:
        found = session.query(ReviewLog).join(User, User.id == ReviewLog.user_id).filter(User.email == email)
        return {bytes(row.id) for row in found}


def test_a_guests_answers_are_asked_about_and_brought_along(
    eva: PersonClient, people: People, database: Database, clock: SettableClock
) -> None:
    answers_as_guest(people, database, clock)
    response = people.guest.post("/login", data=EVA, query_string={"next": "/account"})
    assert response.location == "/account/bring-along?next=/account"
    assert rows_of(database, EVA["email"]) == set()
    page = people.guest.get(response.location)
    assert "2 answers" in page.text
    assert "bring along or leave" in people.guest.get("/account").text
    assert people.guest.post(response.location, data={"choice": "bring"}).location == "/account"
    assert len(rows_of(database, EVA["email"])) == 2
    assert people.guest.get(response.location).location == "/account"


def test_a_guests_answers_may_be_left(
    eva: PersonClient, people: People, database: Database, clock: SettableClock
) -> None:
    answers_as_guest(people, database, clock)
    asked = people.guest.post("/login", data=EVA).location
    assert "Left, it is deleted" in people.guest.get(asked).text
    assert people.guest.post(asked, data={"choice": "leave"}).status_code == 303
    assert everything_in(database)["review_log"] == []
    assert "bring along or leave" not in people.guest.get("/account").text


@pytest.mark.parametrize("choice", ["", "something"])
def test_no_choice_is_no_answer(
    eva: PersonClient, people: People, database: Database, clock: SettableClock, choice: str
) -> None:
    answers_as_guest(people, database, clock)
    asked = people.guest.post("/login", data=EVA).location
    assert people.guest.post(asked, data={"choice": choice}).status_code == 400
    assert "bring along or leave" in people.guest.get("/account").text


def test_a_guest_without_answers_is_not_asked_and_gone(eva: PersonClient, people: People, database: Database) -> None:
    assert people.guest.post("/login", data=EVA).location == "/"
    with database.reader() as session:
        assert session.get(User, people.guest.user_id) is None
    assert guests_of(people.guest) == [str(people.guest.user_id)], "what the browser has not sent yet goes along"


def test_a_quiz_that_was_begun_is_asked_about_too(
    eva: PersonClient, people: People, database: Database, clock: SettableClock
) -> None:
    """Its answers are in no log before it is handed in."""
    with database.writer() as session:
        session.add(
            Attempt(
                user_id=people.guest.user_id,
                id=bytes(16),
                made_at=clock(),
                feedback_at_once=False,
                is_review=False,
                chosen_by={},
                questions=5,
            )
        )
    asked = people.guest.post("/login", data=EVA).location
    assert "As a guest in this browser you made 1 quiz." in " ".join(people.guest.get(asked).text.split())
    assert people.guest.post(asked, data={"choice": "bring"}).status_code == 303
    with database.reader() as session:
        (owner,) = session.scalars(select(Attempt.user_id))
        assert session.get_one(User, owner).email == EVA["email"]


def test_exams_come_along_as_far_as_there_is_room_the_next_ones_first(
    eva: PersonClient, people: People, database: Database, clock: SettableClock
) -> None:
    guest, today = answers_as_guest(people, database, clock), clock().date()

    def put_exams(user_id: int, days: Sequence[int]) -> None:
        with database.writer() as session:
            for place, day in enumerate(days):
                made_at, on = clock() + timedelta(seconds=place - user_id * 1000), today + timedelta(days=day)
                session.add(Exam(user_id=user_id, made_at=made_at, name=str(day), day=on, retention=0.9))

    with database.reader() as session:
        account = session.scalars(select(User.id).where(User.email == EVA["email"])).one()
    put_exams(account, [100] * 18)
    put_exams(guest, [-1, 9, 3, 5, -2])
    asked = people.guest.post("/login", data=EVA).location
    page = people.guest.post(asked, data={"choice": "bring"}, follow_redirects=True)
    assert "You can have 20 exams: 3 that you planned as a guest were left out." in page.text
    with database.reader() as session:
        kept = session.execute(select(Exam.user_id, Exam.name).order_by(Exam.day)).all()
    assert [tuple(row) for row in kept] == [(account, "3"), (account, "5"), *[(account, "100")] * 18]


def guests_of(client: PersonClient, which: str = "guests") -> list[str]:
    guests: list[str] = client.get("/api/v1/session").get_json()[which]
    return guests


def test_the_browser_is_told_which_guests_became_part_of_the_account(
    eva: PersonClient, people: People, database: Database, clock: SettableClock
) -> None:
    guest_id = answers_as_guest(people, database, clock)
    assert guests_of(people.guest) == []
    asked = people.guest.post("/login", data=EVA).location
    assert guests_of(people.guest) == [], "nothing was decided yet"
    people.guest.post(asked, data={"choice": "bring"})
    assert guests_of(people.guest) == guests_of(eva) == [str(guest_id)]
    assert guests_of(people.ada) == []


def test_what_is_left_behind_belongs_to_nobody(
    eva: PersonClient, people: People, database: Database, clock: SettableClock
) -> None:
    guest_id = answers_as_guest(people, database, clock)
    people.guest.post(people.guest.post("/login", data=EVA).location, data={"choice": "leave"})
    assert (guests_of(people.guest), guests_of(people.guest, "gone")) == ([], [str(guest_id)])
    assert guests_of(people.ada, "gone") == []


def test_nobody_brings_along_what_is_not_theirs(people: People, database: Database, clock: SettableClock) -> None:
    guest_id = answers_as_guest(people, database, clock)
    before = everything_in(database)
    people.ada.post("/account/bring-along", data={"choice": "bring", "guest": guest_id})
    assert everything_in(database) == before


def test_being_remembered_is_no_cookie_of_its_own(eva: PersonClient, browser: Browsers) -> None:
    client = browser()
    response = client.post("/login", data={**EVA, "remember": "y"})
    assert [cookie.split("=")[0] for cookie in response.headers.getlist("Set-Cookie")] == ["tumen"]


def test_somebody_logged_in_who_opens_the_log_in_page_is_led_on(people: People) -> None:
    assert people.ada.get("/login").status_code == 303


def test_the_session_is_ours(app: object) -> None:
    assert isinstance(getattr(app, "session_interface", None), sessions.TumenSessions)


def test_idle_accounts_log_in_again(eva: PersonClient, clock: SettableClock) -> None:
    clock.move(timedelta(days=30))
    assert not is_known(eva)
    assert eva.post("/login", data=EVA).status_code == 303
