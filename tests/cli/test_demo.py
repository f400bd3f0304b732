"""``demo``: its people can log in, and what they did stands in the log as if they had done it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner, Result
from flask_security import verify_password
from sqlalchemy import func, select

from question_bank.bank import default_folders, load_bank
from question_bank.grading import Outcome
from webapp.app import create_app
from webapp.cli import commands, demo_people
from webapp.cli.demo_answers import right_response, wrong_response
from webapp.cli.demo_learner import Learner, retrievability
from webapp.db import Database
from webapp.models import Card, ClassBank, ClassInstructor, ClassStudent, Question, ReviewDay, ReviewLog, User
from webapp.reviews.rebuild import rebuild
from webapp.scheduling.fold import EventKind

DAYS = 6  # of the three weeks, so that the test is short


@pytest.fixture
def run_demo(database_url: str, instance: Path, monkeypatch: pytest.MonkeyPatch) -> Result:
    """The command, run once on an empty database, with people who study every day of a shorter time."""
    figures = [replace(each, habit=replace(each.habit, days=min(each.habit.days, DAYS), share=1.0))
               for each in demo_people.FIGURES]  # fmt: skip
    monkeypatch.setattr(demo_people, "FIGURES", figures)
    monkeypatch.setenv("TUMEN_DATABASE_URL", database_url)
    return CliRunner().invoke(commands, ["demo", "--instance", str(instance)])


@pytest.fixture
def ada(run_demo: Result, database: Database) -> int:
    with database.reader() as session:
        return session.scalars(select(User.id).where(User.email == "ada@example.org")).one()


def test_the_printed_passwords_open_the_accounts_in_their_roles_and_a_second_run_changes_nothing(
    run_demo: Result, database: Database, instance: Path, database_url: str
) -> None:
    assert run_demo.exit_code == 0, run_demo.output
    printed = dict(line.split()[:2] for line in run_demo.stdout.splitlines() if "@example.org" in line)
    with database.reader() as session:
        people = {user.email: user for user in session.scalars(select(User))}
        roles = {email: {role.name for role in user.roles} for email, user in people.items()}
    assert roles == {
        "ada@example.org": {"student"},
        "ben@example.org": {"student", "instructor"},
        "cleo@example.org": {"student", "instructor"},
    }
    app = create_app(instance, DATABASE_URL=database_url)
    with app.app_context():
        assert all(verify_password(password, str(people[email].password)) for email, password in printed.items())
    app.extensions["tumen_db"].close()
    assert len(set(printed.values())) == 3
    _assert_ada_is_in_the_class_of_her_instructor_alone(database, people)
    assert _refuses_to_run_again(instance, database)


def _assert_ada_is_in_the_class_of_her_instructor_alone(database: Database, people: dict[str | None, User]) -> None:
    with database.reader() as session:
        taught = dict(session.execute(select(ClassInstructor.user_id, ClassInstructor.class_id)).all())
        learning = session.execute(select(ClassStudent.user_id, ClassStudent.class_id)).all()
        assert learning == [(people["ada@example.org"].id, taught[people["ben@example.org"].id])]
        assert session.scalars(select(ClassBank.class_id).order_by(ClassBank.class_id)).all() == sorted(taught.values())
        assert people["cleo@example.org"].id in taught


def _refuses_to_run_again(instance: Path, database: Database) -> bool:
    def rows() -> tuple[int, ...]:
        with database.reader() as session:
            tables = (User, ReviewLog, Question)
            return tuple(session.scalars(select(func.count()).select_from(table)).one() for table in tables)

    before = rows()
    again = CliRunner().invoke(commands, ["demo", "--instance", str(instance)])
    told = "ada@example.org" in again.stderr and "--instance" in again.stderr
    return again.exit_code == 1 and told and rows() == before


def test_ada_studied_day_after_day_within_her_limits_and_all_of_it_is_the_fold_of_the_log(
    ada: int, database: Database
) -> None:
    limit = demo_people.FIGURES[0].habit.new_a_day
    with database.reader() as session:
        days = list(session.scalars(select(ReviewDay).where(ReviewDay.user_id == ada).order_by(ReviewDay.study_day)))
        kinds = Counter(session.scalars(select(ReviewLog.kind).where(ReviewLog.user_id == ada)))
        outcomes = Counter(session.scalars(select(ReviewLog.outcome).where(ReviewLog.user_id == ada)))
    assert len(days) >= DAYS - 1
    assert all(0 < day.new_cards <= limit and 0 < day.milliseconds < 3_600_000 for day in days)
    assert sum(day.reviews for day in days[1:]) > 0
    assert kinds[EventKind.UNDO] == 1
    assert kinds[EventKind.BURY] == 1
    assert outcomes[Outcome.RIGHT] > outcomes[Outcome.WRONG] > 0
    _assert_nothing_lies_in_the_future_or_before_the_account(ada, database)
    with database.reader() as session:
        for user_id in session.scalars(select(User.id)):
            assert rebuild(session, user_id=user_id, check=True) == []
            assert session.scalars(select(func.count()).where(Card.user_id == user_id)).one() > 0


def _assert_nothing_lies_in_the_future_or_before_the_account(ada: int, database: Database) -> None:
    with database.reader() as session:
        made = session.scalars(select(User.created_at).where(User.id == ada)).one()
        first, last = session.execute(
            select(func.min(ReviewLog.answered_at), func.max(ReviewLog.answered_at)).where(ReviewLog.user_id == ada)
        ).one()
    assert made <= first < last <= datetime.now(UTC)


def test_answers_of_every_question_in_the_bank_are_graded_as_meant() -> None:
    generator = Random(1)
    for question in load_bank(*default_folders()).questions.values():
        right, wrong = right_response(question), wrong_response(question, generator)
        assert (right is None) == (wrong is None) == (question.kind == "card")
        if right is not None and wrong is not None:
            assert question.grade(right).outcome is Outcome.RIGHT, question.id
            assert question.grade(wrong).outcome is not Outcome.RIGHT, question.id


def test_recall_falls_to_nine_tenths_after_as_many_days_as_the_stability() -> None:
    assert retrievability(0, 12.0) == 1.0
    assert retrievability(12.0, 12.0) == pytest.approx(0.9)
    assert retrievability(100.0, 12.0) < retrievability(50.0, 12.0) < 0.9


def test_ids_are_those_of_version_seven_in_the_order_of_time() -> None:
    learner = Learner(seed=1)
    start = datetime(2026, 3, 2, tzinfo=UTC)
    ids = [learner.new_id(start + timedelta(milliseconds=number)) for number in range(50)]
    assert {(one.version, one.variant) for one in ids} == {(7, "specified in RFC 4122")}
    assert ids == sorted(ids)
