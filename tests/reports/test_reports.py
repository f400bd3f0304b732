"""A student says that something is wrong, an instructor answers, and nobody else hears of it."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from tests.conftest import SettableClock
from tests.people import People, PersonClient
from tests.web.probe import everything_in
from webapp.accounts.bring_along import bring_along
from webapp.db import Database
from webapp.models import Report
from webapp.reports import services
from webapp.reviews.erase import erase_user

PATH = "/report/ferry-cost-number"
HOSTILE = "<script>alert(1)</script> “it's” 1,9 million"


def report(client: PersonClient, path: str = PATH, **fields: str) -> TestResponse:
    return client.post(path, data={"report": str(uuid4()), "revision": "1", "what": "source", **fields})


def stored(database: Database) -> list[Report]:
    with database.reader() as session:
        return list(session.query(Report).order_by(Report.at, Report.id))


def first_id(client: PersonClient) -> str:
    found = re.search(r'action="/reports/([0-9a-f-]{36})"', client.get("/reports").text)
    assert found
    return found[1]


def test_what_a_student_reports_reaches_the_instructors_and_the_answer_comes_back(people: People) -> None:
    page = people.ada.get(PATH + "?revision=1&next=/study")
    assert page.status_code == 200
    assert report(people.ada, words=HOSTILE, next="/study").location == "/study"
    assert "Waits for an instructor" in people.ada.get("/reports/mine").text
    inbox = people.ben.get("/reports").text
    assert "The source does not say so" in inbox
    assert "ada@example.org" in inbox
    assert "<script>alert" not in inbox
    assert "1,9 million" in inbox
    answer = people.ben.post(f"/reports/{first_id(people.ben)}", data={"action": "answer", "answer": "See **p. 2**."})
    assert answer.location == "/reports"
    assert "See <strong>p. 2</strong>." in people.ada.get("/reports/mine").text
    assert "No report waits" in people.ben.get("/reports").text
    assert "See <strong>p. 2</strong>." in people.cleo.get("/reports?status=answered").text


def test_a_report_is_closed_without_a_word_and_opened_again(people: People, database: Database) -> None:
    report(people.guest)
    assert "a guest" in people.ben.get("/reports").text
    name = first_id(people.ben)
    people.ben.post(f"/reports/{name}", data={"action": "close"})
    assert "Looked at and closed" in people.guest.get("/reports/mine").text
    people.ben.post(f"/reports/{name}", data={"action": "reopen", "status": "closed"})
    (kept,) = stored(database)
    assert (kept.status, kept.answer, kept.answered_by, kept.answered_at) == ("open", None, None, None)


def test_nobody_sees_the_reports_of_others(people: People) -> None:
    report(people.ada, words="a word of Ada")
    for name in ("guest", "ben", "cleo"):
        assert "a word of Ada" not in getattr(people, name).get("/reports/mine").text
    assert people.ada.get("/reports").status_code == 403
    assert people.ada.post(f"/reports/{first_id(people.ben)}", data={"action": "close"}).status_code == 403


def test_a_form_that_is_sent_twice_makes_one_report(people: People, database: Database) -> None:
    name = str(uuid4())
    for _ in range(2):
        assert report(people.ada, report=name).status_code == 303
    assert len(stored(database)) == 1
    assert report(people.ben, report=name).status_code == 400
    assert [row.user_id for row in stored(database)] == [people.ada.user_id]


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"what": ""}, "Choose what is wrong."),
        ({"what": "nonsense"}, "Not a valid choice"),
        ({"words": "x" * 1001}, "at most 1,000 characters"),
        ({"words": "a\0b"}, "cannot be stored"),
        ({"words": "a\ud800b".encode("utf-8", "surrogatepass").decode("utf-8", "replace"), "what": ""}, "Choose"),
        ({"report": "no id"}, "which report it makes"),
        ({"revision": "9" * 30}, "A revision has a number"),
        ({"revision": "0"}, "A revision has a number"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words_and_changes_nothing(
    people: People, database: Database, fields: dict[str, str], word: str
) -> None:
    before = everything_in(database)
    response = report(people.ada, **fields)
    assert response.status_code == 400
    assert word in response.text
    assert everything_in(database) == before


@pytest.mark.parametrize("path", ["/report/no-such-question", "/report/FERRY", "/report/ferry-cost-number?revision=2"])
def test_only_what_can_be_asked_can_be_reported(people: People, path: str) -> None:
    assert people.ada.get(path).status_code == 404


def test_a_draft_is_not_told_of(people: People, database: Database) -> None:
    with database.writer() as session:
        session.connection().exec_driver_sql("UPDATE question SET status = 'draft' WHERE key = 'ferry-cost-number'")
    assert people.ada.get(PATH).status_code == 404
    assert report(people.ada).status_code == 404


def test_words_are_counted_as_the_browser_counts_them(people: People, database: Database) -> None:
    assert report(people.ada, words="ab\r\n" * 333 + "c").status_code == 303
    assert len(stored(database)[0].words) == 1000


def test_a_page_of_ours_gets_json_and_every_refusal_in_words(people: People) -> None:
    done = report(people.ada, send="background")
    assert done.get_json()["message"].startswith("Thank you.")
    refused = people.ada.post(PATH, data={"send": "background"}, headers={"Accept": "application/json"})
    assert (refused.status_code, refused.get_json()["error"]["message"]) == (400, "Choose what is wrong.")


def test_nobody_floods_the_inbox(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_OPEN", 2)
    assert [report(people.ada).status_code for _ in range(3)] == [303, 303, 400]
    assert report(people.guest).status_code == 303


@pytest.mark.parametrize(
    ("data", "status"),
    [({}, 400), ({"action": "delete"}, 400), ({"action": "answer", "answer": " "}, 400),
     ({"action": "answer", "answer": "a\0"}, 400), ({"action": "answer", "answer": "x" * 2001}, 400)],
)  # fmt: skip
def test_an_answer_that_cannot_be_taken_changes_nothing(
    people: People, database: Database, data: dict[str, str], status: int
) -> None:
    report(people.ada)
    name = first_id(people.ben)
    assert people.ben.post(f"/reports/{name}", data=data).status_code == status
    assert stored(database)[0].status == "open"


def test_there_is_no_answer_to_what_is_not_there(people: People) -> None:
    assert people.ben.post(f"/reports/{uuid4()}", data={"action": "close"}).status_code == 404
    assert people.ben.post("/reports/none", data={"action": "close"}).status_code == 404
    assert people.ben.get("/reports?status=lost").status_code == 400
    assert people.ben.get("/reports?page=0").status_code == 400
    assert people.ben.get("/reports?page=99").status_code == 200


def test_where_a_question_is_shown_it_can_be_reported(people: People) -> None:
    assert "/report/ferry-cost-number?revision=1" in people.ada.get("/study?card=ferry-cost-number").text
    assert "/report/ferry-cost-number" in people.ada.get("/read/sorrel-ferry").text
    assert "/reports/mine" in people.ada.get("/account").text


def test_the_own_data_has_the_report_and_not_who_answered(people: People) -> None:
    report(people.ada, words="a word of Ada")
    people.ben.post(f"/reports/{first_id(people.ben)}", data={"action": "answer", "answer": "Thanks."})
    (row,) = people.ada.get("/account/data.json").get_json()["report"]
    assert (row["question"], row["words"], row["answer"]) == ("ferry-cost-number", "a word of Ada", "Thanks.")
    assert "answered_by" not in row


def test_an_instructor_who_leaves_takes_the_name_off_her_answers(
    people: People, database: Database, clock: SettableClock
) -> None:
    report(people.ada)
    people.ben.post(f"/reports/{first_id(people.ben)}", data={"action": "answer", "answer": "Thanks."})
    assert people.ben.user_id is not None
    with database.writer() as session:
        erase_user(session, user_id=people.ben.user_id, now=clock())
    (kept,) = stored(database)
    assert (kept.answer, kept.answered_by) == ("Thanks.", None)


def test_a_guests_reports_come_along_into_an_account(people: People, database: Database, clock: SettableClock) -> None:
    report(people.guest)
    assert people.guest.user_id is not None
    assert people.ada.user_id is not None
    for _ in range(2):
        with database.writer() as session:
            bring_along(session=session, guest_id=people.guest.user_id, user_id=people.ada.user_id, now=clock())
    assert [row.user_id for row in stored(database)] == [people.ada.user_id]
