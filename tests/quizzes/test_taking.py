"""Taking a quiz by plain forms: kept answers, handing in once, the result, and what goes to study."""

from __future__ import annotations

import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from question_bank.problems import BankError
from tests.conftest import SettableClock
from tests.people import People, log_in
from tests.reading.pages import words
from tests.web.probe import everything_in
from webapp.db import Database
from webapp.models import Attempt, Bank, Card, Question, QuestionRevision
from webapp.quizzes.services import overdue
from webapp.quizzes.services.overdue import hand_in_overdue
from webapp.quizzes.services.submitting import submit
from webapp.reviews.known import known_of
from webapp.scheduling.fold import EventKind, Mode
from webapp.scheduling.memory import State

from .taking import RIGHT, Taker

ONE_MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def test_all_kinds_rightly_answered_give_the_whole_score(ada: Taker) -> None:
    quiz = ada.made()
    assert {item.key for item in ada.items(quiz)} == set(RIGHT)
    ada.answer_rightly(quiz)
    assert ada.hand_in(quiz).location == f"/quiz/{quiz}"
    assert ada.attempt(quiz).score == 1
    page = words(ada.page(f"/quiz/{quiz}"))
    assert "100 %" in page
    assert "12 of 12 points" in page


def test_partial_credit_counts_and_what_is_open_is_wrong(ada: Taker) -> None:
    quiz = ada.made()
    ada.answer_rightly(quiz, but=("ferry-trouble-matching", "ferry-bridge-who"))
    half = ada.item(quiz, "ferry-trouble-matching")
    ada.answer(quiz, half, {"pairs": {"holm": "bridge", "veld": "weather"}})
    ada.hand_in(quiz)
    assert ada.item(quiz, "ferry-trouble-matching").score == 0.5
    assert ada.item(quiz, "ferry-bridge-who").outcome == "wrong"
    assert ada.attempt(quiz).score == pytest.approx(10.5 / 12)
    assert "10.5 of 12 points. 1 question is not answered." in words(ada.page(f"/quiz/{quiz}"))


def test_result_says_what_the_article_has_a_wrong_answer_for(ada: Taker) -> None:
    quiz = ada.made()
    ada.answer(quiz, ada.item(quiz, "ferry-bridge-who"), {"text": "Tomas Veld"})
    ada.answer(quiz, ada.item(quiz, "ferry-cost-number"), {"text": "12 million"})
    ada.hand_in(quiz)
    page = words(ada.page(f"/quiz/{quiz}"))
    assert page.count("The article speaks of them elsewhere: Tomas Veld speaks of the ferry's motor") == 1
    assert "for something else" not in page


def test_result_shows_own_and_right_answer_explanation_source_and_rival(ada: Taker) -> None:
    quiz = ada.made()
    item = ada.item(quiz, "ferry-cost-number")
    ada.answer(quiz, item, {"text": "10 million"})
    ada.hand_in(quiz)
    html = ada.page(f"/quiz/{quiz}")
    text = words(html)
    assert 'value="10 million"' in html
    for said in ("11 million", "Navigation Board's figure", "Veld counts both landing stages", "Who says what:",
                 "The Navigation Board is said to reckon with 10 million dollars", "Source:"):  # fmt: skip
        assert said in text, said


def test_answer_is_kept_and_can_be_changed_until_it_is_handed_in(ada: Taker) -> None:
    quiz = ada.made()
    item = ada.item(quiz, "ferry-bridge-who")
    address = f"/quiz/{quiz}/{item.position}"
    ada.answer(quiz, item, {"text": "Veld"})
    assert 'value="Veld"' in ada.page(address)
    ada.answer(quiz, item, {"text": "Holm"})
    assert 'value="Holm"' in ada.page(address)
    ada.client.post(address, data={"text": " "})
    assert ada.item(quiz, item.key).response is None
    ada.answer(quiz, item, {"text": "Holm"})
    ada.hand_in(quiz)
    assert ada.answer(quiz, item, {"text": "Veld"}).location == f"/quiz/{quiz}"
    assert json.loads(ada.item(quiz, item.key).response or "") == {"text": "Holm"}


