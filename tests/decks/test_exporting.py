"""A student's cards as a package: all of what is their own, nothing of others, and as the cards stand."""

from __future__ import annotations

import json
import re
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from question_bank.exchange.anki.deck import note_guid
from tests.conftest import SettableClock
from tests.people import People, PersonClient
from tests.study.student import answer, entry, get_batch, send
from webapp.db import Database
from webapp.models import Card, Question, ReviewLog
from webapp.models.base import to_milliseconds

from .packages import download


def test_what_was_studied_is_in_it_and_all_if_wanted(studied: PersonClient, database: Database) -> None:
    with database.reader() as session:
        answered = session.scalars(select(ReviewLog.question_id).distinct()).all()
        published = session.scalar(select(func.count()).select_from(Question).where(Question.status == "published"))
        logged = session.scalar(select(func.count()).select_from(ReviewLog))
    own, every = download(studied), download(studied, "all")
    assert own.value("SELECT count(*) FROM notes") == own.value("SELECT count(*) FROM cards") == len(answered)
    assert every.value("SELECT count(*) FROM notes") == published
    assert own.value("SELECT count(*) FROM revlog") == every.value("SELECT count(*) FROM revlog") == logged


@pytest.mark.usefixtures("studied")
def test_nothing_of_anybody_else_is_in_it(people: People) -> None:
    assert download(people.ben).value("SELECT count(*) FROM notes") == 0
    assert download(people.ben, "all").value("SELECT count(*) FROM revlog") == 0
    assert download(people.guest, "all").value("SELECT sum(reps) FROM cards") == 0
    assert people.nobody.get("/decks/tumen.apkg").headers["Location"] == "/"


@pytest.mark.usefixtures("bank")
def test_every_kind_has_something_on_each_side(people: People) -> None:
    package = download(people.ada, "all")
    for fields in package.fields():
        assert all(fields[:2])
        assert fields[-1]
        assert "\ue000" not in "".join(fields)
    (cloze,) = {fields[0] for fields in package.fields() if "{{c1::" in fields[0]}
    assert "[" not in cloze


@pytest.mark.usefixtures("bank")
def test_the_same_question_is_the_same_note_in_every_export(
    people: People, clock: SettableClock, database: Database
) -> None:
    first = download(people.ada, "all").rows("SELECT guid, flds FROM notes ORDER BY guid")
    answer(people.ada, get_batch(people.ada)["cards"][0], clock())
    clock.move(timedelta(days=3))
    assert download(people.ada, "all").rows("SELECT guid, flds FROM notes ORDER BY guid") == first
    with database.reader() as session:
        keys = session.scalars(select(Question.key).where(Question.status == "published")).all()
    assert sorted(guid for guid, _ in first) == sorted(note_guid("main", key) for key in keys)


def test_cards_stand_as_they_do_here(studied: PersonClient, database: Database, clock: SettableClock) -> None:
    package = download(studied)
    rows = package.rows(
        "SELECT guid, type, queue, due, reps, lapses, cards.data FROM cards JOIN notes ON notes.id = nid"
    )
    created = package.value("SELECT crt FROM col")
    with database.reader() as session:
        cards = session.execute(select(Question.key, Card).join(Card, Card.question_id == Question.id)).all()
    known = {note_guid("main", key): card for key, card in cards}
    assert len(rows) == len(known)
    for guid, kind, queue, due, repetitions, lapses, data in rows:
        card = known[guid]
        assert (kind, repetitions, lapses) == (card.state, card.repetitions, card.lapses)
        memory = json.loads(data)
        assert memory["s"] == pytest.approx(card.stability, abs=1e-4)
        assert memory["d"] == pytest.approx(card.difficulty, abs=1e-3)
        assert card.due_at is not None
        due_at = card.due_at.timestamp()
        assert (due if queue == 1 else created + due * 86_400) == pytest.approx(due_at, abs=1)
    assert {row[1] for row in rows} >= {1, 2}


@pytest.mark.usefixtures("bank")
def test_flags_come_along(people: People, clock: SettableClock) -> None:
    for action, card in zip(("suspend", "bury"), get_batch(people.ada)["cards"], strict=False):
        answer(people.ada, card, clock())
        send(people.ada, {"id": str(uuid.uuid4()), "card": card["card"], "action": action,
                          "answered_at": to_milliseconds(clock())})  # fmt: skip
    assert sorted(download(people.ada).rows("SELECT queue FROM cards")) == [(-3,), (-1,)]
    clock.move(timedelta(days=1))
    assert (-3,) not in download(people.ada).rows("SELECT queue FROM cards")


@pytest.mark.usefixtures("bank")
def test_what_was_taken_back_is_not_in_it(people: People, clock: SettableClock) -> None:
    card = get_batch(people.ada)["cards"][0]
    undone = entry(card, clock())
    send(people.ada, undone)
    clock.move(timedelta(seconds=5))
    send(people.ada, {"id": str(uuid.uuid4()), "undoes": undone["id"], "answered_at": to_milliseconds(clock())})
    answer(people.ada, card, clock(), rating=2)
    assert download(people.ada).rows("SELECT ease FROM revlog") == [(2,)]


def test_tags_say_where_it_belongs(studied: PersonClient) -> None:
    for (tags,) in download(studied).rows("SELECT tags FROM notes"):
        assert {tag.split("::")[0] for tag in tags.split()} >= {"article", "topic", "importance"}


def test_an_unknown_deck(people: People) -> None:
    assert people.ada.get("/decks/tumen.apkg?cards=everybodys").status_code == 404


@pytest.mark.usefixtures("bank")
def test_the_page_says_what_can_be_taken_along(people: People, clock: SettableClock) -> None:
    assert re.search(r"Download \d+ new cards", people.ada.get("/decks").text)
    answer(people.ada, get_batch(people.ada)["cards"][0], clock())
    page = people.ada.get("/decks").text
    assert "Download 1 studied card" in page
    assert "What Anki cannot carry" in page
    assert 'href="/decks"' in people.ada.get("/account").text
