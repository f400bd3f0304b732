"""How a question does: figures from quizzes and the log, and the list of those that do badly."""

from __future__ import annotations

import json
import re
import statistics
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from tests.conftest import SettableClock
from tests.people import People, make_user
from tests.study.banks import load_small_bank
from webapp.bank.queries import items
from webapp.db import Database
from webapp.models import Attempt, AttemptItem, Question, ReviewLog

from .test_editing import KEY

OTHERS = ("ferry-bridge-who", "ferry-cost-number", "ferry-first-day-date")
STUDENTS = 24


@pytest.fixture(autouse=True)
def loaded(database: Database, clock: SettableClock) -> None:
    with database.writer() as session:
        load_small_bank(session, now=clock())


@pytest.fixture
def students(database: Database, clock: SettableClock) -> list[int]:
    return [make_user(database, email=None, role=None, now=clock()) for _ in range(STUDENTS)]


def ids(session: Session) -> dict[str, int]:
    return {row.key: row.id for row in session.execute(select(Question.key, Question.id))}


def hand_in(session: Session, user_id: int, scores: dict[str, float], clock: SettableClock) -> None:
    """A quiz with these scores, handed in now."""
    name, known = uuid.uuid4().bytes, ids(session)
    session.execute(
        insert(Attempt),
        [{"user_id": user_id, "id": name, "made_at": clock(), "submitted_at": clock(), "feedback_at_once": False,
          "is_review": False, "chosen_by": {}, "questions": len(scores), "score": sum(scores.values()) / len(scores)}],
    )  # fmt: skip
    session.execute(
        insert(AttemptItem),
        [{"user_id": user_id, "attempt_id": name, "position": place, "question_id": known[key], "revision": 1,
          "seed": 1, "outcome": "right" if score == 1 else "wrong", "score": score}
         for place, (key, score) in enumerate(scores.items(), 1)],
    )  # fmt: skip


def log(session: Session, user_id: int, clock: SettableClock, **more: object) -> bytes:
    """A row of the log about the question; the id."""
    row = {"user_id": user_id, "id": uuid.uuid4().bytes, "question_id": ids(session)[KEY], "revision": 1, "kind": 0,
           "mode": 0, "answered_at": clock(), "received_at": clock(), "study_day": clock().date(), **more}  # fmt: skip
    session.execute(insert(ReviewLog), [row])
    return bytes(row["id"])  # type: ignore[call-overload, no-any-return]


def quizzes(session: Session, students: list[int], clock: SettableClock) -> list[tuple[float, float]]:
    """One quiz each, in which those who do well otherwise do badly at the question; what was earned, and the rest."""
    pairs = []
    for number, student in enumerate(students):
        rest = [float(number % 4 > place) for place in range(3)]
        score = 0.0 if number % 4 > 1 else 1.0
        hand_in(session, student, {KEY: score, **dict(zip(OTHERS, rest, strict=True))}, clock)
        pairs.append((score, statistics.fmean(rest)))
    return pairs


def test_the_sums_of_quizzes_are_those_of_first_attempts_worked_out_one_by_one(
    database: Database, students: list[int], clock: SettableClock
) -> None:
    with database.writer() as session:
        pairs = quizzes(session, students, clock)
        clock.move(timedelta(days=1))
        hand_in(session, students[0], {KEY: 0.5, OTHERS[0]: 1.0}, clock)  # a second attempt
        hand_in(session, students[1], {OTHERS[1]: 1.0}, clock)
        number = ids(session)[KEY]
        found = items.quiz_moments(session, question_id=number)[number]
        assert items.quiz_moments(session)[number].count == found.count
    assert found.count == STUDENTS
    for name, expected in (
        ("x", sum(x for x, _ in pairs)),
        ("o", sum(o for _, o in pairs)),
        ("xx", sum(x * x for x, _ in pairs)),
        ("oo", sum(o * o for _, o in pairs)),
        ("xo", sum(x * o for x, o in pairs)),
    ):
        assert getattr(found, name) == pytest.approx(expected), name


def test_a_question_that_the_good_ones_miss_is_said_to_be_so_on_its_page_and_in_the_list(
    people: People, database: Database, students: list[int], clock: SettableClock
) -> None:
    with database.writer() as session:
        xs, os = zip(*quizzes(session, students, clock), strict=True)
    correlation = statistics.correlation(xs, os)
    page = people.ben.get(f"/bank/questions/{KEY}").text
    assert f"{abs(correlation):.2f}" in page
    assert "50\N{NO-BREAK SPACE}%" in page
    assert "do worse here" in page
    listed = people.ben.get("/bank/quality/items?fault=backwards").text
    assert f"/bank/questions/{KEY}" in listed
    assert "/bank/questions/ferry-bridge-who" not in listed