@pytest.mark.parametrize("key", RIGHT)
def test_what_was_answered_stands_in_the_fields_again(ada: Taker, key: str) -> None:
    quiz = ada.made()
    item = ada.item(quiz, key)
    ada.answer(quiz, item, RIGHT[key])
    response = json.loads(ada.item(quiz, key).response or "")
    assert item.content.grade(response).score == 1
    html = ada.page(f"/quiz/{quiz}/{item.position}")
    for name, values in item.fields(RIGHT[key]).items():
        if name.startswith(("pair-", "place-")):
            field = re.search(rf'<select[^>]*name="{name}".*?</select>', html, re.DOTALL)
            assert field
            assert f'<option value="{values[0]}" selected>' in field.group()
        elif name == "chosen":
            for value in values:
                assert re.search(rf'name="chosen" value="{value}"[^>]* checked', html)
        else:
            assert f'value="{values[0]}"' in html


def test_in_the_background_nothing_but_the_keeping_is_answered(ada: Taker) -> None:
    quiz = ada.made()
    item = ada.item(quiz, "ferry-bridge-who")
    response = ada.answer_by_page(quiz, item, item.fields({"text": "Holm"}))
    assert response.json == {"message": "Your answer is kept.", "is_old": False}
    assert ada.item(quiz, item.key).response is not None
    ordering = ada.item(quiz, "ferry-years-ordering")
    incomplete = ada.answer_by_page(quiz, ordering, {"place-1": "1", "place-2": "", "place-3": ""})
    assert incomplete.status_code == 422
    ada.hand_in(quiz)
    late = ada.answer_by_page(quiz, item, item.fields({"text": "Veld"}))
    assert late.status_code == 409
    assert '"closed"' in late.text


def test_buttons_lead_on_back_and_to_the_end(ada: Taker) -> None:
    quiz = ada.made()
    first, second = ada.items(quiz)[:2]
    last = ada.items(quiz)[-1]
    assert ada.answer(quiz, first, {}, go="next").location == f"/quiz/{quiz}/2"
    assert ada.answer(quiz, second, {}, go="back").location == f"/quiz/{quiz}/1"
    assert ada.answer(quiz, last, {}, go="next").location == f"/quiz/{quiz}"
    assert "Nothing is answered yet" in words(ada.page(f"/quiz/{quiz}"))


def test_handing_in_twice_changes_nothing_and_shows_the_result(ada: Taker, clock: SettableClock) -> None:
    quiz = ada.made()
    ada.answer_rightly(quiz)
    ada.hand_in(quiz)
    before = everything_in(ada.client.database)
    clock.move(ONE_MINUTE)
    assert ada.hand_in(quiz).location == f"/quiz/{quiz}"
    assert everything_in(ada.client.database) == before


def test_handing_in_from_many_windows_at_once_counts_once(ada: Taker, database: Database, clock: SettableClock) -> None:
    quiz = ada.made()
    ada.answer_rightly(quiz)
    barrier = threading.Barrier(8)

    def run(_: int) -> None:
        barrier.wait()
        submit(database, user_id=ada.id, attempt_id=quiz, now=clock(), known=known_of(database))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(run, range(8)))
    assert len(ada.log()) == 12
    assert ada.attempt(quiz).score == 1
    assert ada.attempt(quiz).recorded_at is not None


def test_log_that_a_crash_kept_empty_is_written_by_handing_in_again(ada: Taker, database: Database) -> None:
    quiz = ada.made()
    ada.answer_rightly(quiz)
    ada.hand_in(quiz)
    with database.writer() as session:
        session.execute(update(Attempt).values(recorded_at=None))
    assert "not yet in your history" in words(ada.page(f"/quiz/{quiz}"))
    ada.hand_in(quiz)
    assert len(ada.log()) == 12
    assert "not yet in your history" not in words(ada.page(f"/quiz/{quiz}"))


def test_answers_given_long_ago_count_from_when_they_are_handed_in(ada: Taker, clock: SettableClock) -> None:
    quiz = ada.made(is_review="y")
    ada.answer_rightly(quiz, but=("ferry-bridge-who",))
    lately = clock.move(91 * DAY)
    log_in(ada.client, ada.id, now=lately)
    ada.answer(quiz, ada.item(quiz, "ferry-bridge-who"), RIGHT["ferry-bridge-who"])
    clock.move(ONE_MINUTE)
    ada.hand_in(quiz)
    assert [row.answered_at for row in ada.log()] == [lately] + [clock()] * 11
    assert ada.attempt(quiz).recorded_at == clock()
    assert "Your answers counted as reviews." in words(ada.page(f"/quiz/{quiz}"))


