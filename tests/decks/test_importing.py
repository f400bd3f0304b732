"""The history of one's own cards brought back: everything once, at its place in time, nothing that is strange."""

from __future__ import annotations

import json
import re
import uuid
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from question_bank.exchange.anki.deck import note_guid
from tests.conftest import SettableClock
from tests.people import People, PersonClient
from tests.question_bank.exchange.packages import collection, latest, oldest
from tests.study.student import answer, get_batch, send
from tests.web.probe import everything_in
from webapp.accounts.deletion import delete_user
from webapp.db import Database
from webapp.models import AuditEvent, Card, DeckImport, Question, ReviewDay, ReviewLog
from webapp.models.base import to_milliseconds
from webapp.reviews.rebuild import rebuild
from webapp.web.uploads import UPLOADS

from .packages import download

DERIVED = (Card, ReviewLog, ReviewDay)
MEMORY = ("question_id", "state", "step", "stability", "difficulty", "answered_at", "study_day", "repetitions",
          "lapses", "suspended", "buried_until", "leech", "version")  # fmt: skip


def look_at(client: PersonClient, content: bytes, name: str = "deck.apkg") -> TestResponse:
    return client.post("/decks/read", data={"package": (BytesIO(content), name)}, content_type="multipart/form-data")


def bring(client: PersonClient, content: bytes) -> str:
    """Look at a package and bring it here; what the page says afterwards."""
    assert look_at(client, content).headers["Location"] == "/decks/import"
    assert client.post("/decks/import").status_code == 303
    return client.get("/decks").text


def memories(database: Database, user_id: int | None) -> list[tuple[Any, ...]]:
    with database.reader() as session:
        columns = [getattr(Card, name) for name in MEMORY]
        return [
            tuple(row) for row in session.execute(select(*columns).where(Card.user_id == user_id).order_by(*columns))
        ]


def days(database: Database, user_id: int | None) -> list[Any]:
    with database.reader() as session:
        columns = (ReviewDay.study_day, ReviewDay.answers, ReviewDay.milliseconds, ReviewDay.new_cards,
                   ReviewDay.reviews, ReviewDay.passed)  # fmt: skip
        statement = select(*columns).where(ReviewDay.user_id == user_id).order_by(ReviewDay.study_day)
        return [tuple(row) for row in session.execute(statement)]


def differences(database: Database) -> list[Any]:
    with database.writer() as session:
        return list(rebuild(session, check=True))


def guid(key: str) -> str:
    return note_guid("main", key)


@pytest.fixture
def flagged(studied: PersonClient, clock: SettableClock) -> PersonClient:
    """Ada, who studied, suspended one card and buried another."""
    for action, key in (("suspend", "ferry-cost-number"), ("bury", "ferry-rope-card")):
        send(studied, {"id": str(uuid.uuid4()), "card": key, "action": action, "answered_at": to_milliseconds(clock())})
    return studied


def test_a_fresh_account_gets_the_same_memories_and_days(
    flagged: PersonClient, people: People, database: Database
) -> None:
    bring(people.ben, download(flagged, "all").content)
    assert memories(database, people.ben.user_id) == memories(database, flagged.user_id) != []
    assert days(database, people.ben.user_id) == days(database, flagged.user_id) != []
    assert differences(database) == []


def test_bringing_it_twice_changes_nothing(flagged: PersonClient, people: People, database: Database) -> None:
    content = download(flagged).content
    bring(people.ben, content)
    before = {
        name: rows for name, rows in everything_in(database).items() if name in {t.__tablename__ for t in DERIVED}
    }
    assert "Nothing was changed" in bring(people.ben, content)
    after = {name: rows for name, rows in everything_in(database).items() if name in before}
    assert after == before


def test_what_is_in_the_log_under_another_id_is_not_counted_twice(flagged: PersonClient, database: Database) -> None:
    before = memories(database, flagged.user_id), days(database, flagged.user_id)
    assert "Nothing was changed" in bring(flagged, download(flagged).content)
    assert (memories(database, flagged.user_id), days(database, flagged.user_id)) == before


