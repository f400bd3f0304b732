"""Classes: made and kept by instructors, joined by a code, learning from banks, and nobody else's business."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from tests.conftest import SettableClock
from tests.people import PASSWORD, People, PersonClient
from tests.study.student import answer, get_batch, keys
from tests.waiting import until_somebody_waits
from webapp.accounts import bank_queries
from webapp.accounts.deletion import delete_user
from webapp.accounts.services import set_role
from webapp.classes.services.joining import NoSuchCodeError, class_by_code, close_code, join_class, renew_code
from webapp.classes.services.keeping import archive_class
from webapp.db import Database
from webapp.models import Bank, BankMember, ClassBank, ClassInstructor, ClassStudent, SchoolClass

from .teaching import WORD, make_class, renew


def members(database: Database, number: int) -> list[int]:
    with database.reader() as session:
        return list(session.scalars(select(ClassStudent.user_id).where(ClassStudent.class_id == number)))


def banks_met(client: PersonClient) -> set[str]:
    return {key.partition("-")[0] for key in keys(get_batch(client, limit=50))}


def test_who_joins_reads_before_what_is_seen_and_opening_the_link_changes_nothing(
    people: People, made: int, database: Database
) -> None:
    link = renew(people.ben, made)
    page = people.ada.get(link).text
    assert "What its instructors see of you" in page
    assert "your e-mail address" in page
    assert "ben@example.org" in page
    assert members(database, made) == []
    assert people.ada.post(link).location == "/"
    assert people.ada.post(link).status_code == 303  # a second press is no fault
    assert members(database, made) == [people.ada.user_id]
    assert "You are in this class." in people.ada.get(link).text
    assert "Rivers, year 3" in people.ada.get("/account").text
    assert "Rivers, year 3" in people.ada.get("/classes").text


def test_the_students_of_a_class_learn_from_its_bank_while_they_are_in_it_and_it_is_not_archived(
    people: People, made: int, banks: int
) -> None:
    assert banks_met(people.ada) == {"ferry"}
    link = renew(people.ben, made)
    people.ada.post(link)
    assert banks_met(people.ada) == {"ferry", WORD}
    people.ben.post(f"/classes/{made}/archive", data={"act": "archive"})
    assert banks_met(people.ada) == {"ferry"}
    people.ben.post(f"/classes/{made}/archive", data={"act": "reopen"})
    assert banks_met(people.ada) == {"ferry", WORD}
    people.ben.post(f"/classes/{made}/banks/{banks}/remove")
    assert banks_met(people.ada) == {"ferry"}
    people.ben.post(f"/classes/{made}/banks", data={"bank": str(banks)})
    assert banks_met(people.ada) == {"ferry", WORD}
    assert people.ada.post(f"/classes/{made}/leave").location == "/classes"
    assert banks_met(people.ada) == {"ferry"}
    assert people.ada.post(f"/classes/{made}/leave").status_code == 404


def test_a_code_works_until_it_is_renewed_or_closed_however_it_is_written(
    people: People, made: int, database: Database
) -> None:
    first = renew(people.ben, made)
    code = first.rpartition("/")[2]
    assert people.ada.get(f"/join?code={code.lower().replace('-', ' ')}").location == first
    assert people.ada.get("/join?code=short").status_code == 400
    assert people.ada.get("/join").status_code == 200
    second = renew(people.ben, made)
    assert people.ada.post(first).status_code == 404
    people.ben.post(f"/classes/{made}/code", data={"act": "close"})
    for path in (first, second, "/join/" + "A" * 5000, "/join/%00%F0%9F%8E%93"):
        assert people.ada.get(path).status_code == 404, path
        assert people.ada.post(path).status_code == 404, path
    assert "Nobody can join at present." in people.ben.get(f"/classes/{made}/settings").text
    third = renew(people.ben, made)
    people.ben.post(f"/classes/{made}/archive", data={"act": "archive"})
    assert people.ada.post(third).status_code == 404
    assert people.ben.post(f"/classes/{made}/code", data={"act": "renew"}).status_code == 409
    assert members(database, made) == []


@pytest.mark.parametrize("close", [archive_class, close_code, renew_code])
def test_nobody_joins_by_a_code_that_is_closed_at_that_moment(
    people: People, made: int, clock: SettableClock, database: Database, close: Callable[..., object]
) -> None:
    code = renew(people.ben, made).rpartition("/")[2]
    ada, ben = people.ada.user_id, people.ben.user_id
    assert ada

    def join() -> str:
        try:
            with database.writer() as session:
                join_class(session, found=class_by_code(session, written=code), user_id=ada, now=clock())
        except NoSuchCodeError:
            return "no such code"
        return "joined"

    with ThreadPoolExecutor(1) as pool:
        with database.writer() as session:
            close(session, found=session.get_one(SchoolClass, made), user_id=ben, now=clock())
            session.flush()
            joined = pool.submit(join)
            until_somebody_waits(database)
        assert joined.result(60) == "no such code"
    assert members(database, made) == []


def test_a_code_that_lets_nobody_in_can_be_mended_where_it_is_said(people: People, made: int) -> None:
    renew(people.ben, made)
    refused = people.ada.get("/join?code=abcd2345", follow_redirects=True)
    assert refused.status_code == 404
    assert "This code lets nobody in" in refused.text
    assert 'value="ABCD-2345"' in refused.text
    assert 'role="alert"' in refused.text


def test_codes_cannot_be_guessed_by_trying(people: People, made: int) -> None:
    for number in range(60):
        assert people.nobody.get(f"/join/AAAA-{number:04}").status_code == 404
    for method in ("GET", "HEAD"):
        assert people.nobody.open("/join/AAAA-9999", method=method).status_code == 429


def test_a_guest_makes_an_account_comes_back_and_keeps_what_was_learned(
    people: People, made: int, clock: SettableClock, database: Database
) -> None:
    link, guest = renew(people.ben, made), people.guest
    card = get_batch(guest)["cards"][0]
    answer(guest, card, clock())
    page = guest.get(link).text
    assert "ben@example.org" not in page  # who has no account reads of no person
    assert WORD not in page.lower()
    register = re.search(r'href="(/register[^"]+)"', page)
    assert register
    assert guest.post(link).status_code == 303  # to log in: nothing is joined without an account
    assert members(database, made) == []
    sent = {"email": "gus@example.org", "password": PASSWORD, "next": link}
    assert guest.post(register[1], data=sent).location == link
    assert guest.post(link).location == "/"
    assert members(database, made) == [guest.user_id]
    with database.reader() as session:
        assert session.scalar(select(func.count()).where(SchoolClass.id == made)) == 1
    assert "gus@example.org" in people.ben.get(f"/classes/{made}").text


Sent = tuple[str, str, dict[str, str]]


def addresses_of(number: int, *, student: int, instructor: int, bank: int) -> Iterator[Sent]:
    """Everything that can be asked of a class, and done to it."""
    at = f"/classes/{number}"
    yield from (("GET", at + path, {}) for path in ("", "/students.csv", "/settings", f"/students/{student}"))
    for path in (f"/students/{student}/remove", f"/instructors/{instructor}/remove", f"/banks/{bank}/remove"):
        yield "POST", at + path, {}
    yield "POST", f"{at}/settings", {"title": "Mine"}
    yield from (("POST", f"{at}/code", {"act": act}) for act in ("renew", "close"))
    yield "POST", f"{at}/banks", {"bank": str(bank)}
    yield "POST", f"{at}/instructors", {"email": "cleo@example.org"}
    yield "POST", f"{at}/archive", {"act": "archive"}


def test_another_classs_instructor_is_an_outsider_at_every_address(
    people: People, made: int, banks: int, database: Database
) -> None:
    """Also one who teaches a class of her own, with the ids of the other's people in the addresses of hers."""
    people.ada.post(renew(people.ben, made))
    own = make_class(people.cleo, "Mountains")
    ada, ben = people.ada.user_id, people.ben.user_id
    assert ada
    assert ben
    before = state(database)
    for method, path, sent in addresses_of(made, student=ada, instructor=ben, bank=banks):
        assert people.cleo.open(path, method=method, data=sent).status_code == 404, path
        assert people.ada.open(path, method=method, data=sent).status_code == 403, path
    for path in (f"/classes/{own}/students/{ada}/remove", f"/classes/{own}/instructors/{ben}/remove",
                 f"/classes/{own}/banks/{banks}/remove", f"/classes/{made}/leave"):  # fmt: skip
        assert people.cleo.post(path).status_code == 404, path
    assert people.cleo.get(f"/classes/{own}/students/{ada}").status_code == 404
    assert people.cleo.post(f"/classes/{own}/banks", data={"bank": str(banks)}).status_code == 400
    assert state(database) == before
    assert "Rivers" not in people.cleo.get("/classes").text
    assert "Rivers" in people.admin.get("/classes").text
    assert people.admin.get(f"/classes/{made}").status_code == 200


