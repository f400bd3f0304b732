"""Studying ahead, cramming, and one collection alone: over the API and in plain forms."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.conftest import MONDAY, SettableClock
from tests.history.choosing import choose, make_collection
from tests.people import People, PersonClient
from webapp.db import Database
from webapp.models import Card, ReviewLog
from webapp.models.base import to_milliseconds
from webapp.scheduling.fold import Mode

from .banks import MadeBank
from .memories import Stored, put_cards
from .student import answer, entry, get_batch, hidden_fields, keys, send

REVIEW = 2
YESTERDAY = (MONDAY - timedelta(days=1)).date()


def memories(client: PersonClient) -> list[tuple[Any, ...]]:
    """Everything that schedules the person's cards."""
    with client.database.reader() as session:
        columns = (Card.question_id, Card.state, Card.stability, Card.difficulty, Card.due_at, Card.repetitions)
        rows = session.execute(
            select(*columns).where(Card.user_id == client.user_id, Card.state > 0).order_by(columns[0])
        )
        return [tuple(row) for row in rows]


def is_finished(page: str) -> bool:
    return 'data-view="finished" tabindex="-1">' in page


def modes(client: PersonClient) -> list[int]:
    with client.database.reader() as session:
        rows = select(ReviewLog.mode).where(ReviewLog.user_id == client.user_id).order_by(ReviewLog.answered_at)
        return [mode for mode in session.scalars(rows) if mode != Mode.STUDY]


@pytest.fixture
def due(made_bank: MadeBank, people: People, database: Database, clock: SettableClock) -> None:
    """Ada's card of question n is due n days from now, of questions 1 to 10."""
    assert people.ada.user_id is not None
    cards = [Stored(question_id=n, state=REVIEW, due_at=clock() + timedelta(days=n), answered_on=YESTERDAY)
             for n in range(1, 11)]  # fmt: skip
    with database.writer() as session:
        put_cards(session, people.ada.user_id, cards)


def collection(people: People, database: Database, *questions: int) -> int:
    with database.writer() as session:
        return make_collection(session, questions)


@pytest.mark.usefixtures("due")
def test_ahead_brings_what_is_due_in_the_next_week_and_counts(people: People, clock: SettableClock) -> None:
    batch = get_batch(people.ada, mode="ahead")
    assert keys(batch) == [f"question-{n}" for n in range(1, 8)]
    assert batch["counts"]["left"] == 7
    first = batch["cards"][0]
    assert first["intervals"]["3"]
    send(people.ada, entry(first, clock(), rating=3, mode="ahead"))
    assert modes(people.ada) == [Mode.AHEAD]
    assert memories(people.ada)[0][5] == 3, "the memory has one repetition more"
    assert "question-1" not in keys(get_batch(people.ada, mode="ahead")), "answered today, it is done for today"


@pytest.mark.usefixtures("due")
def test_ahead_within_a_collection(people: People, database: Database) -> None:
    part = collection(people, database, 2, 3, 9, 20)
    assert keys(get_batch(people.ada, mode="ahead", collection=part)) == ["question-2", "question-3"]


@pytest.mark.usefixtures("due")
def test_a_collection_alone_today(people: People, database: Database, clock: SettableClock) -> None:
    part = collection(people, database, 2, 30, 31)
    assert keys(get_batch(people.ada, collection=part)) == ["question-30", "question-31"]
    clock.move(timedelta(days=2))
    assert keys(get_batch(people.ada, collection=part)) == ["question-2", "question-30", "question-31"]
    assert len(get_batch(people.ada, limit=100)["cards"]) > 3


@pytest.mark.usefixtures("due")
def test_cramming_leaves_the_schedule_alone(people: People, database: Database, clock: SettableClock) -> None:
    part = collection(people, database, 2, 3, 30)
    wanted = {"mode": "cram", "collection": part, "since": to_milliseconds(clock())}
    before = memories(people.ada)
    batch = get_batch(people.ada, **wanted)
    assert keys(batch) == ["question-2", "question-3", "question-30"]
    assert set(batch["cards"][0]["intervals"].values()) == {""}
    assert batch["cards"][0]["due_at"] is None
    clock.move(timedelta(seconds=5))
    missed = send(people.ada, entry(batch["cards"][0], clock(), rating=1, mode="cram"))
    assert "card" not in missed["results"][0]
    for card in batch["cards"][1:]:
        clock.move(timedelta(seconds=5))
        send(people.ada, entry(card, clock(), rating=3, mode="cram"))
    assert keys(get_batch(people.ada, **wanted)) == ["question-2"], "what was missed comes again, last"
    clock.move(timedelta(seconds=5))
    send(people.ada, entry(batch["cards"][0], clock(), rating=4, mode="cram"))
    done = get_batch(people.ada, **wanted)
    assert done["cards"] == []
    assert done["next_due_at"] is None
    assert modes(people.ada) == [Mode.CRAM] * 4
    assert memories(people.ada) == before
    again = {**wanted, "since": to_milliseconds(clock.move(timedelta(seconds=1)))}
    assert len(get_batch(people.ada, **again)["cards"]) == 3