def test_what_was_answered_in_anki_meanwhile_takes_its_place_in_time(
    studied: PersonClient, database: Database, clock: SettableClock
) -> None:
    """A review of four days ago, between answers given here: folded as if it had been given here then."""
    key, at = "ferry-cost-number", clock() - timedelta(days=4, hours=1)
    content = collection([(1, guid(key))], [(1, 1, 0, 2, 0)], [(to_milliseconds(at), 1, 1, 7000, 1, 500)])
    with database.reader() as session:
        question = session.scalars(select(Question).where(Question.key == key)).one()
    assert "1 entry is new in your log" in bring(studied, latest(content).getvalue())
    with database.reader() as session:
        (row,) = session.scalars(select(ReviewLog).where(ReviewLog.answered_at == at))
        assert (row.question_id, row.rating, row.duration_ms, row.received_at) == (question.id, 1, 7000, clock())
        assert row.state_before is not None
        assert row.policy_id is not None
    assert differences(database) == []


def test_old_reviews_have_no_limit_of_age(people: People, bank: None, database: Database, clock: SettableClock) -> None:
    at = to_milliseconds(clock() - timedelta(days=4000))
    reviews = [(at + n * 86_400_000, 1, 3, 1000, 1, 500) for n in range(5)]
    bring(people.ada, oldest(collection([(1, guid("ferry-rope-card"))], [(1, 1, 0, 2, 0)], reviews)).getvalue())
    assert len(days(database, people.ada.user_id)) == 5
    assert differences(database) == []


def test_an_answer_that_was_taken_back_here_stays_so(
    bank: None, people: People, database: Database, clock: SettableClock
) -> None:
    card = get_batch(people.ada)["cards"][0]
    given = answer(people.ada, card, clock())
    content = download(people.ada).content
    clock.move(timedelta(seconds=9))
    send(people.ada, {"id": str(uuid.uuid4()), "undoes": given["id"], "answered_at": to_milliseconds(clock())})
    bring(people.ada, content)
    assert memories(database, people.ada.user_id) == []


def test_reviews_that_left_the_schedule_alone_do_so_here(
    bank: None, people: People, database: Database, clock: SettableClock
) -> None:
    at = to_milliseconds(clock())
    content = collection([(1, guid("ferry-rope-card"))], [(1, 1, 0, 0, 0)], [(at, 1, 3, 1000, 3, 0)])
    bring(people.ada, oldest(content).getvalue())
    assert memories(database, people.ada.user_id) == []
    assert [day[1] for day in days(database, people.ada.user_id)] == [1]


def test_the_preview_says_what_comes_and_what_stays_out(
    bank: None, people: People, database: Database, clock: SettableClock
) -> None:
    now = to_milliseconds(clock())
    notes = [(1, guid("ferry-rope-card")), (2, "a stranger's"), (3, guid("no-such-question"))]
    cards = [(1, 1, 0, 2, 0), (2, 1, 1, 2, 0), (3, 2, 0, 2, 0)]
    reviews = [(now - 1000, 1, 3, 0, 1, 5), (now + 1000, 1, 3, 0, 1, 5), (5, 1, 3, 0, 1, 5), (7, 3, 3, 0, 1, 5)]
    before = memories(database, people.ada.user_id)
    look_at(people.ada, oldest(collection(notes, cards, reviews)).getvalue())
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", people.ada.get("/decks/import").text))
    assert "3 notes , 3 cards , 4 reviews" in text.replace(",", " ,").replace("  ", " ")
    assert "1 review of 1 card" in text
    assert "2 notes are not of this site" in text
    assert "1 card that was added" in text
    assert "3 reviews at times that cannot be" in text
    assert memories(database, people.ada.user_id) == before
    assert "A deck waits" in people.ada.get("/decks").text


def test_a_deck_without_questions_has_nothing_to_bring(bank: None, people: People) -> None:
    look_at(people.ada, oldest(collection([(1, "x")], [(1, 1, 0, 0, 0)], fields={"x": ["a", ""]})).getvalue())
    page = people.ada.get("/decks/import").text
    assert "nothing in it to bring here" in page
    assert 'action="/decks/import"' not in page


def test_what_was_read_is_forgotten_by_word_by_use_and_by_time(
    studied: PersonClient, database: Database, clock: SettableClock
) -> None:
    content = download(studied).content
    for forget in (
        lambda: studied.post("/decks/import/drop"),
        lambda: studied.post("/decks/import"),
        lambda: clock.move(timedelta(days=1, seconds=1)),
    ):
        look_at(studied, content)
        assert studied.get("/decks/import").status_code == 200
        forget()
        assert "A deck waits" not in studied.get("/decks").text
        assert studied.get("/decks/import").status_code == 303
        assert studied.post("/decks/import").headers["Location"] == "/decks"
        assert "No deck waits" in studied.get("/decks").text