def test_answer_that_the_log_refuses_is_said_and_can_be_put_there_later(ada: Taker, database: Database) -> None:
    def publish(status: str) -> None:
        with database.writer() as session:
            session.execute(update(Question).where(Question.key == "ferry-bridge-who").values(status=status))

    quiz = ada.made(is_review="y")
    ada.answer_rightly(quiz)
    publish("draft")
    page = words(ada.page(ada.hand_in(quiz).location))
    assert "Not every answer could be put into your history. The question ferry-bridge-who is not published." in page
    assert "not yet in your history" in page
    assert "counted as reviews" not in page
    assert len(ada.log()) == 11
    assert ada.attempt(quiz).recorded_at is None
    publish("published")
    page = words(ada.page(ada.hand_in(quiz).location))
    assert "Your answers counted as reviews." in page
    assert "into your history" not in page
    assert len(ada.log()) == 12


def test_an_answer_that_comes_late_takes_nothing_back(ada: Taker, clock: SettableClock) -> None:
    """It waited for a connection in one window, while the question was answered, or emptied, in another."""
    quiz = ada.made(minutes="60")
    item, minute = ada.item(quiz, "ferry-bridge-who"), 60_000

    def answered(text: str, *, ago: int = 0) -> str | None:
        fields = {**item.fields({"text": text}), "ago": str(ago * minute)}
        assert ada.answer_by_page(quiz, item, fields).status_code == 200
        kept = ada.item(quiz, item.key).response
        return None if kept is None else str(json.loads(kept)["text"])

    clock.move(30 * ONE_MINUTE)
    assert answered("Greta Holm", ago=5) == "Greta Holm"
    assert answered("Nobody", ago=10) == "Greta Holm"
    assert answered("Ida Quill", ago=5) == "Ida Quill", "what is sent again after a lost reply is as good as the first"
    assert answered("", ago=3) is None
    assert answered("Greta Holm", ago=4) is None, "what was emptied stays empty"
    assert answered("Ida Quill", ago=2) == "Ida Quill"
    assert answered("Greta Holm", ago=500) == "Ida Quill"
    assert ada.answer(quiz, item, {"text": "Greta Holm"}).status_code == 303  # a plain form is sent at once
    assert json.loads(ada.item(quiz, item.key).response or "") == {"text": "Greta Holm"}
    for strange in ("-1", "soon", "9" * 20):
        assert ada.answer_by_page(quiz, item, {"text": "x", "ago": strange}).status_code == 400
    clock.move(30 * ONE_MINUTE)
    late = {**item.fields({"text": "Ida Quill"}), "ago": str(20 * minute)}
    assert ada.answer_by_page(quiz, item, late).status_code == 409, "when the time is up, nothing comes any more"


def test_what_is_typed_on_while_an_answer_is_long_on_its_way_is_kept(ada: Taker, clock: SettableClock) -> None:
    """The first counts as given when it arrived, and what waited behind it as given while that was on its way."""
    quiz = ada.made()
    item = ada.item(quiz, "ferry-bridge-who")

    def kept(text: str, *, ago: int) -> str:
        reply = ada.answer_by_page(quiz, item, {**item.fields({"text": text}), "ago": str(ago * 1000)})
        assert reply.get_json()["is_old"] is False
        return str(json.loads(ada.item(quiz, item.key).response or "")["text"])

    clock.move(5 * ONE_MINUTE)
    assert kept("Greta", ago=0) == "Greta"
    assert kept("Greta Ho", ago=20) == "Greta Ho"
    assert kept("Greta Holm", ago=25) == "Greta Holm"
    late = ada.answer_by_page(quiz, item, {**item.fields({"text": "Nobody"}), "ago": "40000"})
    assert late.get_json()["is_old"] is True, "as counted from the latest, whatever came behind it"


def test_whose_answer_is_older_than_another_windows_is_told_which_counts(ada: Taker, clock: SettableClock) -> None:
    quiz, said = ada.made(), "you have a later answer, from another window. That one counts."
    item, minute = ada.item(quiz, "ferry-bridge-who"), 60_000

    def is_old(text: str, *, ago: int) -> bool:
        reply = ada.answer_by_page(quiz, item, {**item.fields({"text": text}), "ago": str(ago)})
        return bool(reply.get_json()["is_old"])

    clock.move(10 * ONE_MINUTE)
    assert not is_old("Greta Holm", ago=5 * minute)
    assert not is_old("Greta Holm", ago=6 * minute), "the same again, after a lost reply: there is nothing to tell"
    assert said not in words(ada.page(f"/quiz/{quiz}/{item.position}"))
    assert is_old("Nobody", ago=7 * minute)
    page = words(ada.page(f"/quiz/{quiz}/{item.position}"))
    assert f"To question {item.position} {said}" in page
    assert said not in words(ada.page(f"/quiz/{quiz}/{item.position}")), "once"


