"""What a person takes along: everything of their own, and nothing of anybody else's or of ours."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.accounts.conftest import EVA
from tests.bank.workshop import Editor, form_fields
from tests.conftest import MONDAY, SettableClock
from tests.history.choosing import choose, collection_id, make_collection
from tests.people import PASSWORD, People, PersonClient, log_in, make_people
from tests.study.banks import load_small_bank
from tests.study.student import answer, entry, get_batch, send
from webapp.accounts import own_data
from webapp.accounts.services import change_email, set_role
from webapp.db import Database
from webapp.models import ClassInstructor, ClassStudent, SchoolClass, User
from webapp.reviews.erase import personal_tables
from webapp.web.edge import Tumen


@pytest.fixture
def bank(database: Database, clock: SettableClock) -> None:
    with database.writer() as session:
        load_small_bank(session, now=clock())


def everything(client: PersonClient) -> dict[str, Any]:
    response = client.get("/account/data.json")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith('attachment; filename="tumen-2026-')
    content: dict[str, Any] = json.loads(response.text)
    return content


def log_lines(client: PersonClient) -> list[dict[str, str]]:
    text = client.get("/account/log.csv").text
    assert text.startswith("\ufeff")
    return list(csv.DictReader(text.removeprefix("\ufeff").splitlines()))


@pytest.fixture
def answered(bank: None, people: People, clock: SettableClock) -> None:
    """Ada answered three cards and set something, Ben answered one in words that nobody else used."""
    for card in get_batch(people.ada)["cards"][:3]:
        answer(people.ada, card, clock())
    people.ada.post("/settings", data={"new_per_day": "7"})
    card = get_batch(people.ben, card="ferry-cost-number")["cards"][0]
    send(people.ben, entry(card, clock(), response={"text": "a secret of Ben"}))


@pytest.mark.usefixtures("answered")
def test_everything_of_ones_own_is_in_it(people: People, database: Database) -> None:
    found = everything(people.ada)
    assert found["account"]["email"] == people.ada.email
    assert found["account"]["roles"] == ["student"]
    assert len(found["review_log"]) == len(found["card"]) == 3
    assert found["review_day"][0]["answers"] == 3
    assert {row["question"] for row in found["review_log"]} == {row["question"] for row in found["card"]}
    assert {row["kind"] for row in found["review_log"]} == {"answer"}
    assert {row["policy_id"] for row in found["review_log"]} == {row["id"] for row in found["scheduling_policy"]}
    assert {table.name for table in personal_tables()} - own_data.LEFT_OUT <= found.keys()


@pytest.mark.usefixtures("answered")
def test_chosen_collections_say_what_they_are_made_of(people: People, database: Database, clock: SettableClock) -> None:
    assert people.ada.user_id is not None
    with database.writer() as session:
        core = collection_id(session, "importance", "core")
        own = make_collection(session, [1], kind="search", value="rope boat")
        choose(session, people.ada.user_id, core, followed_at=clock())
        choose(session, people.ada.user_id, own, followed_at=None, name="The rope")
    assert everything(people.ada)["chosen_collection"] == [
        {"collection": {"kind": "importance", "value": "core"}, "name": None, "followed_at": clock().isoformat()},
        {"collection": {"kind": "search", "value": "rope boat"}, "name": "The rope", "followed_at": None},
    ]
    assert everything(people.ben)["chosen_collection"] == []


def test_classes_are_told_by_their_titles(people: People, database: Database, clock: SettableClock) -> None:
    with database.writer() as session:
        session.add(SchoolClass(id=5, title="Rivers", made_at=clock()))
        session.flush()
        session.add(ClassStudent(user_id=people.ada.user_id, class_id=5, joined_at=clock()))
        session.add(ClassInstructor(user_id=people.ben.user_id, class_id=5))
    assert everything(people.ada)["class_student"] == [{"class": "Rivers", "joined_at": clock().isoformat()}]
    assert everything(people.ada)["class_instructor"] == []
    assert everything(people.ben)["class_instructor"] == [{"class": "Rivers"}]


@pytest.mark.usefixtures("answered")
def test_the_log_has_a_line_for_each_entry(people: People) -> None:
    (line,) = log_lines(people.ben)
    assert line["question"] == "ferry-cost-number"
    assert json.loads(line["response"]) == {"text": "a secret of Ben"}
    assert (line["rating"], line["mode"], line["state_before"]) == ("3", "study", "new")
    assert len(log_lines(people.ada)) == 3


@pytest.mark.usefixtures("answered")
def test_nothing_of_anybody_else_is_in_it(people: People) -> None:
    for path in ("/account/data.json", "/account/log.csv"):
        for other, client in people:
            if other not in {"nobody", "ben"}:
                text = client.get(path).text
                assert "a secret of Ben" not in text
                assert "ben@example.org" not in text
    ids = {row["id"] for row in everything(people.ada)["review_log"]}
    assert ids.isdisjoint(row["id"] for row in everything(people.ben)["review_log"])
    assert everything(people.cleo)["review_log"] == []


def test_no_secret_of_ours_is_in_it(eva: PersonClient, database: Database) -> None:
    eva.post("/account/tokens", data={"name": "a script"})
    text = eva.get("/account/data.json").text
    with database.reader() as session:
        user = session.query(User).filter_by(email=EVA["email"]).one()
        assert user.password
        for secret in (user.password, user.fs_uniquifier, PASSWORD, eva.cookie_content()["token"], "csrf_token"):
            assert secret not in text
    found = everything(eva)
    assert [set(row) for row in found["access_token"]] == [{"id", "name", "scopes", "created_at", "revoked_at"}]
    assert [set(row) for row in found["user_session"]] == [{"created_at", "last_seen", "expires_at"}]
    assert [row["action"] for row in found["audit_event"]] == ["account.made", "log-in", "token.made"]


@pytest.mark.usefixtures("bank")
def test_a_quiz_is_in_it_without_what_would_solve_it(people: People) -> None:
    wishes = {"quiz": str(uuid4()), "pick": "random", "length": "5", "feedback": "end"}
    assert people.ada.post("/quiz/new", data=wishes).status_code == 303
    items = everything(people.ada)["attempt_item"]
    assert [item["position"] for item in items] == [1, 2, 3, 4, 5]
    assert all("question" in item and "seed" not in item for item in items)


def test_events_are_told_with_their_details_and_not_with_who_did_them(people: People, database: Database) -> None:
    assert people.ada.user_id is not None
    with database.writer() as session:
        ada = session.get_one(User, people.ada.user_id)
        change_email(session=session, user=ada, email="new@example.org", now=MONDAY)
        set_role(session=session, email="new@example.org", role="student", now=MONDAY, by=people.admin.user_id)
    log_in(people.ada, people.ada.user_id, now=MONDAY)
    changed, role = everything(people.ada)["audit_event"]
    assert (changed["action"], changed["detail"]) == ("email.changed", {"before": "ada@example.org"})
    assert (role["action"], role["detail"]) == ("role.set", {"role": "student", "before": ["student"]})


@pytest.mark.usefixtures("bank")
def test_a_guest_takes_along_what_is_known_by_the_browser(people: People, clock: SettableClock) -> None:
    answer(people.guest, get_batch(people.guest)["cards"][0], clock())
    found = everything(people.guest)
    assert found["account"]["email"] is None
    assert len(found["review_log"]) == len(log_lines(people.guest)) == 1
    assert "/account/data.json" in people.guest.get("/progress").text
    assert "/account/data.json" in people.ada.get("/account").text
    assert people.nobody.get("/account/data.json").headers["Location"] == "/"


@pytest.mark.usefixtures("bank")
def test_an_instructor_takes_along_what_was_written_in_the_bank_and_nobody_elses(
    make_app: Callable[..., Tumen], clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = make_people(make_app(OWN_PUBLISHING=False), now=clock())
    ben, cleo = Editor(people.ben), Editor(people.cleo)
    ben.save("ferry-bridge-choice", explanation="Ben says so.", why="more plainly")
    ben.save("ferry-draft", explanation="A draft of Ben.")
    ben.save("ferry-draft", explanation="A better draft of Ben.")
    cleo.save("ferry-draft", explanation="Cleo went on.")
    retired = form_fields(people.ben.get("/bank/claims/ferry-riders/edit").text.split("data-editor", 1)[1])
    people.ben.post("/bank/claims/ferry-riders/edit", data={**retired, "note": "A note of Ben."})
    article = form_fields(people.ben.get("/bank/articles/sorrel-ferry/edit").text.split("bank-form", 1)[1])
    people.ben.post("/bank/articles/sorrel-ferry/edit", data={**article, "title": "The Ferry of Ben"})
    people.ben.post("/bank/questions/ferry-draft/comments", data={"words": "A word of Ben."})
    report = {"report": str(uuid4()), "revision": "1", "what": "wording", "words": "Ada asks."}
    people.ada.post("/report/ferry-bridge-choice", data=report)
    number = re.findall(r"/reports/([^\"/]+)", people.ben.get("/reports").text)[0]
    people.ben.post(f"/reports/{number}", data={"action": "answer", "answer": "Ben answers."})
    monkeypatch.setattr(own_data, "PAGE", 1)

    found = everything(people.ben)
    (proposal,) = found["question_proposal"]
    assert (proposal["question"], proposal["state"], proposal["why"]) == (
        "ferry-bridge-choice", "waiting", "more plainly")  # fmt: skip
    assert proposal["content"]["explanation"] == "Ben says so."
    assert [(row["question"], row["number"]) for row in found["question_revision"]] == [
        ("ferry-draft", 2), ("ferry-draft", 3)]  # fmt: skip
    assert [(row["claim"], row["content"]["note"]) for row in found["claim_revision"]] == [
        ("ferry-riders", "A note of Ben.")]  # fmt: skip
    assert [(row["article"], row["content"]["title"]) for row in found["article_revision"]] == [
        ("sorrel-ferry", "The Ferry of Ben")]  # fmt: skip
    assert [row["words"] for row in found["question_comment"]] == ["A word of Ben."]
    assert [(row["question"], row["answer"]) for row in found["report_answer"]] == [
        ("ferry-bridge-choice", "Ben answers.")]  # fmt: skip
    assert "Ada asks." not in json.dumps(found)
    assert "Cleo went on." not in json.dumps(found)
    assert [row["number"] for row in everything(people.cleo)["question_revision"]] == [4]
    assert everything(people.ada)["question_revision"] == []


@pytest.mark.usefixtures("answered")
@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_pages_of_any_size_give_the_same(people: People, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    whole = everything(people.ada)
    monkeypatch.setattr(own_data, "PAGE", size)
    assert everything(people.ada) == whole


@pytest.mark.usefixtures("answered")
def test_it_is_sent_while_it_is_read(people: People, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_data, "PAGE", 1)
    assert people.ada.user_id is not None
    parts = own_data.OwnData(database, people.ada.user_id).log_as_csv()
    assert next(parts).startswith("\ufeffid,question,")
    assert next(parts).count("\r\n") == 1
    with database.writer() as session:  # nothing is held: others may write between two parts
        session.add(User(fs_uniquifier="another", active=True, created_at=MONDAY))
    assert len(list(parts)) == 2


@pytest.mark.usefixtures("bank")
def test_a_name_that_looks_like_a_formula_is_kept_from_being_one(people: People, clock: SettableClock) -> None:
    card = get_batch(people.ada, card="ferry-cost-number")["cards"][0]
    send(people.ada, entry(card, clock(), response={"text": "=1+1"}))
    (line,) = log_lines(people.ada)
    assert line["response"] == '{"text":"=1+1"}'
    assert not any(cell.startswith(("=", "+", "@")) for cell in line.values())
