"""The schedule pages: exams, what it takes, and weights, with good input and bad."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from html import unescape

import pytest
from sqlalchemy import delete, func, select, update

from tests.conftest import SettableClock
from tests.history.choosing import make_collection
from tests.people import People
from webapp.db import Database
from webapp.history.exams import next_exam
from webapp.models import Card, Exam, MemoryParameters, Question, ReviewLog, UserSettings
from webapp.models.base import to_milliseconds
from webapp.planning.services import training
from webapp.planning.services.exams import MOST_PLANNED
from webapp.planning.services.training import TrainingError, can_train
from webapp.reviews.plans import copy_plans
from webapp.scheduling.fold import EventKind
from webapp.scheduling.policy import DEFAULT_WEIGHTS

TODAY = date(2026, 3, 2)
EXAM = {"name": "Finals", "day": "2026-05-30", "collection": "", "retention": "0.80"}


def _exams(database: Database) -> list[Exam]:
    with database.reader() as session:
        return list(session.scalars(select(Exam).order_by(Exam.made_at)))


def _put_fit(database: Database, user_id: int, clock: SettableClock) -> int:
    weights = [*DEFAULT_WEIGHTS[:8], 2.2, 0.2, 1.0, *DEFAULT_WEIGHTS[11:]]
    with database.writer() as session:
        session.add(
            MemoryParameters(user_id=user_id, trained_at=clock(), weights=json.dumps(weights), reviews=300,
                             loss_before=0.5, loss_after=0.4, in_force=False)
        )  # fmt: skip
    return to_milliseconds(clock())


@pytest.mark.usefixtures("made_bank")
def test_what_is_to_be_known_may_be_written_in_percent(people: People, database: Database) -> None:
    assert people.ada.post("/schedule", data={**EXAM, "retention": "80"}).status_code == 303
    assert [exam.retention for exam in _exams(database)] == [0.8]


@pytest.mark.usefixtures("made_bank")
def test_an_exam_is_planned_and_removed(people: People, database: Database) -> None:
    assert "Say when you have to know something" in people.ada.get("/schedule").text
    made = people.ada.post("/schedule", data=EXAM)
    assert (made.status_code, made.location) == (303, "/schedule")
    text = " ".join(people.ada.get("/schedule").text.split())
    assert "in 89 days" in text
    assert "The whole bank, 60 questions" in text
    assert "1 new card a day is enough" in text
    assert re.search(r"about \d+ reviews? and \d+ min a day", text)
    (exam,) = _exams(database)
    assert (exam.day, exam.retention, exam.collection_id) == (date(2026, 5, 30), 0.8, None)
    address = f"/schedule/exams/{to_milliseconds(exam.made_at)}/remove"
    assert people.ben.post(address).status_code == 303
    assert len(_exams(database)) == 1
    assert people.ada.post(address).status_code == 303
    assert _exams(database) == []


@pytest.mark.usefixtures("made_bank")
def test_what_cannot_be_done_is_said_and_what_it_needs(
    people: People, database: Database, ada_id: int, clock: SettableClock
) -> None:
    people.ada.post("/schedule", data={**EXAM, "day": "2026-03-04", "retention": "0.99"})
    text = " ".join(people.ada.get("/schedule").text.split())
    assert "This cannot be done in the time that is left." in text
    assert "The most that makes sense is" in text
    assert "/schedule/exams/new-cards" not in text, "as if it helped"
    assert "reached by then" in people.ada.get("/").text
    assert "Behind" not in people.ada.get("/").text, "no number of new cards would be enough"
    people.ada.post("/schedule/exams/new-cards", data={"number": "5"})
    clock.move(timedelta(minutes=1))
    people.ada.post("/schedule", data={**EXAM, "day": "2026-03-07", "retention": "0.80"})
    text = " ".join(people.ada.get("/schedule").text.split())
    assert "You begin 5 new cards a day at most, which is less than that." in text
    assert people.ada.post("/schedule/exams/new-cards", data={"number": "35"}).status_code == 303
    with database.reader() as session:
        assert session.get_one(UserSettings, ada_id).new_per_day == 35


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""}, {"name": "x" * 101}, {"name": "\0"}, {"day": "2026-03-02"}, {"day": "1999-01-01"},
        {"day": "2036-01-01"}, {"day": "soon"}, {"day": "99999-99-99"}, {"collection": "77"}, {"collection": "\0"},
        {"retention": "1"}, {"retention": "0.1"}, {"retention": "NaN"}, {"retention": "sNaN"}, {"retention": "1e999"},
    ],
    ids=str,
)  # fmt: skip
@pytest.mark.usefixtures("made_bank")
def test_what_is_no_exam_is_refused_and_nothing_is_kept(
    people: People, database: Database, wrong: dict[str, str]
) -> None:
    assert people.ada.post("/schedule", data={**EXAM, **wrong}).status_code == 400
    assert _exams(database) == []


@pytest.mark.parametrize("number", ["", "-1", "99999", "x", "²"])
def test_a_limit_that_is_none_is_refused(people: People, database: Database, ada_id: int, number: str) -> None:
    assert people.ada.post("/schedule/exams/new-cards", data={"number": number}).status_code == 400


def test_cards_come_early_in_the_last_week(
    people: People, database: Database, ada_id: int, studied: int, clock: SettableClock
) -> None:
    people.ada.post("/schedule", data={**EXAM, "day": "2026-03-04", "retention": "0.97"})
    made = to_milliseconds(_exams(database)[0].made_at)
    assert "would not be sure enough on the day" in people.ada.get("/schedule").text
    with database.reader() as session:
        before = session.scalar(select(func.count()).where(Card.user_id == ada_id, Card.due_at <= clock()))
    assert people.ada.post(f"/schedule/exams/{made}/forward").status_code == 303
    with database.reader() as session:
        rows = session.scalar(select(func.count()).where(ReviewLog.kind == EventKind.RESCHEDULE))
        after = session.scalar(select(func.count()).where(Card.user_id == ada_id, Card.due_at <= clock()))
    assert rows
    assert after == (before or 0) + rows
    assert people.ben.post(f"/schedule/exams/{made}/forward").status_code == 404
    assert people.ada.post("/schedule/exams/0/forward").status_code == 404
    assert people.ada.post("/schedule/exams/9999999999999999999/forward").status_code == 404


def test_the_simulator_draws_what_is_asked_and_gives_files(people: People, studied: int) -> None:
    page = people.ada.get("/schedule/simulator?retention=0.85&new=3&days=60")
    assert people.ada.get("/schedule/simulator?retention=85&new=3&days=60").text.count('class="plot') == 7
    assert page.status_code == 200
    assert page.text.count('class="plot') == 7
    assert page.text.count('class="chosen"') == 4
    assert "As you study now it would be" in page.text
    assert page.text.count("Each bar is the mean of 2 days.") == 2, "so that none is as high as the busiest day"
    assert "Each bar is the mean" not in people.ada.get("/schedule/simulator?retention=0.85&new=3&days=53").text
    for chart, column in (("reviews", "Reviews"), ("minutes", "Minutes"), ("known", "Questions remembered")):
        file = people.ada.get(f"/schedule/simulator/{chart}.csv?retention=0.85&new=3&days=60")
        assert file.status_code == 200
        assert column in file.text.splitlines()[0]
    assert len(people.ada.get("/schedule/simulator/reviews.csv?retention=0.9&new=3&days=60").text.splitlines()) == 61
    assert people.ada.get("/schedule/simulator/nothing.csv").status_code == 404


@pytest.mark.parametrize(
    ("chart", "head", "first", "last", "standing"),
    [
        ("reviews-by-retention", "Retention,Reviews a day", "0.7", "0.97", "0.86"),
        ("known-by-retention", "Retention,Questions remembered", "0.7", "0.97", "0.86"),
        ("reviews-by-new", "New cards a day,Reviews a day", "0", "20", "3"),
        ("known-by-new", "New cards a day,Questions remembered", "0", "20", "3"),
    ],
)
def test_a_curve_leads_through_what_is_chosen_and_agrees_with_its_course(
    people: People, studied: int, chart: str, head: str, first: str, last: str, standing: str
) -> None:
    query = "?retention=0.86&new=3&days=60"
    lines = people.ada.get(f"/schedule/simulator/{chart}.csv{query}").text.splitlines()
    values = {choice: float(value) for choice, value in (line.split(",") for line in lines[1:])}
    assert lines[0].lstrip("\ufeff") == head
    assert next(iter(values)) == first
    assert list(values)[-1] == last
    assert values[last] > values[first]
    if chart.startswith("reviews"):
        days = people.ada.get(f"/schedule/simulator/reviews.csv{query}").text.splitlines()[1:]
        assert values[standing] == pytest.approx(sum(int(line.split(",")[1]) for line in days) / 60)


@pytest.mark.parametrize("query", ["retention=2", "retention=NaN", "new=-1", "new=x", "days=99999", "days=0"])
@pytest.mark.usefixtures("made_bank")
def test_what_cannot_be_played_through_is_said(people: People, query: str) -> None:
    asked = {"retention": "0.9", "new": "5", "days": "30"} | dict([query.split("=")])
    assert people.ada.get("/schedule/simulator", query_string=asked).status_code == 400
    assert people.ada.get("/schedule/simulator/reviews.csv", query_string=asked).status_code == 404


def test_weights_are_shown_tried_and_put_in_force(
    people: People, database: Database, ada_id: int, studied: int, clock: SettableClock
) -> None:
    fit = _put_fit(database, ada_id, clock)
    page = people.ada.get("/schedule/weights").text
    assert "See what they would do" in page
    assert "that everybody begins with" in page
    assert "If due dates follow" in people.ada.get(f"/schedule/weights/{fit}").text
    assert people.ben.get(f"/schedule/weights/{fit}").status_code == 404
    assert people.ada.post(f"/schedule/weights/{fit}", data={"due": "nonsense"}).status_code == 400
    clock.move(timedelta(minutes=1))
    assert people.ada.post(f"/schedule/weights/{fit}", data={"due": "spread"}).status_code == 303
    assert "scheduled by weights of your own" in people.ada.get("/schedule/weights").text
    clock.move(timedelta(minutes=1))
    assert "Before you go back" in people.ada.get("/schedule/weights/usual").text
    assert people.ada.post("/schedule/weights/usual", data={"due": "keep"}).status_code == 303
    assert "See what they would do" in people.ada.get("/schedule/weights").text
    assert people.ada.post("/schedule/weights/continue").status_code == 303
    assert people.ada.get("/schedule/weights/nothing").status_code == 404


def test_without_the_library_the_page_says_how_to_add_it(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.planning.views.can_train", lambda: False)
    monkeypatch.setattr(training, "can_train", lambda: False)
    assert "fsrs-rs-python" in people.ada.get("/schedule/weights").text
    assert "not installed" in people.ada.post("/schedule/weights/train", follow_redirects=True).text


@pytest.mark.skipif(not can_train(), reason="the extra optimizer is not installed")
def test_weights_are_fitted_by_a_button_and_by_the_start_of_a_day(
    people: People, database: Database, ada_id: int, studied: int, clock: SettableClock
) -> None:
    said = people.ada.post("/schedule/weights/train", follow_redirects=True).text
    assert "the weights foresee better" in said
    with database.writer() as session:
        session.execute(delete(MemoryParameters))
    people.ada.post("/start").close()
    with database.reader() as session:
        (fit,) = session.scalars(select(MemoryParameters)).all()
    assert fit.in_force


def test_plans_of_a_guest_come_along_and_twice_changes_nothing(
    people: People, database: Database, ada_id: int, clock: SettableClock
) -> None:
    guest = people.guest.user_id
    assert guest is not None
    people.guest.post("/schedule", data=EXAM)
    _put_fit(database, guest, clock)
    for _ in range(2):
        with database.writer() as session:
            copy_plans(session, from_user=guest, to_user=ada_id, now=clock())
    with database.reader() as session:
        exam = next_exam(session, user_id=ada_id, today=TODAY)
        assert exam is not None
        assert exam.days_left(TODAY) == 89
        assert next_exam(session, user_id=ada_id, today=date(2026, 6, 1)) is None
        assert session.scalar(select(func.count()).where(MemoryParameters.user_id == ada_id)) == 1


@pytest.mark.usefixtures("made_bank")
def test_the_work_until_an_exam_stands_as_a_table_and_a_file_for_nobody_else(
    people: People, database: Database
) -> None:
    people.ada.post("/schedule", data={**EXAM, "day": "2026-03-12"})
    (exam,) = _exams(database)
    address = f"/schedule/exams/{to_milliseconds(exam.made_at)}/work.csv"
    page = people.ada.get("/schedule").text
    assert "The numbers" in page
    assert f'href="{address}"' in page
    lines = people.ada.get(address).text.splitlines()
    assert lines[0].endswith("Day,Reviews,New")
    assert [line.split(",")[0] for line in lines[1:]] == [f"2026-03-{day:02}" for day in range(2, 12)]
    assert people.ben.get(address).status_code == 404
    assert people.ada.get("/schedule/exams/1/work.csv").status_code == 404


@pytest.mark.usefixtures("made_bank")
def test_the_plan_says_that_its_questions_come_first(people: People, database: Database) -> None:
    with database.writer() as session:
        collection = make_collection(session, [41, 47, 53])
    people.ada.post("/schedule", data={**EXAM, "collection": str(collection)})
    assert "Its questions come first" in people.ada.get("/schedule").text


@pytest.mark.usefixtures("made_bank")
def test_an_exam_on_what_is_not_studied_says_so_and_offers_to_study_it(people: People, database: Database) -> None:
    with database.writer() as session:
        ids = session.scalars(select(Question.id).order_by(Question.id)).all()
        studied = make_collection(session, ids[:30], value="studied")
        asked = make_collection(session, ids[20:50], value="asked")
    people.ada.post(f"/collections/{studied}/follow")
    people.ada.post("/schedule", data={**EXAM, "collection": str(asked)})
    text = " ".join(people.ada.get("/schedule").text.split())
    assert "20 of its questions are in nothing that you study, and never come up." in text
    follow = people.ada.post(f"/collections/{asked}/follow", data={"next": "/schedule"})
    assert follow.location == "/schedule"
    assert "never come" not in people.ada.get("/schedule").text
    people.ada.post("/schedule", data={**EXAM, "name": "All of it"})
    people.ada.post("/schedule/exams/new-cards", data={"number": "0"})
    page = people.ada.get("/schedule").text
    assert "10 of its questions are in nothing that you study" in page
    whole = next(exam for exam in page.split("</section>") if "All of it" in exam)
    assert re.search(r"Begin \d+ new cards? a day</button>", whole)
    assert whole.count("button-primary") == 1, "one thing to do stands out"


@pytest.mark.usefixtures("made_bank")
def test_exams_are_planned_with_those_before_them_and_a_question_counts_once(
    people: People, database: Database, clock: SettableClock
) -> None:
    def plan(day: str, collection: int) -> tuple[list[int], list[tuple[str, str]]]:
        clock.move(timedelta(minutes=1))
        people.ada.post("/schedule", data={**EXAM, "day": day, "collection": str(collection)})
        text = " ".join(people.ada.get("/schedule").text.split())
        alone = [int(number) for number in re.findall(r"(\d+) new cards? a day (?:is|are) enough", text)]
        return alone, re.findall(r"With (\d+) questions that only .*?, that is (\d+) new cards", text)

    with database.writer() as session:
        ids = session.scalars(select(Question.id).order_by(Question.id)).all()
        one, other = (make_collection(session, part, value=str(len(part))) for part in (ids[:20], ids[:30]))
    assert plan("2026-03-11", one)[1] == []
    assert plan("2026-03-12", one)[1] == [], "the same questions"
    assert plan("2026-03-13", other)[1] == [], "the others ask a part of them"
    with database.writer() as session:
        third = make_collection(session, ids[10:40], value="third")
    alone, besides = plan("2026-03-14", third)
    assert [others for others, _ in besides] == ["10"]
    assert [alone[-1] < int(together) < sum(alone) for _, together in besides] == [True]


@pytest.mark.usefixtures("made_bank")
def test_today_says_whether_an_exam_is_on_course(people: People, database: Database) -> None:
    people.ada.post("/schedule", data={**EXAM, "day": "2026-03-12"})
    needed = re.findall(r"(\d+) new cards a day are enough", people.ada.get("/schedule").text)
    people.ada.post("/schedule/exams/new-cards", data={"number": needed[0]})
    said = f"On course: 60 questions are to begin still, and {needed[0]} new cards a day are enough."
    assert said in people.ada.get("/").text, "who follows the plan is not behind"
    people.ada.post("/schedule/exams/new-cards", data={"number": "2"})
    assert "60 questions are to begin still, and 2 new cards a day are too few." in people.ada.get("/").text
    assert "less than that" in people.ada.get("/schedule").text
    people.ada.post("/schedule", data={**EXAM, "day": "2026-03-07", "retention": "0.99"})
    assert "come close to it" in people.ada.get("/schedule").text
    with database.writer() as session:
        session.execute(update(Question).values(status="retired"))
    assert "All its questions are begun." in people.ada.get("/").text


@pytest.mark.usefixtures("made_bank")
def test_the_next_exams_are_planned_and_later_ones_once_fewer_come_before_them(
    people: People, database: Database, clock: SettableClock
) -> None:
    """Twenty exams on thousands of questions took a minute for one look at the page."""
    for number in range(MOST_PLANNED + 1):
        clock.move(timedelta(minutes=1))
        people.ada.post("/schedule", data={**EXAM, "name": f"Exam {number}", "day": f"2026-05-{30 - number}"})
    *_, last, later, _ = people.ada.get("/schedule").text.split("</section>")
    assert ("Exam 1" in last, "a day is enough" in last, "Its plan is made" in last) == (True, True, False)
    assert ("Exam 0" in later, "a day is enough" in later, "Its plan is made" in later) == (True, False, True)
    soonest = _exams(database)[-1]
    people.ada.post(f"/schedule/exams/{to_milliseconds(soonest.made_at)}/remove")
    assert "Its plan is made" not in people.ada.get("/schedule").text


@pytest.mark.usefixtures("made_bank")
def test_the_tables_of_the_simulator_are_there_for_whatever_the_settings_take(people: People) -> None:
    assert people.ada.post("/schedule/exams/new-cards", data={"number": "9999"}).status_code == 303
    tables = re.findall(r'href="(/schedule/simulator/[^"]+)"', people.ada.get("/schedule/simulator").text)
    assert tables
    assert {people.ada.get(unescape(table)).status_code for table in tables} == {200}


@pytest.mark.usefixtures("made_bank")
def test_whoever_has_weights_fitted_again_and_again_starts_so_many_processes(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[object] = []

    def failing(asked: object) -> None:
        started.append(asked)
        raise TrainingError("no fit")

    monkeypatch.setattr(training, "can_train", lambda: True)
    monkeypatch.setattr(training, "_fit", failing)
    statuses = [people.guest.post("/schedule/weights/train").status_code for _ in range(21)]
    assert statuses == [303] * 20 + [429]
    assert len(started) == 20
