"""Several banks: made, chosen, shared by links that work once, and changed by those alone who may."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Row, func, select, update
from werkzeug.datastructures import MultiDict

import webapp
from tests.bank.test_bringing_articles import CLAIM, bring, change, publish
from tests.bank.workshop import Editor, form_fields
from tests.conftest import SettableClock
from tests.mails import read_mails, text_of
from tests.people import People, PersonClient
from tests.study.banks import load_small_bank
from tests.study.student import get_batch, keys
from webapp.accounts.deletion import delete_user
from webapp.accounts.services import set_role
from webapp.db import Database
from webapp.models import AuditEvent, Bank, BankInvitation, BankMember, Question

TEMPLATES = Path(webapp.__file__).parent / "templates"
TITLE = "Rivers of the north"


@pytest.fixture
def made(people: People, database: Database, clock: SettableClock) -> int:
    """The id of a bank of ben's, beside the shipped one."""
    with database.writer() as session:
        load_small_bank(session, now=clock())
    at = people.ben.post("/banks", data={"title": TITLE}).location
    return int(at.rpartition("/")[2])


def invite(client: PersonClient, bank: int, **sent: str) -> str:
    """The path of the link that an invitation has."""
    page = client.post(f"/banks/{bank}/invitations", data=sent)
    assert page.status_code == 200, page.text
    found = re.search(r'class="secret">[a-z]+://[^/]+([^<]+)<', page.text)
    assert found
    return found[1]


def test_who_makes_a_bank_works_on_it_and_goes_back_to_another(people: People, made: int) -> None:
    begun = people.ben.get("/bank").text
    assert TITLE in begun
    assert "ferry" not in begun.lower()
    assert "There are no questions in this bank yet." in begun
    banks = people.ben.get("/banks").text
    assert TITLE in banks
    assert ">The bank<" in banks
    with people.ben.database.reader() as session:
        shipped = session.scalars(select(Bank.id).where(Bank.key == "main")).one()
    assert people.ben.post(f"/banks/{shipped}/choose").status_code == 303
    assert "ferry" in people.ben.get("/bank").text.lower()


def test_what_was_written_about_one_bank_comes_into_no_other(
    people: People, database: Database, clock: SettableClock
) -> None:
    """The form was opened in one tab, and another bank was made or chosen in another tab before it was sent."""
    ben, new = people.ben, "/bank/questions/new"

    def opened() -> MultiDict[str, str]:
        page = ben.get(f"{new}?kind=card").text.split("data-editor", 1)[1].split("</form>")[0]
        written = {"key": "ice-card", "claims": "ferry-cost-board", "importance": "core", "front": "What?",
                   "back": "Ice.", "explanation": "It held."}  # fmt: skip
        return MultiDict({**form_fields(page), **written})

    with database.writer() as session:
        load_small_bank(session, now=clock())
    of_shipped = opened()
    made = ben.post("/banks", data={"title": TITLE}).location
    refused = ben.post(new, data=of_shipped)
    assert refused.status_code == 409
    assert "Nothing was changed" in refused.text
    assert "Somebody else" not in refused.text
    of_made = opened()
    assert of_made["at_bank"] == made.rpartition("/")[2]
    ben.post(f"/banks/{of_shipped['at_bank']}/choose")
    assert ben.post(new, data=of_made).status_code == 409
    assert ben.post("/bank/import/drop", data={"at_bank": "x"}).status_code == 409
    with database.reader() as session:
        assert session.scalar(select(func.count()).where(Question.key == "ice-card")) == 0
    assert ben.post(new, data=of_shipped).status_code == 303


def test_every_form_of_the_banks_pages_says_which_bank_it_is_about() -> None:
    for page in (TEMPLATES / "bank").glob("*.html"):
        text = page.read_text("utf-8")
        assert text.count('method="post"') == text.count("{{ csrf() }}"), page.name


def test_other_instructors_neither_see_nor_change_it_but_administrators_do(people: People, made: int) -> None:
    assert TITLE not in people.cleo.get("/banks").text
    for path in (f"/banks/{made}/choose", f"/banks/{made}", f"/banks/{made}/invitations",
                 f"/banks/{made}/members/{people.ben.user_id}/remove"):  # fmt: skip
        assert people.cleo.post(path, data={"title": "Mine", "everybody": "y"}).status_code == 404, path
    assert people.ada.get("/banks").status_code == 403
    assert TITLE in people.admin.get("/banks").text


