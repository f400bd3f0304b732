"""Making a quiz: what may be chosen, what is drawn, and what is said when there is too little."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, update

from question_bank.kinds import KINDS as ALL_KINDS
from tests.conftest import SettableClock
from tests.people import PersonClient, log_in
from tests.reading.pages import words
from webapp.db import Database
from webapp.models import Attempt, Card, Question
from webapp.quizzes.services.making import make_attempt
from webapp.quizzes.services.wishes import KINDS, Wishes
from webapp.scheduling.memory import State
from webapp.web.edge import Tumen

from .taking import RIGHT, Taker

DAY = timedelta(days=1)


def keys(ada: Taker, **wishes: Any) -> set[str]:
    return {item.key for item in ada.items(ada.made(**wishes))}


def test_every_kind_that_can_be_graded_can_be_asked() -> None:
    assert set(KINDS) == {name for name, kind in ALL_KINDS.items() if not kind.self_graded}


def test_form_offers_the_articles_topics_and_kinds_of_the_bank(ada: Taker) -> None:
    page = ada.page("/quiz/new")
    text = words(page)
    for said in ("The ferry at Millbrook", "Core", "Putting in order", "From 5 to 50.", "What I am about to forget"):
        assert said in text, said
    assert 'value="10"' in page


def test_kinds_importance_topic_and_article_narrow_what_is_drawn(ada: Taker) -> None:
    assert keys(ada, kinds=["matching", "ordering", "list", "timeline", "position"], length="5") == {
        "ferry-trouble-position", "ferry-trouble-matching", "ferry-years-ordering", "ferry-people-list",
        "ferry-first-year-timeline",
    }  # fmt: skip
    assert "ferry-cost-number" not in keys(ada, importances="detail", length="5")
    assert keys(ada, topics="ferry", articles="sorrel-ferry") == set(RIGHT)


def test_drafts_retired_questions_and_plain_cards_are_not_asked(ada: Taker, database: Database) -> None:
    with database.writer() as session:
        session.execute(update(Question).where(Question.key == "ferry-bridge-who").values(status="retired"))
    assert keys(ada, length="11") == set(RIGHT) - {"ferry-bridge-who"}


@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        ({"length": "50"}, "Only 12 questions fit this choice. Ask for 12 or fewer, or choose more widely."),
        ({"kinds": "matching"}, "Only 1 question fits this choice. To have more, choose more widely."),
        ({"kinds": "matching", "importances": "core"}, "No question fits this choice. Choose more widely."),
        ({"pick": "wrong"}, "In the last 30 days you got nothing wrong"),
        ({"pick": "forgetting"}, "There is nothing to forget here yet"),
        ({"length": "4"}, "Enter 5 to 50."),
        ({"length": ""}, "Enter a number."),
        ({"length": "9" * 5000}, "How many"),
        ({"minutes": "0"}, "Enter 1 to 180, or leave it empty."),
        ({"minutes": "soon"}, "Time limit"),
        ({"pick": "all"}, "Questions"),
        ({"kinds": "card"}, "Kinds"),
        ({"articles": "no-such"}, "Articles"),
        ({"feedback": ""}, "Answers are shown"),
    ],
)
def test_what_cannot_be_made_is_said_in_words(ada: Taker, wishes: dict[str, str], said: str) -> None:
    response = ada.make(**wishes)
    assert response.status_code == 400
    alert = response.text.split('class="error-summary"')[1].split("</div>")[0]
    assert said in words(f"<p{alert}")
    assert "No quiz was made yet." in alert


def test_form_that_no_page_of_ours_made_is_refused(ada: Taker) -> None:
    assert ada.make(quiz="no-uuid").status_code == 400
    assert ada.client.post("/quiz/new", data={}).status_code == 400


def test_sending_the_form_twice_makes_one_quiz(ada: Taker, ben: Taker, database: Database) -> None:
    quiz = str(uuid4())
    assert ada.make(quiz=quiz).location == ada.make(quiz=quiz).location
    assert ben.make(quiz=quiz).status_code == 303
    with database.reader() as session:
        assert session.execute(
            select(Attempt.user_id, func.count()).group_by(Attempt.user_id).order_by(Attempt.user_id)
        ).all() == [
            (ada.id, 1),
            (ben.id, 1),
        ]


def test_sending_the_form_from_several_windows_at_once_makes_one_quiz(
    ada: Taker, app: Tumen, database: Database, clock: SettableClock
) -> None:
    quiz, barrier = str(uuid4()), threading.Barrier(6)
    browsers = [Taker(log_in(PersonClient(app, app.response_class), ada.id, now=clock())) for _ in range(6)]

    def send(taker: Taker) -> int:
        barrier.wait()
        return taker.make(quiz=quiz).status_code

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(send, browsers)) == {303}
    with database.reader() as session:
        assert session.execute(select(func.count()).select_from(Attempt)).scalar_one() == 1


def drawn(taker: Taker, quiz: UUID) -> list[tuple[str, int]]:
    return [(item.key, item.seed) for item in taker.items(quiz)]


def test_neither_questions_nor_order_follow_from_the_address_of_a_quiz(ada: Taker, ben: Taker) -> None:
    quiz = uuid4()
    for taker in (ada, ben):
        taker.make(quiz=str(quiz))
    assert [key for key, _ in drawn(ada, quiz)] != [key for key, _ in drawn(ben, quiz)]
    assert not {seed for _, seed in drawn(ada, quiz)} & {seed for _, seed in drawn(ben, quiz)}


def test_generator_decides_what_is_drawn_and_a_quiz_that_is_there_stays_as_it_is(
    ada: Taker, ben: Taker, database: Database, clock: SettableClock
) -> None:
    quiz = uuid4()

    def make(taker: Taker, seed: int) -> list[tuple[str, int]]:
        with database.writer() as session:
            make_attempt(session, user_id=taker.id, attempt_id=quiz, wishes=Wishes(length=6), now=clock(),
                         generator=random.Random(seed))  # fmt: skip
        return drawn(taker, quiz)

    assert make(ada, 1) == make(ben, 1) == make(ada, 2)


def test_form_is_shown_to_who_asks_for_its_headers_alone(ada: Taker) -> None:
    assert ada.client.head("/quiz/new").status_code == 200


def test_what_was_wrong_last_time_is_asked_again_until_it_is_right(ada: Taker, clock: SettableClock) -> None:
    wrong = {"ferry-bridge-who", "ferry-first-day-date"}
    quiz = ada.made()
    for item in ada.items(quiz):
        ada.answer(quiz, item, {"text": "nobody"} if item.key in wrong else RIGHT[item.key])
    ada.hand_in(quiz)
    clock.move(DAY)
    again = ada.made(pick="wrong", length="10")
    assert {item.key for item in ada.items(again)} == wrong
    ada.answer(again, ada.item(again, "ferry-bridge-who"), RIGHT["ferry-bridge-who"])
    ada.hand_in(again)
    clock.move(DAY)
    assert keys(ada, pick="wrong", length="10") == {"ferry-first-day-date"}
    for _ in range(4):
        clock.move(8 * DAY)
        ada.page("/quiz")  # or her session would end
    assert ada.make(pick="wrong").status_code == 400


def test_what_is_nearest_to_be_forgotten_is_asked(ada: Taker, database: Database, clock: SettableClock) -> None:
    stability = {"ferry-cost-number": 2.0, "ferry-riders-number": 4.0, "ferry-bridge-who": 8.0,
                 "ferry-people-list": 30.0, "ferry-years-ordering": 60.0, "ferry-first-day-date": 90.0}  # fmt: skip
    with database.writer() as session:
        ids = {row.key: row.id for row in session.execute(select(Question.key, Question.id))}
        session.add_all(
            Card(user_id=ada.id, question_id=ids[key], state=State.REVIEW, stability=days, difficulty=5.0,
                 due_at=clock() + 9 * DAY, study_day=clock().date() - 3 * DAY, repetitions=2, lapses=0,
                 suspended=key == "ferry-bridge-who", leech=False, version=2)
            for key, days in stability.items()
        )  # fmt: skip
    assert keys(ada, pick="forgetting", length="5") == set(stability) - {"ferry-bridge-who"}
    assert keys(ada, pick="forgetting", length="5", kinds="number") == {"ferry-cost-number", "ferry-riders-number"}