def test_nobody_sees_or_uses_what_another_has_read(studied: PersonClient, people: People, database: Database) -> None:
    look_at(studied, download(studied).content)
    for name, client in people:
        if name != "ada":
            assert client.get("/decks/import").status_code in {303, 401, 403}
            client.post("/decks/import")
            client.post("/decks/import/drop")
    with database.reader() as session:
        assert {row.user_id for row in session.scalars(select(DeckImport))} == {studied.user_id}
        assert set(session.scalars(select(ReviewLog.user_id))) == {studied.user_id}


def test_it_goes_with_the_account_and_not_with_the_data(
    studied: PersonClient, database: Database, clock: SettableClock
) -> None:
    look_at(studied, download(studied).content)
    assert "deck_import" not in json.loads(studied.get("/account/data.json").text)
    assert studied.user_id is not None
    with database.writer() as session:
        delete_user(session=session, user_id=studied.user_id, now=clock())
    with database.reader() as session:
        assert session.scalars(select(DeckImport)).all() == []


def test_a_large_plan_is_kept_in_parts(
    studied: PersonClient, people: People, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.history.waiting_files.LARGEST_PART", 100)
    look_at(people.ben, download(studied).content)
    with database.reader() as session:
        assert len(session.scalars(select(DeckImport)).all()) > 2
    people.ben.post("/decks/import")
    assert memories(database, people.ben.user_id) == memories(database, studied.user_id)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "no Anki package"), (b"%PDF-1.7" * 99, "no Anki package"), (oldest(b"x" * 4096).getvalue(), "damaged")],
)
def test_a_file_that_is_no_deck(people: People, instance: Path, content: bytes, said: str) -> None:
    response = look_at(people.ada, content, name="../../../etc/passwd\0.apkg")
    assert response.status_code == 400
    assert said in response.text
    assert "Nothing was changed yet" in response.text
    assert list((instance / "uploads").iterdir()) == []


@pytest.mark.parametrize(
    "data",
    [{}, {"package": ""}, {"package": "a text"}, {"package": (BytesIO(b""), "")}, {"other": (BytesIO(b"x"), "x")}],
)
def test_no_file_at_all(people: People, data: dict[str, Any]) -> None:
    response = people.ada.post("/decks/read", data=data, content_type="multipart/form-data")
    assert response.status_code == 400
    assert "Choose a file first" in response.text


def test_a_file_that_is_too_large_is_refused_before_it_is_read(people: People, instance: Path) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="package"; filename="x"\r\n\r\n'
    content = head + bytes(UPLOADS["decks.read_package"]) + b"\r\n--x--\r\n"
    response = people.ada.post("/decks/read", data=content, content_type="multipart/form-data; boundary=x")
    assert response.status_code == 413
    assert not list((instance / "uploads").glob("*"))


def test_a_form_of_very_many_files_is_refused(people: People) -> None:
    data = {f"package{number}": (BytesIO(b"x"), "x") for number in range(50)}
    assert people.ada.post("/decks/read", data=data, content_type="multipart/form-data").status_code == 413


def test_no_other_page_takes_files(people: People) -> None:
    data = {"name": (BytesIO(b"x"), "x")}
    assert people.ada.post("/account/tokens", data=data, content_type="multipart/form-data").status_code == 415


def test_reading_decks_is_limited(people: People) -> None:
    found = [look_at(people.ada, b"x" * 99).status_code for _ in range(21)]
    assert found == [400] * 20 + [429]


def test_without_the_token_nothing_is_read(people: People, instance: Path) -> None:
    response = people.ada.post("/decks/read", data={"package": (BytesIO(b"x"), "x")}, csrf=False,
                               content_type="multipart/form-data")  # fmt: skip
    assert response.status_code == 400
    assert list((instance / "uploads").iterdir()) == []


def test_the_audit_notes_it(studied: PersonClient, people: People, database: Database) -> None:
    bring(people.ben, download(studied).content)
    with database.reader() as session:
        (event,) = session.scalars(select(AuditEvent).where(AuditEvent.action == "deck.brought-here"))
        assert (event.user_id, event.detail["rows"]) == (
            people.ben.user_id,
            len(studied.get("/account/log.csv").text.splitlines()) - 1,
        )