def test_a_link_makes_an_editor_of_that_bank_alone_and_works_once(
    people: People, made: int, database: Database, clock: SettableClock
) -> None:
    link = invite(people.ben, made, edits="y")
    with database.reader() as session:
        assert link.rpartition("/")[2] not in str(session.execute(select(BankInvitation.token_hash)).all())
    assert people.nobody.get(link).status_code == 303  # to log in, and back
    assert TITLE in people.ada.get(link).text
    assert people.ada.get("/bank").status_code == 403  # opening it gives nothing
    assert people.ada.post(link).location == "/bank"
    assert people.cleo.post(link).status_code == 410
    page = people.ada.get("/bank")
    assert page.status_code == 200
    assert TITLE in people.ada.get("/banks").text
    assert ">The bank<" not in people.ada.get("/banks").text
    assert people.ada.get("/bank/questions/ferry-bridge-choice").status_code == 404
    retired = {"status": "retired", "base_revision": "1"}
    assert people.ada.post("/bank/questions/ferry-bridge-choice/status", data=retired).status_code == 404
    assert people.cleo.post("/bank/questions/ferry-bridge-choice/status", data=retired).status_code == 303
    assert people.ada.post(f"/banks/{made}/members/{people.ben.user_id}/remove").status_code == 303
    assert TITLE not in people.ben.get("/banks").text
    for said in ("made an invitation", "took an invitation", "took rights away"):
        assert said in people.ada.get("/bank/history").text
    assert "took rights away" not in people.cleo.get("/bank/history").text


def test_an_invited_editor_makes_no_bank_and_has_nobody_else_learn_from_one(
    people: People, made: int, database: Database
) -> None:
    def audience() -> Row[str, str]:
        with database.reader() as session:
            return session.execute(select(Bank.title, Bank.audience).where(Bank.id == made)).one()

    ada, page = people.ada, f"/banks/{made}"
    ada.post(invite(people.ben, made, edits="y"))
    assert 'id="make"' in people.ben.get("/banks").text
    assert 'id="make"' not in ada.get("/banks").text
    assert ada.post("/banks", data={"title": "Mine"}).status_code == 403
    assert 'name="everybody"' not in ada.get(page).text
    assert ada.post(page, data={"title": "Mine", "everybody": "y"}).status_code == 403
    assert audience() == (TITLE, "members")
    assert ada.post(page, data={"title": "Ice"}).status_code == 303
    assert people.ben.post(page, data={"title": "Ice", "everybody": "y"}).status_code == 303
    assert ada.post(page, data={"title": "Snow"}).status_code == 303
    assert audience() == ("Snow", "everyone")
    with database.reader() as session:
        assert session.scalar(select(func.count()).select_from(Bank)) == 2


def test_links_grow_old_and_are_taken_back(people: People, made: int, database: Database, clock: SettableClock) -> None:
    link = invite(people.ben, made)
    with database.reader() as session:
        number = session.scalars(select(BankInvitation.id)).one()
    assert people.ben.post(f"/banks/{made}/invitations/{number}/back").status_code == 303
    assert people.ben.post(f"/banks/{made}/invitations/{number}/back").status_code == 404
    assert people.ada.post(link).status_code == 410
    link = invite(people.ben, made)
    clock.move(timedelta(days=7))
    assert people.ada.get(link).status_code == 410
    assert people.ada.post(link).status_code == 410
    with database.reader() as session:
        assert session.scalar(select(func.count()).select_from(BankMember)) == 1


def test_links_go_with_the_rights_of_who_made_them(
    people: People, made: int, database: Database, clock: SettableClock
) -> None:
    with database.reader() as session:
        shipped = session.scalars(select(Bank.id).where(Bank.key == "main")).one()
    people.ada.post(invite(people.ben, made, edits="y"))
    link, of_ben = invite(people.ada, made, edits="y"), invite(people.ben, made)
    people.ben.post(f"/banks/{made}/members/{people.ada.user_id}/remove")
    assert people.ada.post(link).status_code == 410
    to_shipped, of_admin = invite(people.ben, shipped), invite(people.admin, made)
    with database.writer() as session:
        set_role(session=session, email="ben@example.org", role="student", now=clock())
        set_role(session=session, email="admin@example.org", role="instructor", now=clock())
    assert people.ada.get(to_shipped).status_code == 410
    assert people.ada.get(of_admin).status_code == 410
    assert people.ada.get(of_ben).status_code == 200  # ben is its editor still


