"""Work: set for a class, seen on Today by its students, planned for with one press; who is on track."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.conftest import SettableClock
from tests.people import People, PersonClient
from tests.study.memories import Stored, put_cards
from tests.study.test_cost import Meter
from webapp.db import Database
from webapp.models import ClassWork, Collection, CollectionQuestion, Exam

from .teaching import renew


@pytest.fixture
def topic(banks: int, database: Database) -> int:
    """The collection of the topic of the class's bank."""
    with database.reader() as session:
        wanted = select(Collection.id).where(Collection.bank_id == banks, Collection.kind == "topic")
        return session.scalars(wanted).one()


@pytest.fixture
def joined(people: People, made: int) -> int:
    """The id of ben's class, which ada is in."""
    people.ada.post(renew(people.ben, made))
    return made


def set_work(client: PersonClient, number: int, collection: int, clock: SettableClock, days: int = 10) -> int:
    day = clock().date() + timedelta(days=days)
    sent = {"collection": str(collection), "day": day.isoformat()}
    return client.post(f"/classes/{number}/work", data=sent).status_code


def words(client: PersonClient, path: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(path).text).split())


def test_students_see_it_on_today_and_take_it_as_a_plan_once(
    people: People, joined: int, topic: int, clock: SettableClock, database: Database
) -> None:
    assert "Of your classes" not in words(people.ada, "/")
    assert set_work(people.ben, joined, topic, clock) == 303
    today = words(people.ada, "/")
    assert "Rivers, year 3 · by 12 Mar 2026, in 10 days" in today
    assert re.search(r"Of your classes .* 0 of \d+ known", today)
    assert "Of your classes" not in words(people.cleo, "/")
    take = re.search(r'action="(/schedule/work/\d+/take)"', people.ada.get("/").text)
    assert take
    for _ in range(2):
        assert people.ada.post(take[1]).location == "/schedule"
    assert people.cleo.post(take[1]).status_code == 404
    with database.reader() as session:
        exam = session.scalars(select(Exam)).one()
    assert (exam.user_id, exam.collection_id, exam.name) == (people.ada.user_id, topic, "Rivers, year 3")
    assert exam.day == clock().date() + timedelta(days=10)


@pytest.mark.parametrize("is_shipped", [True, False])
def test_it_is_seen_while_it_is_to_come_and_the_class_learns_from_its_bank(
    people: People, joined: int, banks: int, clock: SettableClock, database: Database, is_shipped: bool
) -> None:
    """Also of a bank that everybody sees: that one stays in sight, and is no business of the class any more."""
    with database.reader() as session:
        is_other = (Collection.bank_id != banks) if is_shipped else (Collection.bank_id == banks)
        part, bank = session.execute(
            select(Collection.id, Collection.bank_id).where(is_other, Collection.kind == "topic").limit(1)
        ).one()
    people.ben.post(f"/classes/{joined}/banks", data={"bank": str(bank)})
    assert set_work(people.ben, joined, part, clock) == 303

    def is_seen() -> bool:
        return "Of your classes" in words(people.ada, "/")

    assert is_seen()
    people.ben.post(f"/classes/{joined}/archive", data={"act": "archive"})
    assert not is_seen()
    people.ben.post(f"/classes/{joined}/archive", data={"act": "reopen"})
    people.ben.post(f"/classes/{joined}/banks/{bank}/remove")
    assert not is_seen()
    people.ben.post(f"/classes/{joined}/banks", data={"bank": str(bank)})
    clock.move(timedelta(days=10))
    assert is_seen()
    take = people.ada.post("/schedule/work/1/take")  # on the day itself there is nothing to plan
    assert take.status_code == 404
    clock.move(timedelta(days=1))
    assert not is_seen()
    assert "over" in words(people.ben, f"/classes/{joined}/work")


def test_the_instructor_sees_who_is_on_track(
    people: People, joined: int, topic: int, clock: SettableClock, database: Database
) -> None:
    set_work(people.ben, joined, topic, clock)
    at = f"/classes/{joined}/work"
    assert "Students on track: 1 of 1" in words(people.ben, at)
    clock.move(timedelta(days=5))
    assert "Students on track: 0 of 1" in words(people.ben, at)
    assert "ada@example.org 0 behind" in words(people.ben, at)
    with database.writer() as session:
        asked = session.scalars(
            select(CollectionQuestion.question_id).where(CollectionQuestion.collection_id == topic)
        ).all()
        due = clock() + timedelta(days=3)
        assert people.ada.user_id
        cards = [Stored(question_id=each, state=2, due_at=due) for each in asked[::2]]
        aside = [Stored(question_id=each, state=2, due_at=due, suspended=True) for each in asked[1:2]]
        put_cards(session, people.ada.user_id, cards + aside)
    assert f"ada@example.org {len(asked[::2])} yes" in words(people.ben, at), "what is suspended is not known"


def test_what_is_none_or_too_much_is_refused(
    people: People, joined: int, topic: int, clock: SettableClock, database: Database
) -> None:
    with database.reader() as session:
        other = session.scalars(select(Collection.id).where(Collection.bank_id == 1).limit(1)).one()
    for collection, days in ((other, 10), (topic, 0), (topic, -1), (topic, 800), (2**70, 10)):
        assert set_work(people.ben, joined, collection, clock, days) == 400, (collection, days)
    for sent in ({}, {"collection": str(topic), "day": "soon"}, {"collection": "x", "day": "2026-03-09"}):
        assert people.ben.post(f"/classes/{joined}/work", data=sent).status_code == 400
    with database.reader() as session:
        assert session.scalar(select(func.count()).select_from(ClassWork)) == 0
    assert [set_work(people.ben, joined, topic, clock) for _ in range(21)] == [303] * 20 + [409]


def test_another_classs_instructor_sets_and_removes_nothing(
    people: People, joined: int, topic: int, clock: SettableClock, database: Database
) -> None:
    set_work(people.ben, joined, topic, clock)
    assert people.cleo.get(f"/classes/{joined}/work").status_code == 404
    assert set_work(people.cleo, joined, topic, clock) == 404
    own = people.cleo.post("/classes", data={"title": "Hers"}).location.split("/")[2]
    for number in (joined, own):
        assert people.cleo.post(f"/classes/{number}/work/1/remove").status_code == 404
    with database.reader() as session:
        assert session.scalar(select(func.count()).select_from(ClassWork)) == 1
    assert people.ben.post(f"/classes/{joined}/work/1/remove").status_code == 303
    assert people.ben.post(f"/classes/{joined}/work/1/remove").status_code == 404


def test_who_is_in_no_class_is_asked_nothing_more(people: People, joined: int, topic: int) -> None:
    assert topic
    meter = Meter(people.cleo.database)

    def about_work(client: PersonClient) -> int:
        meter.reset()
        assert client.get("/").status_code == 200
        return sum("class_work" in statement for statement in meter.used)

    assert about_work(people.cleo) == 0
    assert about_work(people.ada) == 1