def test_too_few_answers_show_no_figure(
    people: People, database: Database, students: list[int], clock: SettableClock
) -> None:
    with database.writer() as session:
        quizzes(session, students[:9], clock)
    page = people.ben.get(f"/bank/questions/{KEY}").text
    assert "9 of 10 first attempts" in page
    assert "9 of 20 first attempts" in page
    assert "0 of 20 reviews" in page
    assert "Nothing stands out" in people.ben.get("/bank/quality/items").text


def test_choices_times_and_lapses_are_read_from_the_log_without_what_was_undone(
    people: People, database: Database, students: list[int], clock: SettableClock
) -> None:
    with database.writer() as session:
        for number, student in enumerate(students):
            taken = json.dumps({"chosen": ["a" if number < 18 else "b"]})
            rating = 1 if number < 12 else 3
            log(session, student, clock, response=taken, outcome="wrong", rating=rating, state_before=2,
                state_after=2, duration_ms=1000 * (number + 1))  # fmt: skip
            clock.move(timedelta(minutes=1))
        wrong = log(session, students[0], clock, response=json.dumps({"chosen": ["c"]}), rating=1, state_before=2)
        log(session, students[0], clock, kind=1, undoes=wrong)
    page = people.ben.get(f"/bank/questions/{KEY}").text
    assert "It was answered 24 times" in page
    assert "75\N{NO-BREAK SPACE}%" in page
    assert "nobody takes it" in page
    assert "12.5 s" in page
    assert "50\N{NO-BREAK SPACE}%" in page
    assert "forgotten again and again" in page


def test_the_list_is_counted_anew_after_ten_minutes(
    people: People, database: Database, students: list[int], clock: SettableClock
) -> None:
    assert "Nothing stands out" in people.ben.get("/bank/quality/items").text
    with database.writer() as session:
        quizzes(session, students, clock)
    assert "Nothing stands out" in people.ben.get("/bank/quality/items").text
    clock.move(timedelta(minutes=10))
    assert f"/bank/questions/{KEY}" in people.ben.get("/bank/quality/items").text


def test_the_list_has_the_questions_of_the_bank_in_sight_alone(
    people: People, database: Database, students: list[int], clock: SettableClock
) -> None:
    with database.writer() as session:
        quizzes(session, students, clock)
    assert f"/bank/questions/{KEY}" in people.cleo.get("/bank/quality/items").text
    made = people.ben.post("/banks", data={"title": "Rivers of the north"}).location.rpartition("/")[2]
    assert "Nothing stands out" in people.ben.get("/bank/quality/items").text
    with database.writer() as session:  # it goes away between two looks, and the figures stay
        session.execute(update(Question).where(Question.key == KEY).values(bank_id=int(made)))
    page = people.cleo.get("/bank/quality/items")
    assert page.status_code == 200
    assert f"/bank/questions/{KEY}" not in page.text


@pytest.mark.parametrize("query", ["fault=none", "page=0", "page=x"])
def test_what_the_list_cannot_mean_is_refused(people: People, query: str) -> None:
    assert people.ben.get(f"/bank/quality/items?{query}").status_code == 400


def test_the_table_is_sorted_by_how_questions_do_and_shows_it(
    people: People, database: Database, students: list[int], clock: SettableClock
) -> None:
    with database.writer() as session:
        quizzes(session, students, clock)
        log(session, students[0], clock, rating=3, state_before=2)
    columns = "&column=facility&column=discrimination&column=lapses&column=last-asked"

    def first(sort: str) -> list[str]:
        page = people.ben.get(f"/bank?sort={sort}{columns}")
        assert page.status_code == 200
        return re.findall(r'name="key" value="([^"]+)"', page.text)

    hardest = first("facility")
    assert (hardest[0], set(hardest[1:3]), hardest[3]) == (OTHERS[2], {KEY, OTHERS[1]}, OTHERS[0])
    assert hardest[4:] == [key for key in first("asked") if key not in {KEY, *OTHERS}]
    assert first("discrimination")[0] == first("last-asked")[0] == KEY
    row = people.ben.get(f"/bank?q={KEY}{columns}").text
    assert "50\N{NO-BREAK SPACE}%</td>" in row
    assert 'class="number figures">\N{EN DASH}</td>' in row  # one review is too few to say how often it is forgotten
    assert people.ben.get("/bank?sort=none").status_code == 400