def test_a_reader_studies_the_bank_until_the_rights_are_taken_away(
    people: People, made: int, database: Database
) -> None:
    with database.writer() as session:  # a question of the shipped bank stands for one of ben's
        moved = update(Question).where(Question.key == "ferry-rope-card").values(bank_id=made)
        session.execute(moved)
    asked = {"limit": "50", "card": "ferry-rope-card"}
    address = "/api/v1/study/batch"
    assert people.ada.get(address, query_string=asked).status_code == 404
    assert "ferry-rope-card" not in keys(get_batch(people.ada, limit="50"))
    people.ada.post(invite(people.ben, made))
    assert keys(get_batch(people.ada, **asked))[0] == "ferry-rope-card"
    assert people.ada.get("/bank").status_code == 403  # a reader keeps nothing
    assert people.ben.post(f"/banks/{made}/members/{people.ada.user_id}/remove").status_code == 303
    assert people.ada.get(address, query_string=asked).status_code == 404
    assert "ferry-rope-card" not in keys(get_batch(people.ada, limit="50"))
    changed = {"title": TITLE, "everybody": "y"}
    assert people.ben.post(f"/banks/{made}", data=changed).status_code == 303
    assert keys(get_batch(people.guest, **asked))[0] == "ferry-rope-card"


def test_a_link_is_mailed_where_an_address_is_given(people: People, made: int, instance: Path) -> None:
    link = invite(people.ben, made, email="dora@example.org")
    mail = read_mails(instance)[-1]
    assert (mail["To"], link in text_of(mail)) == ("dora@example.org", True)
    refused = people.ben.post(f"/banks/{made}/invitations", data={"email": "no address"})
    assert refused.status_code == 400


def test_nobody_sends_invitations_or_makes_banks_without_end(people: People, made: int, instance: Path) -> None:
    sent = {"email": "dora@example.org"}
    answers = [people.ben.post(f"/banks/{made}/invitations", data=sent).status_code for _ in range(31)]
    assert answers == [200] * 30 + [429]
    assert len(read_mails(instance)) == 30
    assert people.admin.post(f"/banks/{made}/invitations").status_code == 200  # it is counted for each person
    answers = [people.cleo.post("/banks", data={"title": "Ice"}).status_code for _ in range(31)]
    assert answers == [303] * 30 + [429]


def test_who_is_erased_leaves_the_bank_and_no_invitation(
    people: People, made: int, database: Database, clock: SettableClock
) -> None:
    link = invite(people.ben, made)
    with database.writer() as session:
        assert people.ben.user_id is not None
        delete_user(session=session, user_id=people.ben.user_id, now=clock())
    assert people.ada.post(link).status_code == 410
    with database.reader() as session:
        assert session.scalar(select(func.count()).select_from(Bank)) == 2
        assert session.scalar(select(func.count()).select_from(BankMember)) == 0
        assert session.scalars(select(AuditEvent.user_id).where(AuditEvent.bank_id == made)).all() == [None, None]


def test_a_bank_grows_from_an_article_and_reaches_its_readers_alone(
    people: People, made: int, database: Database
) -> None:
    """The pages of the bank do for another bank what they do for the shipped one; names are taken on the whole site."""
    ben = people.ben
    assert "never used twice" in bring(ben, key="sorrel-ferry").text
    assert bring(ben).status_code == 303
    change(ben, "p02", role="body", digest="Ice once bore the town, for $300, in January 1901.")
    assert ben.post("/bank/claims/new", data={**CLAIM, "topic": f"bank-{made}"}).status_code == 303
    question = {"kind": "card", "claims": "ice-bridge", "importance": "core", "front": "A bridge of what?",
                "back": "Of ice.", "explanation": "It held."}  # fmt: skip
    assert "is taken" in ben.post("/bank/questions/new", data={**question, "key": "ferry-rope-card"}).text
    assert ben.post("/bank/questions/new", data={**question, "key": "ice-card"}).status_code == 303
    people.ada.post(invite(ben, made))
    assert publish(ben).status_code == 303
    assert Editor(ben).set_status("ice-card", "published", base=1).status_code == 303
    assert keys(get_batch(people.ada, limit=50, card="ice-card"))[0] == "ice-card"
    for client, tells in ((people.ada, True), (people.cleo, False), (people.nobody, False)):
        for path in ("/read", "/search?q=bore"):
            assert ("Winter Bridge" in client.get(path).text) is tells, (client.email, path)
    assert "ice-card" in ben.get("/bank?q=ice").text
    assert len(ben.get("/bank/export/questions?format=json").get_json()["questions"]) == 1


def test_the_pages_of_a_bank_and_of_a_class_keep_one_frame(people: People, made: int) -> None:
    at = people.ben.post("/classes", data={"title": "Rivers, year 3"}).location
    for first, below in (("/bank", [f"/banks/{made}"]), (at, [])):
        tabs = re.search(r'<nav class="tabs\b.*?</nav>', people.ben.get(first).text, re.DOTALL)
        assert tabs
        places = re.findall(r'href="([^"]+)"', tabs[0])
        assert len(places) > 2
        for place in [*places, *below]:
            assert '<body class="wide"' in people.ben.get(place).text, place
