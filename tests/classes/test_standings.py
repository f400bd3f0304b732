"""What an instructor sees of a class: its banks and nothing else, who needs help first, at a bounded cost."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.conftest import MONDAY, SettableClock
from tests.people import People, PersonClient, make_user
from tests.study.memories import Stored, put_cards
from tests.study.student import answer, entry, get_batch, send
from tests.study.test_cost import Meter
from webapp.classes.queries.classes import StudentRow
from webapp.classes.queries.progress import AnswerCounts, CardCounts, answer_counts
from webapp.classes.services.standing import Need, Standing
from webapp.db import Database
from webapp.history.reviewed import reviewed_days
from webapp.models import Card, ClassBank, ClassStudent, Question, UserSettings

from .teaching import WORD, renew

TODAY = MONDAY.date()
FINE = Standing(
    student=StudentRow(user_id=1, email="ada@example.org", joined_at=MONDAY),
    cards=CardCounts(last=TODAY, met=30, known=25, due=10),
    answers=AnswerCounts(answers=40, reviews=20, passed=14),
    questions=50,
    away=0,
)


@pytest.fixture
def joined(people: People, made: int) -> int:
    """The id of ben's class, which ada is in."""
    people.ada.post(renew(people.ben, made))
    return made


def study(client: PersonClient, clock: SettableClock, word: str, *, rating: int = 3) -> int:
    """Answer what is due or new of the bank of a word; how many cards that were."""
    cards = [card for card in get_batch(client, limit=50)["cards"] if card["card"].startswith(word)]
    for card in cards:
        answer(client, card, clock(), rating=rating)
    return len(cards)


@pytest.mark.parametrize(
    ("standing", "need"),
    [
        (FINE, Need.NONE),
        (replace(FINE, cards=CardCounts(), away=None), Need.NOT_BEGUN),
        (replace(FINE, away=6), Need.NONE),
        (replace(FINE, away=7), Need.AWAY),
        (replace(FINE, answers=AnswerCounts(reviews=20, passed=13)), Need.FORGETS),
        (replace(FINE, answers=AnswerCounts(reviews=19, passed=0)), Need.NONE),
        (replace(FINE, cards=replace(FINE.cards, due=11)), Need.BEHIND),
        (replace(FINE, cards=CardCounts(last=TODAY, met=9, due=9)), Need.NONE),
    ],
)
def test_who_needs_help(standing: Standing, need: Need) -> None:
    assert standing.need is need


def test_a_share_of_nothing_or_of_too_few_is_none() -> None:
    assert replace(FINE, questions=0).known is None
    assert replace(FINE, answers=AnswerCounts(reviews=19, passed=19)).retention is None
    assert FINE.retention == 0.7
    assert FINE.known == 0.5


def test_only_what_belongs_to_the_banks_of_the_class_is_counted(
    people: People, joined: int, banks: int, clock: SettableClock, database: Database
) -> None:
    met = study(people.ada, clock, WORD)
    assert met
    assert study(people.ada, clock, "ferry")
    (row,) = table(people.ben, joined)
    assert (row["answers_7_days"], row["last_studied"]) == (str(met), "2026-03-02")
    page = people.ben.get(f"/classes/{joined}/students/{people.ada.user_id}").text
    assert WORD in page.lower()
    assert "ferry" not in page.lower()
    with database.writer() as session:
        shipped = session.scalars(select(Question.bank_id).where(Question.bank_id != banks).limit(1)).one()
        session.add(ClassBank(class_id=joined, bank_id=shipped))
    assert int(table(people.ben, joined)[0]["answers_7_days"]) > met
    assert "ferry" in people.ben.get(f"/classes/{joined}/students/{people.ada.user_id}").text.lower()


def table(client: PersonClient, number: int) -> list[dict[str, str]]:
    response = client.get(f"/classes/{number}/students.csv")
    assert response.content_type == "text/csv; charset=utf-8"
    return list(csv.DictReader(response.text.removeprefix("\ufeff").splitlines()))


def test_all_that_waits_is_told_and_named_as_more_than_a_day_may_bring(
    people: People, joined: int, banks: int, clock: SettableClock, database: Database
) -> None:
    ada = people.ada
    assert ada.user_id
    with database.writer() as session:
        session.add(UserSettings(user_id=ada.user_id, new_per_day=0, reviews_per_day=2))
        ids = session.scalars(select(Question.id).filter_by(bank_id=banks, status="published")).all()
        put_cards(session, ada.user_id, [Stored(question_id=each, state=2, due_at=clock()) for each in ids])
    assert len(get_batch(ada, limit=50)["cards"]) == 2 < len(ids)
    assert table(people.ben, joined)[0]["due"] == str(len(ids))
    for path, heading in (("", "Waiting</th>"), (f"/students/{ada.user_id}", "Waiting</dt>")):
        page = people.ben.get(f"/classes/{joined}{path}").text
        assert heading in page
        assert f">{len(ids)}</" in page
        assert "all cards whose time has come. Today may show the student fewer" in page