def test_answers_are_in_the_log_in_a_mode_of_their_own_and_the_schedule_is_left_alone(
    ada: Taker, database: Database
) -> None:
    quiz = ada.made()
    ada.answer_rightly(quiz, but=("ferry-bridge-who",))
    ada.hand_in(quiz)
    assert [(row.kind, row.mode) for row in ada.log()] == [(EventKind.ANSWER, Mode.QUIZ)] * 11
    assert {row.outcome for row in ada.log()} == {"right"}
    with database.reader() as session:
        assert session.scalars(select(Card)).all() == []


def test_answers_count_as_reviews_where_the_student_chose_so(ada: Taker, database: Database) -> None:
    quiz = ada.made(is_review="y")
    ada.answer_rightly(quiz)
    ada.hand_in(quiz)
    assert {row.mode for row in ada.log()} == {Mode.REVIEWED_QUIZ}
    with database.reader() as session:
        assert {card.state for card in session.scalars(select(Card))} == {State.LEARNING}
    assert "Your answers counted as reviews." in words(ada.page(f"/quiz/{quiz}"))


def test_question_that_changed_meanwhile_is_graded_as_it_was_asked(ada: Taker, database: Database) -> None:
    quiz = ada.made()
    item = ada.item(quiz, "ferry-bridge-who")
    with database.writer() as session:
        question = session.scalars(select(Question).where(Question.key == item.key)).one()
        old = session.get_one(QuestionRevision, (question.id, question.revision))
        content = {**old.content, "accept": ["Ida Quill"], "wrong": []}
        session.add(
            QuestionRevision(question_id=question.id, number=question.revision + 1, content=content,
                             content_hash=bytes(32), created_at=old.created_at, why="", changes_answer=True)
        )  # fmt: skip
        question.revision += 1
    ada.answer(quiz, item, {"text": "Greta Holm"})
    ada.hand_in(quiz)
    assert ada.item(quiz, item.key).outcome == "right"
    assert next(row for row in ada.log()).revision == item.revision
    assert ada.item(ada.made(), item.key).revision == item.revision + 1


def test_late_answer_is_not_taken_and_what_was_kept_counts(ada: Taker, clock: SettableClock) -> None:
    quiz = ada.made(minutes="5")
    made_at = clock()
    item, late = ada.item(quiz, "ferry-bridge-who"), ada.item(quiz, "ferry-first-day-date")
    ada.answer(quiz, item, {"text": "Holm"})
    assert "5 minutes left" in words(ada.page(f"/quiz/{quiz}"))
    clock.move(timedelta(minutes=4, seconds=30))
    assert "1 minute left" in words(ada.page(f"/quiz/{quiz}/2"))
    clock.move(timedelta(seconds=30))
    assert ada.client.get(f"/quiz/{quiz}/2").location == f"/quiz/{quiz}"
    assert "The time is up" in words(ada.page(f"/quiz/{quiz}"))
    assert ada.attempt(quiz).submitted_at is None
    assert ada.answer_by_page(quiz, late, late.fields(RIGHT[late.key])).status_code == 409
    assert ada.answer(quiz, late, RIGHT[late.key]).location == f"/quiz/{quiz}"
    assert (ada.item(quiz, item.key).outcome, ada.item(quiz, late.key).outcome) == ("right", "wrong")
    assert ada.attempt(quiz).submitted_at == made_at + timedelta(minutes=5)


def test_a_quiz_whose_time_ran_out_unseen_is_handed_in_and_goes_into_the_history(
    ada: Taker, clock: SettableClock, database: Database
) -> None:
    quiz, free = ada.made(minutes="5"), ada.made()
    made_at = clock()
    ada.answer(quiz, ada.item(quiz, "ferry-bridge-who"), {"text": "Holm"})
    clock.move(timedelta(minutes=5) - timedelta(milliseconds=1))
    assert hand_in_overdue(database, now=clock()) == 0
    clock.move(timedelta(hours=9))
    assert hand_in_overdue(database, now=clock()) == 1
    attempt = ada.attempt(quiz)
    assert attempt.submitted_at == made_at + timedelta(minutes=5)
    assert attempt.recorded_at == clock()
    assert [row.mode for row in ada.log()] == [Mode.QUIZ]
    assert ada.attempt(free).submitted_at is None
    assert hand_in_overdue(database, now=clock()) == 0