def state(database: Database) -> list[object]:
    with database.reader() as session:
        tables = (SchoolClass.__table__, ClassStudent.__table__, ClassInstructor.__table__, ClassBank.__table__)
        return [session.execute(select(table)).all() for table in tables]


def test_who_edits_a_bank_by_invitation_teaches_nobody(people: People, banks: int, database: Database) -> None:
    with database.writer() as session:
        session.add(BankMember(user_id=people.ada.user_id, bank_id=banks, role="editor"))
    assert people.ada.post("/classes", data={"title": "Mine"}).status_code == 403
    assert "Make a class" not in people.ada.get("/classes").text
    with database.writer() as session:
        session.add(SchoolClass(id=77, title="Once hers", made_at=SettableClock()()))
        session.flush()
        session.add(ClassInstructor(user_id=people.ada.user_id, class_id=77))
    assert people.ada.get("/classes/77").status_code == 404


def test_a_second_instructor_teaches_too_and_a_class_keeps_its_last_one(people: People, made: int) -> None:
    at = f"/classes/{made}"
    for nobody in ("ada@example.org", "none@example.org", ""):
        assert people.ben.post(f"{at}/instructors", data={"email": nobody}).status_code == 400
    assert people.ben.post(f"{at}/instructors/{people.ben.user_id}/remove").status_code == 409
    assert people.ben.post(f"{at}/instructors", data={"email": " Cleo@Example.org "}).status_code == 303
    assert people.cleo.get(at).status_code == 200
    assert people.cleo.post(f"{at}/instructors/{people.ben.user_id}/remove").status_code == 303
    assert people.ben.get(at).status_code == 404