def test_of_many_students_it_is_counted_as_of_one(
    people: People, joined: int, clock: SettableClock, database: Database
) -> None:
    """First reviews of a day, those that were taken back left out, as the progress page of a student counts them."""
    ada, cleo = people.ada, people.cleo
    with database.writer() as session:
        session.add(ClassStudent(user_id=cleo.user_id, class_id=joined, joined_at=clock()))
    for day in range(9):
        due = [card for card in get_batch(ada, limit=50)["cards"] if card["card"].startswith(WORD)]
        for card in due[:1]:  # a slip, taken back
            slip = entry(card, clock(), rating=1)
            undo = {"id": f"00000000-0000-4000-8000-{day:012}", "undoes": slip["id"]}
            send(ada, slip, {**undo, "answered_at": slip["answered_at"]})
        for rating in (3 if day % 4 else 1, 3, 3):  # steps of learning lie between
            study(ada, clock, WORD)
            study(cleo, clock, WORD, rating=rating)
            clock.move(timedelta(minutes=15))
        clock.move(timedelta(days=1))
    today = clock().date()
    with database.reader() as session:
        found = answer_counts(session, class_id=joined, user_id=None, today=today)
        for client in (ada, cleo):
            assert client.user_id
            days = reviewed_days(session, user_id=client.user_id, first=today - timedelta(days=29), last=today)
            counts = found[client.user_id]
            assert (counts.reviews, counts.passed) == (sum(d.reviews for d in days), sum(d.passed for d in days))
            assert counts.reviews > 0
            assert (counts.passed < counts.reviews) is (client is cleo)


def test_the_table_puts_first_who_needs_help_and_says_so(
    people: People, joined: int, clock: SettableClock, database: Database
) -> None:
    with database.writer() as session:
        for client in (people.cleo, people.admin):
            session.add(ClassStudent(user_id=client.user_id, class_id=joined, joined_at=clock()))
    study(people.ada, clock, WORD)
    clock.move(timedelta(days=9))
    study(people.cleo, clock, WORD)
    page = people.ben.get(f"/classes/{joined}").text
    assert "2 of 3 students may need help. One has not begun. One has not studied for a week or more." in page
    places = [page.index(each) for each in ("admin@", "ada@", "cleo@")]
    assert places == sorted(places)
    assert "away for 9 days" in page
    assert [row["need"] for row in table(people.ben, joined)] == ["not_begun", "away", "none"]
    assert "ada@example.org" not in people.ben.get(f"/classes/{joined}?q=cleo").text
    assert people.ben.get(f"/classes/{joined}?q=zz&page=x").status_code == 200


def test_what_somebody_keeps_forgetting_is_shown(people: People, joined: int, clock: SettableClock) -> None:
    study(people.ada, clock, WORD)
    at = f"/classes/{joined}/students/{people.ada.user_id}"
    assert "No question was forgotten three times or more." in people.ben.get(at).text
    with people.ada.database.writer() as session:
        session.execute(update(Card).where(Card.user_id == people.ada.user_id).values(lapses=4))
    page = people.ben.get(at).text
    assert "forgotten 4 times" in page
    assert f"/read/sorrel-{WORD}#" in page


def test_who_leaves_is_seen_no_more(people: People, joined: int, clock: SettableClock) -> None:
    study(people.ada, clock, WORD)
    at = f"/classes/{joined}/students/{people.ada.user_id}"
    assert people.ben.get(at).status_code == 200
    people.ada.post(f"/classes/{joined}/leave")
    assert people.ben.get(at).status_code == 404
    assert table(people.ben, joined) == []
    assert "Nobody is in this class yet." in people.ben.get(f"/classes/{joined}").text


def test_a_class_of_many_costs_no_more_statements(
    people: People, joined: int, clock: SettableClock, database: Database
) -> None:
    study(people.ada, clock, WORD)
    meter = Meter(people.ben.database)

    def used(path: str) -> int:
        meter.reset()
        assert people.ben.get(path).status_code == 200
        return len(meter.used)

    paths = (f"/classes/{joined}", f"/classes/{joined}/students.csv", "/classes")
    before = [used(path) for path in paths]
    for number in range(60):
        user = make_user(database, email=f"student{number:02}@example.org", role="student", now=clock())
        with database.writer() as session:
            session.add(ClassStudent(user_id=user, class_id=joined, joined_at=clock()))
    assert [used(path) for path in paths] == before
    assert max(before) <= 12
    page = people.ben.get(f"/classes/{joined}?page=2").text
    assert "Page 2 of 2" in page
    assert page.count("@example.org</a>") == 11
