"""First reviews, predictions and mix-ups as they are read from a log that a student has really made."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from tests.conftest import MONDAY
from tests.reviews.asking import Student, answer, undo
from webapp.history.mixups import Confusion, MixUp, Sort, confusions
from webapp.history.predictions import Prediction, predictions
from webapp.history.reviewed import ReviewedDay, reviewed_days
from webapp.models import Question, QuestionRevision, ReviewLog
from webapp.scheduling.forgetting import retrievability
from webapp.scheduling.policy import DEFAULT_WEIGHTS

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
FIRST = date(2026, 3, 2)


def reviewed(student: Student, *, first: date = FIRST) -> list[ReviewedDay]:
    with student.database.reader() as session:
        return reviewed_days(session, user_id=student.id, first=first, last=FIRST + timedelta(days=400))


def predicted(student: Student, *, first: date = FIRST, most: int = 1000) -> list[Prediction]:
    with student.database.reader() as session:
        return predictions(session, user_id=student.id, first=first, most=most)


def confused(student: Student, *, most: int = 1000) -> list[Confusion]:
    with student.database.reader() as session:
        return confusions(session, user_id=student.id, first=FIRST, most=most)


def test_they_are_those_that_the_day_counts(ada: Student) -> None:
    taken_back = answer("rope", MONDAY + 9 * DAY, rating=1)
    ada.send(
        answer("rope", MONDAY, rating=4),
        answer("bank", MONDAY, rating=4),
        taken_back,
        undo(taken_back, MONDAY + 9 * DAY + MINUTE),
        answer("rope", MONDAY + 9 * DAY + 2 * MINUTE, rating=3),
        answer("bank", MONDAY + 9 * DAY, rating=1),
        answer("bank", MONDAY + 9 * DAY + 15 * MINUTE, rating=3),
        answer("rope", MONDAY + 60 * DAY, rating=3),
    )
    counted = {(day.study_day, day.reviews, day.passed) for day in ada.days() if day.reviews}
    found = reviewed(ada)
    assert {(day.study_day, day.reviews, day.passed) for day in found} == counted
    assert counted == {(FIRST + timedelta(days=9), 2, 1), (FIRST + timedelta(days=60), 1, 1)}
    assert [day.is_mature for day in found] == [False, True]


def test_a_day_that_was_read_is_counted_anew_when_something_of_it_arrives_or_is_taken_back(ada: Student) -> None:
    kept = answer("rope", MONDAY + 9 * DAY, rating=3)
    ada.send(answer("rope", MONDAY, rating=4), answer("bank", MONDAY, rating=4), kept)
    assert [(day.reviews, day.passed) for day in reviewed(ada)] == [(1, 1)]
    ada.send(answer("bank", MONDAY + 9 * DAY + MINUTE, rating=1))
    assert [(day.reviews, day.passed) for day in reviewed(ada)] == [(2, 1)]
    ada.send(undo(kept, MONDAY + 9 * DAY + 2 * MINUTE))
    assert [(day.reviews, day.passed) for day in reviewed(ada)] == [(1, 0)]
    assert [(day.reviews, day.passed) for day in reviewed(ada)] == [(1, 0)]


def test_of_answers_in_reading_the_first_one_counts_as_the_day_counts_it(ada: Student) -> None:
    ada.send(
        answer("rope", MONDAY, rating=4, mode="read"),
        answer("rope", MONDAY + MINUTE, rating=3),  # in review since that first answer, and no first review of its day
        answer("rope", MONDAY + 9 * DAY, rating=1, mode="read"),  # practice
        answer("rope", MONDAY + 9 * DAY + MINUTE, rating=3),
    )
    counted = {(day.study_day, day.reviews, day.passed) for day in ada.days() if day.reviews}
    assert {(day.study_day, day.reviews, day.passed) for day in reviewed(ada)} == counted
    assert counted == {(FIRST + timedelta(days=9), 1, 1)}
    assert len(predicted(ada)) == 1


def test_nobody_elses_reviews_are_read(ada: Student, ben: Student) -> None:
    ben.send(answer("rope", MONDAY, rating=4), answer("rope", MONDAY + 9 * DAY))
    assert reviewed(ada) == []
    assert predicted(ada) == []
    assert len(predicted(ben)) == 1


def test_a_prediction_is_the_curve_from_the_answer_before(ada: Student) -> None:
    ada.send(answer("rope", MONDAY, rating=4), answer("rope", MONDAY + 9 * DAY, rating=1))
    first, second = ada.log()
    assert first.stability_after is not None
    expected = retrievability(first.stability_after, 9, DEFAULT_WEIGHTS)
    assert second.stability_before == first.stability_after
    assert predicted(ada) == [Prediction(expected=expected, passed=False)]


def test_an_answer_that_was_taken_back_is_not_the_answer_before(ada: Student) -> None:
    taken_back = answer("rope", MONDAY + 5 * DAY, rating=1)
    ada.send(
        answer("rope", MONDAY, rating=4),
        taken_back,
        undo(taken_back, MONDAY + 5 * DAY + MINUTE),
        answer("rope", MONDAY + 9 * DAY),
    )
    stability = ada.log()[0].stability_after
    assert stability is not None
    assert predicted(ada) == [Prediction(expected=retrievability(stability, 9, DEFAULT_WEIGHTS), passed=True)]


def test_the_answer_before_may_lie_outside_what_is_read(ada: Student) -> None:
    ada.send(answer("rope", MONDAY, rating=4), answer("rope", MONDAY + 9 * DAY))
    both = predicted(ada)
    assert len(both) == 1
    assert predicted(ada, first=FIRST + timedelta(days=5)) == both
    assert predicted(ada, most=1) == both
    assert predicted(ada, first=FIRST + timedelta(days=10)) == []


def chose(key: str, days: int = 0) -> dict[str, Any]:
    return answer("bank", MONDAY + days * DAY, response={"chosen": [key]})


def test_wrong_choices_are_counted_by_what_was_taken_for_what(ada: Student, ben: Student) -> None:
    taken_back = chose("c", 3)
    ada.send(chose("b"), chose("a", 1), chose("b", 2), taken_back, undo(taken_back, MONDAY + 3 * DAY + MINUTE))
    ben.send(chose("c"))
    mill = MixUp(sort=Sort.ANSWER, taken="Right", right="Left", stem="On which bank is the mill?")
    assert confused(ada) == [Confusion(mix_up=mill, times=2)]
    assert confused(ada, most=3) == [Confusion(mix_up=mill, times=1)]


def test_an_answer_to_a_question_of_an_older_form_is_passed_over(ada: Student) -> None:
    ada.send(chose("b"))
    with ada.database.writer() as session:
        bank = session.scalars(select(Question.id).where(Question.key == "bank")).one()
        content = {"id": "bank", "kind": "choice", "question": "On which bank?"}
        session.add(
            QuestionRevision(question_id=bank, number=2, content=content, content_hash=bytes(32), created_at=MONDAY)
        )
        row = session.scalars(select(ReviewLog)).one()
        values = {column.name: getattr(row, column.name) for column in ReviewLog.__table__.columns}
        session.add(ReviewLog(**{**values, "id": bytes(16), "revision": 2}))
    assert [each.times for each in confused(ada)] == [1]