def test_with_the_role_go_the_classes(people: People, made: int, database: Database, clock: SettableClock) -> None:
    with database.writer() as session:
        set_role(session=session, email="ben@example.org", role="student", now=clock())
    with database.reader() as session:
        assert session.scalars(select(ClassInstructor.user_id).where(ClassInstructor.class_id == made)).all() == []


def test_who_keeps_a_bank_sees_which_classes_learn_from_it_and_takes_it_away(
    people: People, made: int, banks: int
) -> None:
    assert "Rivers, year 3" in people.admin.get(f"/banks/{banks}").text
    sent = {"from": "bank"}
    assert people.admin.post(f"/classes/{made}/banks/{banks}/remove", data=sent).location == f"/banks/{banks}"
    assert people.admin.post(f"/classes/{made}/banks/{banks}/remove").status_code == 404
    assert people.admin.post(f"/classes/{2**62}/banks/{banks}/remove").status_code == 404


def test_a_bank_that_everybody_sees_tells_nobody_of_the_classes_of_others(
    people: People, made: int, database: Database
) -> None:
    """Every instructor keeps the shipped bank: that is no reason to know of a class, or to take something from it."""
    with database.reader() as session:
        shipped = session.scalars(select(Bank.id).where(Bank.key == "main")).one()
    assert people.ben.post(f"/classes/{made}/banks", data={"bank": str(shipped)}).status_code == 303
    assert "Rivers" not in people.cleo.get(f"/banks/{shipped}").text
    with database.reader() as session:
        assert bank_queries.classes(session, bank_id=shipped) == []
    assert people.cleo.post(f"/classes/{made}/banks/{shipped}/remove").status_code == 404
    assert people.ben.post(f"/classes/{made}/banks/{shipped}/remove").status_code == 303


def test_with_the_account_goes_the_place_in_a_class(
    people: People, made: int, database: Database, clock: SettableClock
) -> None:
    people.ada.post(renew(people.ben, made))
    for client in (people.ada, people.ben):
        assert client.user_id
        with database.writer() as session:
            delete_user(session=session, user_id=client.user_id, now=clock())
    assert members(database, made) == []
    with database.reader() as session:
        assert session.get_one(SchoolClass, made).title == "Rivers, year 3"
    assert people.admin.get(f"/classes/{made}").status_code == 200  # a class that nobody teaches any more


@pytest.mark.parametrize("title", ["", "   ", "x" * 101, "a\0b"])
def test_a_title_that_is_none_is_refused(people: People, made: int, database: Database, title: str) -> None:
    before = state(database)
    for path in ("/classes", f"/classes/{made}/settings"):
        response = people.ben.post(path, data={"title": title})
        assert response.status_code == 400
        assert "Nothing was changed yet." in response.text
    for path in ("code", "archive"):
        assert people.ben.post(f"/classes/{made}/{path}", data={"act": title or "else"}).status_code == 400
    assert people.ben.post(f"/classes/{made}/banks", data={"bank": title}).status_code == 400
    assert people.ben.post(f"/classes/{made}/instructors", data={"email": title}).status_code == 400
    assert state(database) == before
