"""'Changed since you learned this': whoever knows a former answer is told that it changed, what, and why; once."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from sqlalchemy import select

from tests.bank.workshop import Editor, form_fields
from tests.conftest import SettableClock
from tests.people import People, PersonClient
from tests.study.student import answer, entry, get_batch, hidden_fields, keys, send
from tests.web.probe import everything_in
from webapp.db import Database
from webapp.models import ReviewLog
from webapp.reviews.rebuild import rebuild
from webapp.scheduling.fold import EventKind

KEY = "ferry-cost-number"
CLAIM = "ferry-cost-veld"
NOTICE = "Its answer has changed since you learned it."
OF_CLAIM = "A claim that it rests on has changed since you learned it."
WHY = "The board counted the bridge twice."
pytestmark = pytest.mark.usefixtures("learned")


def card_of(client: PersonClient) -> dict[str, Any]:
    (card,) = (card for card in get_batch(client, card=KEY)["cards"] if card["card"] == KEY)
    found: dict[str, Any] = card
    return found


def change(people: People) -> None:
    response = Editor(people.ben).save(KEY, explanation="It was counted anew.", changes_answer="y", why=WHY)
    assert response.status_code == 303, response.text


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


@pytest.fixture
def learned(small_bank: None, people: People, clock: SettableClock) -> None:
    answer(people.ada, card_of(people.ada), clock(), rating=4)
    clock.move(timedelta(days=1))


def test_a_card_whose_answer_changed_comes_back_and_says_what_changed_and_why(people: People) -> None:
    assert NOTICE not in card_of(people.guest)["html"]
    change(people)
    assert KEY in keys(get_batch(people.ada))
    html = card_of(people.ada)["html"]
    question, told = html.split('data-part="answer"')
    assert NOTICE in words(question)
    assert WHY not in question, "the reason may tell the answer"
    assert WHY in words(told)
    assert "<ins>" in told
    assert "counted anew" in words(told)


def test_who_learns_the_question_only_now_is_told_nothing(people: People) -> None:
    change(people)
    assert NOTICE not in card_of(people.guest)["html"]


def test_an_edit_that_leaves_the_answer_alone_is_not_announced(people: People, clock: SettableClock) -> None:
    assert Editor(people.ben).save(KEY, explanation="The same in other words.").status_code == 303
    clock.move(timedelta(days=20))
    assert NOTICE not in card_of(people.ada)["html"]


def test_it_is_said_until_the_new_answer_was_given_and_again_when_that_is_taken_back(
    people: People, clock: SettableClock
) -> None:
    change(people)
    given = entry(card_of(people.ada), clock(), rating=1)
    clock.move(timedelta(minutes=1))
    back = send(people.ada, given)["results"][0]["card"]
    assert NOTICE not in back["html"]
    assert NOTICE not in card_of(people.ada)["html"]
    send(people.ada, {"id": "0197a3c2-5a1e-7cc3-98c4-000000000001", "undoes": given["id"],
                      "answered_at": given["answered_at"]})  # fmt: skip
    assert NOTICE in card_of(people.ada)["html"]


def test_an_answer_in_a_quiz_or_an_article_leaves_it_to_be_said(people: People, clock: SettableClock) -> None:
    change(people)
    send(people.ada, entry(card_of(people.ada), clock(), mode="read"))
    assert NOTICE in card_of(people.ada)["html"]


def test_the_reasons_of_several_changes_stand_together(people: People) -> None:
    change(people)
    Editor(people.ben).save(KEY, explanation="Counted once more.", changes_answer="y", why="And again.")
    told = words(card_of(people.ada)["html"])
    assert told.index(WHY) < told.index("And again.")
    assert "Counted once more" in told


def test_the_plain_form_says_it_with_the_question_and_with_the_result(people: People) -> None:
    change(people)
    page = people.ada.get(f"/study?card={KEY}").text
    form = page.split('class="stage-form"')[1].split("</form>")[0]
    assert NOTICE in form
    result = people.ada.post("/study/check", data={**hidden_fields(page, "/study/check"), "text": "1"}).text
    assert WHY in result


def test_a_claim_that_says_otherwise_brings_its_questions_back_with_what_it_said(
    people: People, clock: SettableClock
) -> None:
    page = people.ben.get(f"/bank/claims/{CLAIM}/edit").text
    shown = form_fields(page.split("data-editor", 1)[1].split("</form>")[0])
    assert "changes_answer" not in shown
    edited = {
        **shown.to_dict(),
        "statement": "Tomas Veld says that boat and stages cost 11 million dollars.",
        "why": WHY,
    }
    people.ben.post(f"/bank/claims/{CLAIM}/edit", data={**edited, "base_revision": "1"})
    assert KEY not in keys(get_batch(people.ada)), "not every edit of a claim changes an answer"
    again = {
        **edited,
        "statement": "Tomas Veld says that boat and mooring cost 11 million dollars.",
        "base_revision": "2",
    }
    saved = people.ben.post(f"/bank/claims/{CLAIM}/edit", data={**again, "changes_answer": "y"})
    told = people.ben.get(saved.location).text
    assert "1 card that students had learned is asked again." in told
    assert KEY in keys(get_batch(people.ada))
    question, told = (words(part) for part in card_of(people.ada)["html"].split('data-part="answer"'))
    assert (OF_CLAIM in question, NOTICE in question) == (True, False)
    assert WHY in told
    assert "What is claimed" in told
    assert "taken out: stages , put in: mooring" in told
    assert OF_CLAIM not in card_of(people.guest)["html"]
    clock.move(timedelta(minutes=1))
    answer(people.ada, card_of(people.ada), clock())
    clock.move(timedelta(days=25))
    assert OF_CLAIM not in card_of(people.ada)["html"]


@pytest.mark.parametrize("rating", [3, 1])
def test_an_answer_to_the_former_card_leaves_the_change_to_be_said_on_the_next_day(
    people: People, database: Database, clock: SettableClock, rating: int
) -> None:
    """It was given without a connection, and comes late; a card is reviewed once a day."""
    clock.move(timedelta(days=20))
    former = card_of(people.ada)
    asked = entry(former, clock() + timedelta(minutes=2), rating=rating)
    change(people)
    clock.move(timedelta(minutes=30))
    send(people.ada, asked)
    clock.move(timedelta(days=1))
    assert KEY in keys(get_batch(people.ada))
    assert NOTICE in card_of(people.ada)["html"]
    before = everything_in(database)
    assert people.ada.post("/api/v1/reviews", json=[asked]).get_json()["results"][0]["status"] == "duplicate"
    after = everything_in(database)
    assert {name for name in after if after[name] != before[name]} <= {"user_session"}
    answer(people.ada, card_of(people.ada), clock(), rating=4)
    clock.move(timedelta(days=1))
    assert KEY not in keys(get_batch(people.ada))
    with database.writer() as session:
        assert list(rebuild(session, check=True)) == []


def test_an_answer_to_a_former_text_of_the_same_answer_is_put_off_as_ever(
    people: People, database: Database, clock: SettableClock
) -> None:
    clock.move(timedelta(days=20))
    former = card_of(people.ada)
    assert Editor(people.ben).save(KEY, explanation="The same in other words.").status_code == 303
    clock.move(timedelta(minutes=1))
    send(people.ada, entry(former, clock(), rating=3))
    clock.move(timedelta(days=1))
    assert KEY not in keys(get_batch(people.ada))
    with database.reader() as session:
        kinds = session.scalars(select(ReviewLog.kind)).all()
    assert EventKind.RESCHEDULE not in kinds


def test_a_late_answer_to_the_former_card_does_not_undo_one_to_the_new(people: People, clock: SettableClock) -> None:
    clock.move(timedelta(days=20))
    former = card_of(people.ada)
    asked = entry(former, clock() + timedelta(minutes=2), rating=3)
    change(people)
    clock.move(timedelta(minutes=30))
    answer(people.ada, card_of(people.ada), clock(), rating=4)
    clock.move(timedelta(minutes=1))
    send(people.ada, asked)
    clock.move(timedelta(days=1))
    assert KEY not in keys(get_batch(people.ada))