def test_what_is_crammed_is_picked(
    people: People, database: Database, made_bank: MadeBank, clock: SettableClock
) -> None:
    for number in (1, 2):
        card = get_batch(people.ada, card=f"question-{number}")["cards"][0]
        answer(people.ada, card, clock(), rating=4)
        clock.move(timedelta(seconds=5))
    clock.move(timedelta(days=20))
    answer(people.ada, get_batch(people.ada, card="question-2")["cards"][0], clock(), rating=1)
    since = to_milliseconds(clock.move(timedelta(minutes=1)))
    assert keys(get_batch(people.ada, mode="cram", pick="forgotten", since=since)) == ["question-2"]
    assert keys(get_batch(people.ada, mode="cram", pick="weak", since=since)) == ["question-2", "question-1"]
    assert keys(get_batch(people.ada, mode="cram", since=since))[:3] == ["question-1", "question-2", "question-3"]
    suspend = {"id": "0197a3c2-5a1e-7cc3-98c4-000000000002", "card": "question-2", "action": "suspend",
               "answered_at": clock().isoformat()}  # fmt: skip
    send(people.ada, suspend)
    assert keys(get_batch(people.ada, mode="cram", pick="weak", since=since)) == ["question-1"]


def test_a_card_in_its_steps_is_not_moved_by_cramming(
    people: People, made_bank: MadeBank, clock: SettableClock
) -> None:
    card = get_batch(people.ada)["cards"][0]
    answer(people.ada, card, clock(), rating=1)
    before = memories(people.ada)
    clock.move(timedelta(seconds=5))
    crammed = get_batch(people.ada, mode="cram", since=to_milliseconds(clock()))["cards"][0]
    assert crammed["card"] == card["card"]
    sent = send(people.ada, entry(crammed, clock(), rating=1, mode="cram"))
    assert "card" not in sent["results"][0]
    assert memories(people.ada) == before


@pytest.mark.usefixtures("due")
def test_cramming_by_plain_forms(people: People, database: Database, clock: SettableClock) -> None:
    part = collection(people, database, 2, 3)
    before = memories(people.ada)
    begun = people.ada.get(f"/study?mode=cram&collection={part}")
    assert begun.status_code == 302
    assert "since=" in begun.location
    address = begun.location
    for _ in range(2):
        clock.move(timedelta(seconds=5))
        page = people.ada.get(address).text
        assert "Cramming" in page
        assert "does not change your schedule" in page
        asked = hidden_fields(page, "/study/check")
        assert asked["mode"] == "cram"
        result = people.ada.post("/study/check", data=asked).text
        assert "Cramming" in result
        graded = people.ada.post("/study/answer", data={**hidden_fields(result, "/study/answer"), "rating": "3"})
        assert graded.location == address
    assert is_finished(people.ada.get(address).text)
    assert modes(people.ada) == [Mode.CRAM, Mode.CRAM]
    assert memories(people.ada) == before


def test_cramming_is_taken_back(people: People, made_bank: MadeBank, clock: SettableClock) -> None:
    answer(people.ada, get_batch(people.ada)["cards"][0], clock(), rating=4)
    before = memories(people.ada)
    since = to_milliseconds(clock.move(timedelta(seconds=5)))
    card = get_batch(people.ada, mode="cram", pick="weak", since=since)["cards"][0]
    send(people.ada, entry(card, clock.move(timedelta(seconds=5)), rating=4, mode="cram"))
    address = f"/study?mode=cram&pick=weak&since={since}"
    finished = people.ada.get(address).text
    assert is_finished(finished)
    assert "That was all of it" in finished
    clock.move(timedelta(seconds=5))
    undone = people.ada.post("/study/act", data={**hidden_fields(finished, "/study/act"), "action": "undo"})
    assert "mode=cram" in undone.location
    assert not is_finished(people.ada.get(undone.location).text)
    assert keys(get_batch(people.ada, mode="cram", pick="weak", since=since)) == [card["card"]]
    assert memories(people.ada) == before


@pytest.mark.usefixtures("due")
def test_the_page_says_what_is_studied(people: People, database: Database, clock: SettableClock) -> None:
    assert "Studying ahead" in people.ada.get("/study?mode=ahead").text
    part = collection(people, database, 2, 30)
    with database.writer() as session:
        assert people.ada.user_id is not None
        own = make_collection(session, [30], kind="search", value="rope")
        choose(session, people.ada.user_id, own, followed_at=None, name="About the rope")
    assert "About the rope" in people.ada.get(f"/study?collection={own}").text
    usual = people.ada.get("/study").text
    assert 'class="sitting' not in usual
    assert 'content="mode=' not in usual
    for address in (f"/study?collection={own}", f"/api/v1/study/batch?collection={own}"):
        assert people.ben.get(address).status_code == 404
    assert people.ben.get(f"/study?collection={part}").status_code == 200


@pytest.mark.parametrize(
    "query", ["mode=quiz", "mode=", "collection=x", "collection=-1", f"collection={10**30}", "mode=cram&pick=some",
              "mode=cram&since=soon", f"mode=cram&since={10**20}", "collection=%00", "mode=%ED%A0%80"]
)  # fmt: skip
def test_what_names_no_sitting_is_refused(people: People, made_bank: MadeBank, query: str) -> None:
    assert people.ada.get(f"/study?{query}").status_code == 400
    assert people.ada.get(f"/api/v1/study/batch?{query}").status_code == 400


def test_a_collection_that_is_not_there(people: People, made_bank: MadeBank) -> None:
    assert people.ada.get("/study?collection=99").status_code == 404
    assert people.ada.get(f"/api/v1/study/batch?collection={2**63 - 1}").status_code == 404


@pytest.mark.parametrize("mode", ["quiz", "reviewed_quiz", 1, None, "CRAM", ["cram"]])
def test_no_other_mode_is_taken_from_a_client(
    people: People, made_bank: MadeBank, clock: SettableClock, mode: object
) -> None:
    card = get_batch(people.ada)["cards"][0]
    reply = people.ada.post("/api/v1/reviews", json=[entry(card, clock(), mode=mode)]).get_json()
    assert reply["results"][0]["status"] == "refused"
    assert '"mode" is one of study, ahead, cram, read.' in reply["results"][0]["reason"]
