"""“Study this now”: the very question that was asked for comes first, whenever it is due, or it is said why not."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.conftest import MONDAY, SettableClock
from tests.people import People, PersonClient
from webapp.db import Database
from webapp.models import Card, Question, ReviewLog
from webapp.scheduling.fold import Mode

from .banks import MadeBank
from .student import answer, entry, get_batch, hidden_fields, keys, send

KNOWN = "question-7"
ADDRESS = f"/study?card={KNOWN}"
TUESDAY = (MONDAY + timedelta(days=1)).date()


def shown(page: str) -> list[str]:
    return re.findall(r'<article [^>]*data-card="([^"]+)"', page)


def modes(client: PersonClient) -> list[int]:
    with client.database.reader() as session:
        rows = select(ReviewLog.mode).where(ReviewLog.user_id == client.user_id, ReviewLog.study_day == TUESDAY)
        return list(session.scalars(rows))


def act(client: PersonClient, action: str, **more: str) -> str:
    page = client.get("/study").text
    fields = {**hidden_fields(page, "/study/act"), "card": KNOWN, "action": action, **more}
    response = client.post("/study/act", data=fields)
    assert response.status_code == 303, response.text
    return str(response.location)


@pytest.fixture(autouse=True)
def known(made_bank: MadeBank, people: People, clock: SettableClock) -> None:
    """Ada learned question 7 yesterday, and it is due in a week."""
    answer(people.ada, get_batch(people.ada, card=KNOWN)["cards"][0], clock(), rating=4)
    clock.move(timedelta(days=1))


def test_a_card_that_is_not_due_is_shown_first_and_its_answer_is_one_ahead(
    people: People, database: Database, clock: SettableClock
) -> None:
    batch = get_batch(people.ada, card=KNOWN)
    assert keys(batch)[:2] == [KNOWN, "question-1"], "then the day goes on"
    early, of_the_day = batch["cards"][:2]
    assert (early["mode"], "mode" in of_the_day) == ("ahead", False)
    send(people.ada, entry(early, clock(), mode=early["mode"]))
    assert modes(people.ada) == [Mode.AHEAD]
    with database.reader() as session:
        card = session.scalars(select(Card).where(Card.user_id == people.ada.user_id)).one()
        assert (card.repetitions, card.study_day) == (2, TUESDAY)


def test_the_same_in_plain_forms(people: People) -> None:
    page = people.ada.get(ADDRESS).text
    assert shown(page) == [KNOWN]
    result = people.ada.post("/study/check", data=hidden_fields(page, "/study/check")).text
    graded = people.ada.post("/study/answer", data={**hidden_fields(result, "/study/answer"), "rating": "3"})
    assert graded.location == "/study", "on with the day"
    assert modes(people.ada) == [Mode.AHEAD]
    page = people.ada.get("/study").text
    assert shown(page) == ["question-1"]
    assert "early" not in hidden_fields(page, "/study/check")


def test_a_card_that_is_due_is_answered_as_any_other(people: People, clock: SettableClock) -> None:
    clock.move(timedelta(days=8))
    assert "mode" not in get_batch(people.ada, card=KNOWN)["cards"][0]


@pytest.mark.parametrize(("action", "words"), [("suspend", "is suspended"), ("bury", "is buried until tomorrow")])
def test_a_card_that_is_set_aside_says_so_and_is_brought_back(
    people: People, clock: SettableClock, action: str, words: str
) -> None:
    act(people.ada, action)
    page = people.ada.get(ADDRESS).text
    assert shown(page) == []
    assert f"This card {words}. Bring it back to study it." in page
    assert "What was event 7?" in page
    refused = people.ada.get("/api/v1/study/batch", query_string={"card": KNOWN})
    assert (refused.status_code, words in refused.get_json()["error"]["message"]) == (409, True)
    clock.move(timedelta(seconds=5))
    back = people.ada.post("/study/act", data={**hidden_fields(page, "/study/act"), "action": f"un{action}"})
    assert back.location == ADDRESS
    assert shown(people.ada.get(ADDRESS).text) == [KNOWN]


@pytest.mark.parametrize("key", ["question-999", "Not a key", "x" * 61])
def test_a_question_that_is_not_there_is_said_to_be_none(people: People, key: str) -> None:
    said = people.ada.get("/study", query_string={"card": key})
    assert (said.status_code, "There is no such card." in said.text) == (404, True)


def test_a_question_that_was_taken_back_is_there_no_longer_and_an_undo_goes_on_without_it(
    people: People, database: Database, clock: SettableClock
) -> None:
    act(people.ada, "bury")
    clock.move(timedelta(seconds=5))
    with database.writer() as session:
        session.execute(update(Question).where(Question.key == KNOWN).values(status="draft"))
    assert people.ada.get(ADDRESS).status_code == 404
    assert people.ada.get("/api/v1/study/batch", query_string={"card": KNOWN}).status_code == 404
    assert act(people.ada, "undo") == "/study"