def test_a_quiz_that_cannot_be_graded_keeps_no_other_from_being_handed_in(
    ada: Taker, clock: SettableClock, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, other = ada.made(minutes="5"), ada.made(minutes="5")
    clock.move(ONE_MINUTE * 6)

    def unless_broken(*of: Any, attempt_id: UUID, **more: Any) -> None:
        if attempt_id == broken:
            raise BankError([])
        submit(*of, attempt_id=attempt_id, **more)

    monkeypatch.setattr(overdue, "submit", unless_broken)
    assert hand_in_overdue(database, now=clock()) == 1
    assert (ada.attempt(broken).submitted_at is None, ada.attempt(other).submitted_at is None) == (True, False)
    assert hand_in_overdue(database, now=clock()) == 0, "the worker waits rather than trying again at once"


def test_what_its_student_sees_no_more_does_not_count_in_a_quiz_that_is_handed_in_unseen(
    ada: Taker, clock: SettableClock, database: Database
) -> None:
    quiz = ada.made(minutes="5")
    with database.writer() as session:
        session.execute(update(Bank).values(audience="members"))
    clock.move(ONE_MINUTE * 6)
    hand_in_overdue(database, now=clock())
    assert ada.attempt(quiz).questions == 0


def test_feedback_at_once_shows_the_answer_and_makes_it_final(ada: Taker) -> None:
    quiz = ada.made(feedback="once")
    item = ada.item(quiz, "ferry-bridge-who")
    address = f"/quiz/{quiz}/{item.position}"
    assert ada.client.post(address, data={"text": ""}).status_code == 400
    assert ada.answer(quiz, item, {"text": "Veld"}).location == address
    page = words(ada.page(address))
    assert "Veld is the historian" in page
    assert "fourth of her family" in page
    ada.answer(quiz, item, {"text": "Holm"})
    assert ada.item(quiz, item.key).outcome == "wrong"
    ada.hand_in(quiz)
    assert ada.item(quiz, item.key).outcome == "wrong"


def test_study_the_wrong_ones_makes_them_due_once(ada: Taker, database: Database, clock: SettableClock) -> None:
    known = ada.made(is_review="y")
    ada.answer_rightly(known, but=("ferry-bridge-who",))
    ada.hand_in(known)
    quiz = ada.made()
    ada.answer_rightly(quiz, but=("ferry-bridge-who", "ferry-first-day-date"))
    clock.move(DAY)
    ada.hand_in(quiz)
    before = len(ada.log())
    assert "Study the 2 wrong ones" in words(ada.page(f"/quiz/{quiz}"))
    location = ada.client.post(f"/quiz/{quiz}/study").location
    added = ada.log()[before:]
    assert sorted((row.kind, row.mode) for row in added) == [
        (EventKind.ANSWER, Mode.STUDY),  # it was never studied: it begins with Again
        (EventKind.RESCHEDULE, Mode.STUDY),
    ]
    ada.client.post(f"/quiz/{quiz}/study")
    assert len(ada.log()) == before + 2
    wrong = [item.key for item in ada.items(quiz) if item.outcome != "right"]
    assert location == f"/study?card={wrong[0]}"
    assert f'data-card="{wrong[0]}"' in ada.page(location)
    with database.reader() as session:
        due = session.execute(
            select(Question.key, Card.due_at).join(Card, Card.question_id == Question.id).where(Question.key.in_(wrong))
        )
        assert all(due_at and due_at <= clock() + ONE_MINUTE for _, due_at in due)


def test_what_was_withdrawn_meanwhile_is_not_led_to(ada: Taker, database: Database) -> None:
    quiz = ada.made()
    ada.answer_rightly(quiz, but=("ferry-bridge-who",))
    ada.hand_in(quiz)
    with database.writer() as session:
        session.execute(update(Question).where(Question.key == "ferry-bridge-who").values(status="draft"))
    assert ada.client.post(f"/quiz/{quiz}/study").location == "/study"


def test_open_quiz_has_nothing_wrong_to_study_yet(ada: Taker) -> None:
    quiz = ada.made()
    response = ada.client.post(f"/quiz/{quiz}/study")
    assert response.status_code == 400
    assert "Hand the quiz in first" in response.text
    assert ada.log() == []


def test_nobody_sees_or_changes_the_quiz_of_another(ada: Taker, ben: Taker) -> None:
    quiz = ada.made()
    item = ada.items(quiz)[0]
    before = everything_in(ada.client.database)
    for path in (f"/quiz/{quiz}", f"/quiz/{quiz}/1"):
        assert ben.client.get(path).status_code == 404
    for path in (f"/quiz/{quiz}/{item.position}", f"/quiz/{quiz}/submit", f"/quiz/{quiz}/study"):
        assert ben.client.post(path, data=item.fields(RIGHT[item.key])).status_code == 404
    assert everything_in(ada.client.database) == before
    assert str(quiz) not in ben.page("/quiz")


def test_who_is_not_known_is_sent_to_the_door(loaded: None, people: People) -> None:
    assert people.nobody.get("/quiz").location == "/"
    assert Taker(people.guest).made() is not None


def test_looking_changes_nothing(ada: Taker, clock: SettableClock) -> None:
    quiz, done = ada.made(minutes="5"), ada.made()
    ada.hand_in(done)
    before = everything_in(ada.client.database)
    for _ in range(2):
        for path in ("/quiz", "/quiz/new", f"/quiz/{quiz}", f"/quiz/{quiz}/1", f"/quiz/{done}", f"/quiz/{done}/1"):
            ada.client.get(path)
        clock.move(timedelta(minutes=6))
    assert everything_in(ada.client.database) == before


@pytest.mark.parametrize("name", ["1", "no-such", "0c6f3cb5-983b-417c-9bcb-e421783de9df", "%00", "a" * 300])
def test_there_is_no_such_quiz(ada: Taker, name: str) -> None:
    assert ada.client.get(f"/quiz/{name}").status_code == 404
    assert ada.client.post(f"/quiz/{name}/1", data={"text": "x"}).status_code == 404
    assert ada.client.post(f"/quiz/{name}/submit").status_code == 404


BAD: dict[str, list[dict[str, Any]]] = {
    "ferry-bridge-choice": [{"chosen": "b"}, {"chosen": "9"}, {"chosen": "\0"}],
    "ferry-trouble-position": [{"chosen": "ferry-bridge-view"}],
    "ferry-trouble-matching": [{"pair-holm": "1"}, {"pair-1": "bridge"}, {"pair-1": "99"}],
    "ferry-years-ordering": [{"place-1": "1"}, {"place-1": "1", "place-2": "1", "place-3": "2"}, {"place-9": "1"}],
    "ferry-first-day-cloze": [{"gap-year": "1874"}],
    "ferry-first-year-timeline": [{"year": "9" * 600}],
    "ferry-people-list": [{"entry-0": "x" * 600}, {f"entry-{n}": "x" * 400 for n in range(60)}],
    "ferry-bridge-who": [{"text": "x" * 600}, {"text": "a\0b"}],
}


@pytest.mark.parametrize("key", BAD)
def test_what_no_page_of_ours_sends_is_refused_in_words(ada: Taker, key: str) -> None:
    quiz = ada.made()
    item = ada.item(quiz, key)
    for fields in BAD[key]:
        response = ada.client.post(f"/quiz/{quiz}/{item.position}", data=fields)
        assert response.status_code == 400, (fields, response.status_code)
        assert 'role="alert"' in response.text
    assert ada.item(quiz, key).response is None
    assert ada.client.get(f"/quiz/{quiz}/13").status_code == 404
    assert ada.client.get(f"/quiz/{quiz}/0").status_code == 404


def test_list_is_paged_and_the_newest_comes_first(ada: Taker, clock: SettableClock) -> None:
    made: list[UUID] = []
    for _ in range(21):
        made.append(ada.made(length="5"))
        clock.move(ONE_MINUTE)
    first, second = ada.page("/quiz"), ada.page("/quiz?page=2")
    assert first.index(str(made[-1])) < first.index(str(made[-2]))
    assert str(made[0]) not in first
    assert str(made[0]) in second
    assert "Page 2 of 2" in words(ada.page("/quiz?page=99"))
    assert ada.client.get("/quiz?page=x").status_code == 400
    ada.hand_in(made[-1])
    assert "0 %" in words(ada.page("/quiz"))
    assert "0 of 5 answered" in words(ada.page("/quiz"))


def test_undo_on_the_study_page_takes_back_nothing_of_a_quiz(ada: Taker) -> None:
    quiz = ada.made(is_review="y")
    ada.answer_rightly(quiz)
    ada.hand_in(quiz)
    ada.client.post("/study/act", data={"action": "undo"})
    assert [row for row in ada.log() if row.kind == EventKind.UNDO] == []
