"""The progress page: from nothing, and after weeks of study."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.conftest import SettableClock
from tests.history.choosing import choose, make_collection
from tests.people import People
from tests.study.banks import make_bank
from tests.study.memories import Stored, put_cards, put_settings
from tests.study.student import answer, get_batch
from webapp.db import Database
from webapp.history import forecast
from webapp.history.forecast import due_by_day, work_by_day
from webapp.history.settings import settings_of
from webapp.models import Article, Bank, Card, Question, ReviewDay, User
from webapp.models.visible import only_visible
from webapp.scheduling.catch_up import Used
from webapp.scheduling.memory import State
from webapp.scheduling.study_day import StudyCalendar

TODAY = date(2026, 3, 2)


@pytest.fixture
def ada_id(database: Database, people: People) -> int:
    with database.reader() as session:
        return session.scalars(select(User.id).where(User.email == people.ada.email)).one()


@pytest.fixture
def studied(database: Database, ada_id: int) -> None:
    """Eight weeks: ten answers on each third day, of five reviews four passed."""
    with database.writer() as session:
        session.add_all(
            ReviewDay(
                user_id=ada_id, study_day=TODAY - timedelta(days=back), answers=10, milliseconds=120_000, new_cards=2,
                reviews=5, passed=4,
            )
            for back in range(0, 56, 3)
        )  # fmt: skip


@pytest.mark.usefixtures("loaded")
def test_an_empty_page_says_what_to_do_next(people: People) -> None:
    page = people.ada.get("/progress")
    assert page.status_code == 200
    assert "this page fills with your first answers" in page.text
    assert "No answer in the last year. No streak at present" in page.text


@pytest.mark.usefixtures("loaded", "studied")
def test_time_and_streak_stand_in_words_and_in_tables(people: People) -> None:
    text = " ".join(people.ada.get("/progress").text.split())
    assert "190 answers in the last year, about 38 minutes. 1 day in a row." in text
    assert "In the last four weeks you studied on 10 days, about 2 minutes on each: 12 seconds an answer." in text
    assert text.count(">2 Mar 2026</span></td>") >= 2  # in the forecast and among the days


@pytest.mark.usefixtures("loaded")
def test_what_took_seconds_is_not_said_to_have_taken_no_time(people: People, database: Database, ada_id: int) -> None:
    with database.writer() as session:
        session.add(ReviewDay(user_id=ada_id, study_day=TODAY, answers=2, milliseconds=20_000, new_cards=2,
                              reviews=0, passed=0))  # fmt: skip
    text = " ".join(people.ada.get("/progress").text.split())
    assert "2 answers in the last year, about 1 minute." in text
    assert "you studied on 1 day, about 1 minute on each: 10 seconds an answer." in text
    assert ">1 min<" in text


@pytest.mark.usefixtures("loaded")
def test_what_is_known_is_the_same_on_every_page_and_the_suspended_is_in_no_total(
    database: Database, people: People, ada_id: int, make_card: Callable[..., Card]
) -> None:
    with database.writer() as session:
        questions = session.scalars(select(Question.id).where(Question.status == "published").limit(3)).all()
        for question_id, stability in zip(questions, (21.0, 20.9, 30.0), strict=True):
            is_suspended = stability == 30.0
            card = make_card(user_id=ada_id, question_id=question_id, stability=stability, suspended=is_suspended)
            session.add(card)
        title = session.scalars(select(Article.title)).first()
        total = len(session.scalars(select(Question.id).where(Question.status == "published")).all())
    assert title is not None
    pages = {path: " ".join(re.sub(r"</?span[^>]*>", "", people.ada.get(path).text).split())
             for path in ("/", "/progress/knowledge", "/read", "/collections", "/schedule/simulator")}  # fmt: skip
    assert title in pages["/progress/knowledge"]
    left = total - 1
    for path in ("/", "/progress/knowledge"):
        assert f"2 of {left} known, 1 of them mature · 1 suspended" in pages[path]
    assert f"{left} questions: 1 mature, 1 young, {left - 2} new · 1 suspended" in pages["/read"]
    assert f"{left} questions, 2 of them known · 1 suspended" in pages["/collections"]
    assert f"Of {left} questions" in pages["/schedule/simulator"]
    for path in ("/progress/knowledge", "/read", "/collections"):
        assert "1\N{NO-BREAK SPACE}suspended" in people.ada.get(path).text, "a number stands with its word"


def test_the_forecast_puts_the_overdue_on_today_and_leaves_out_the_suspended(
    database: Database, ada_id: int, clock: SettableClock, make_card: Callable[..., Card]
) -> None:
    calendar = StudyCalendar("Asia/Seoul", 4)
    today = calendar.day_of(clock())
    start = calendar.start_of(today)
    dues = (-30, 0, 1, 1, 29, 30)
    with database.writer() as session:
        questions = make_bank(session, claims_of=range(7), now=clock()).questions
        for question_id, days in zip(questions, dues, strict=False):
            session.add(make_card(user_id=ada_id, question_id=question_id, due_at=start + timedelta(days=days)))
        session.add(make_card(user_id=ada_id, question_id=questions[-1], due_at=start, suspended=True))
    with database.reader() as session:
        foretold = due_by_day(session, user_id=ada_id, today=today, days=30, calendar=calendar)
    assert foretold == [2, 2, *[0] * 27, 1]


def test_what_is_due_is_the_same_on_every_page_and_a_sibling_that_waits_is_tomorrows(
    people: People, database: Database, clock: SettableClock
) -> None:
    ada, yesterday = people.ada, TODAY - timedelta(days=1)
    assert ada.user_id is not None
    with database.writer() as session:
        make_bank(session, claims_of=[0, *range(30)], now=clock())  # the first two are siblings
        put_settings(session, ada.user_id, new_per_day=3)
        put_cards(session, ada.user_id, [
            *(Stored(question_id=number, state=2, due_at=clock(), answered_on=yesterday) for number in (1, 2, 3)),
            Stored(question_id=4, state=2, due_at=clock(), buried_until=TODAY + timedelta(days=1)),
            Stored(question_id=5, state=1, due_at=clock(), answered_on=yesterday),
        ])  # fmt: skip
    address = ada.post("/progress/calendar").text.split("/calendar/")[1].split("<")[0]

    def told() -> tuple[str, ...]:
        home = " ".join(ada.get("/").text.split())
        progress = " ".join(ada.get("/progress").text.split())
        feed = ada.get(f"/calendar/{address}").text
        counts = [re.search(rf"<dd>(\d+)</dd><dt>{words}", home) for words in ("to review", "new", "in learning")]
        today = re.search(r"Today: (\d+) to review, (\d+) new(?:, (\d+) in learning)?\.", progress)
        catch_up = re.search(r"(\d+) cards? (?:is|are) due today", ada.get("/study/catch-up").text)
        return (
            "/".join(found[1] if found else "0" for found in counts),
            "/".join(each or "0" for each in today.groups()) if today else "0/0/0",
            str("DTSTART;VALUE=DATE:20260302" in feed),
            catch_up[1] if catch_up else "0",
        )

    assert told() == ("2/3/1", "2/3/1", "True", "2")
    while cards := get_batch(ada)["cards"]:
        clock.move(timedelta(minutes=1))
        answer(ada, cards[0], clock(), rating=4)
    assert told() == ("0/0/0", "0/0/0", "False", "0")
    assert "due now" not in ada.get("/cards").text
    batch = get_batch(ada)
    assert batch["tomorrow"]["due"] == 2, "the sibling, and the buried card"
    clock.move(timedelta(days=1))
    assert "Today: 2 to review, 3 new." in ada.get("/progress").text


def test_the_forecast_leaves_out_what_is_not_followed(
    database: Database, ada_id: int, clock: SettableClock, make_card: Callable[..., Card]
) -> None:
    calendar = StudyCalendar("UTC", 4)
    today = calendar.day_of(clock())
    with database.writer() as session:
        questions = make_bank(session, claims_of=range(7), now=clock()).questions
        for question_id in questions:
            session.add(make_card(user_id=ada_id, question_id=question_id, due_at=clock()))
        part = make_collection(session, questions[:2])
        choose(session, ada_id, part, followed_at=clock())
    with database.reader() as session:
        foretold = due_by_day(session, user_id=ada_id, today=today, days=30, calendar=calendar)
    assert sum(foretold) == 2


def test_each_card_is_foretold_for_the_day_on_which_it_can_come(
    database: Database, ada_id: int, clock: SettableClock, make_card: Callable[..., Card]
) -> None:
    cards: list[dict[str, object]] = [
        {"due_at": clock() + timedelta(days=5), "study_day": TODAY},  # answered today
        {"due_at": clock()},  # its sibling: tomorrow
        {"due_at": clock(), "buried_until": TODAY + timedelta(days=3)},
        {"due_at": clock(), "state": int(State.RELEARNING), "step": 0},
        {"due_at": None, "study_day": TODAY, "suspended": True},
    ]
    with database.writer() as session:
        questions = make_bank(session, claims_of=[0, 0, 1, 2, 3], now=clock()).questions
        for question_id, facts in zip(questions, cards, strict=True):
            card = make_card(user_id=ada_id, question_id=question_id)
            for name, value in facts.items():
                setattr(card, name, value)
            session.add(card)
    with database.reader() as session:
        settings = settings_of(session, user_id=ada_id)
        days = work_by_day(session, user_id=ada_id, settings=settings, today=TODAY, days=7, used=Used())
    assert [(day.reviews, day.learning) for day in days] == [(0, 1), (1, 0), (0, 0), (1, 0), (0, 0), (1, 0), (0, 0)]


def test_what_is_of_a_bank_out_of_sight_is_not_foretold(
    database: Database, ada_id: int, clock: SettableClock, make_card: Callable[..., Card]
) -> None:
    calendar = StudyCalendar("UTC", 4)
    with database.writer() as session:
        for question_id in make_bank(session, claims_of=range(3), now=clock()).questions:
            session.add(make_card(user_id=ada_id, question_id=question_id, due_at=clock()))
        bank_id = session.scalars(select(Bank.id)).one()
    foretold = []
    for banks in (frozenset({bank_id}), frozenset({bank_id + 1}), frozenset[int]()):
        with only_visible(banks), database.reader() as session:
            foretold.append(due_by_day(session, user_id=ada_id, today=TODAY, days=1, calendar=calendar))
    assert foretold == [[3], [0], [0]]


@pytest.mark.parametrize("claims_of", [[0, 0, 0, 0, 1, 2, 3, 4, 5], range(9), [0] * 9, [0, 1, 0, 1, 0, 1, 2]])
@pytest.mark.parametrize("new_per_day", [0, 1, 2, 4])
def test_new_cards_are_foretold_as_if_all_were_looked_at_however_many_are_read(
    database: Database,
    ada_id: int,
    clock: SettableClock,
    monkeypatch: pytest.MonkeyPatch,
    claims_of: Sequence[int],
    new_per_day: int,
) -> None:
    with database.writer() as session:
        make_bank(session, claims_of=claims_of, now=clock())
        put_settings(session, ada_id, new_per_day=new_per_day)
    foretold = []
    for beyond in (0, 1000):
        monkeypatch.setattr(forecast, "SIBLINGS", beyond)
        with database.reader() as session:
            settings = settings_of(session, user_id=ada_id)
            days = work_by_day(session, user_id=ada_id, settings=settings, today=TODAY, days=3, used=Used())
        foretold.append([day.new for day in days])
    assert foretold[0] == foretold[1]
    assert max(foretold[1]) == min(new_per_day, len(set(claims_of)))


def test_guests_have_progress_too_and_strangers_are_sent_home(people: People) -> None:
    assert people.guest.get("/progress").status_code == 200
    assert people.nobody.get("/progress").headers["Location"] == "/"
