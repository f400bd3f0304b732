"""``demo``: people to look around as, with weeks of study behind them. Their passwords are printed once."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from question_bank.bank import default_folders
from webapp.accounts.services import create_user
from webapp.bank.services.start import load_changed_files
from webapp.classes.services import joining, keeping
from webapp.db import Database
from webapp.models import Bank, SchoolClass, User
from webapp.models.bank import SHIPPED

from . import demo_people
from .demo_history import History
from .demo_learner import Learner
from .demo_people import THREE_WEEKS, Figure
from .group import instance_option, now
from .installation import account_session, open_database
from .people import new_password
from .tables import lines


@click.command("demo")
@instance_option
def make_demo(instance: Path | None) -> None:
    """Make a student, her instructor and an instructor of another class, with three weeks of study behind them."""
    moment = now()
    passwords = {figure.email: new_password() for figure in demo_people.FIGURES}
    with account_session(instance) as session:
        refuse_if_there(session)
        ids = [_make(session, figure, passwords[figure.email], moment - THREE_WEEKS) for figure in demo_people.FIGURES]
    table = [(figure.email, passwords[figure.email], figure.who) for figure in demo_people.FIGURES]
    click.echo("\n".join(lines([("e-mail", "password (shown only now)", ""), *table])))
    with open_database(instance) as database:
        load_bank_files(database, moment - THREE_WEEKS)
        make_classes(database, dict(zip(passwords, ids, strict=True)), moment - THREE_WEEKS)
        answers = study(database, ids, moment)
    click.echo(f"They have given {answers} answers.")


def refuse_if_there(session: Session) -> None:
    """Raise ClickException if one of the people has an account already."""
    emails = [figure.email for figure in demo_people.FIGURES]
    there = sorted(session.scalars(select(User.email).where(User.email.in_(emails))).all(), key=str)
    if there:
        raise click.ClickException(
            f"There is an account for {', '.join(map(str, there))} already, so nothing was made. "
            "For another demonstration choose an empty folder with --instance."
        )


def _make(session: Session, figure: Figure, password: str, at: datetime) -> int:
    user = create_user(session=session, email=figure.email, password=password, role=figure.role, now=at)
    return user.id


def load_bank_files(database: Database, at: datetime) -> None:
    """Load the bank's files as the server does at its start, where they are not loaded yet."""
    articles, data = default_folders()
    with database.writer() as session:
        load_changed_files(session, articles=articles, data=data, now=at)


def make_classes(database: Database, ids: Mapping[str, int], at: datetime) -> None:
    """Let each instructor teach a class that learns from the bank that comes along; the students are in them."""
    with database.writer() as session:
        bank = session.scalars(select(Bank.id).where(Bank.key == SHIPPED)).one()
        for each in demo_people.CLASSES:
            number = keeping.make_class(session, user_id=ids[each.instructor], title=each.title, now=at)
            made = session.get_one(SchoolClass, number)
            keeping.publish_bank(session, found=made, bank_id=bank, user_id=ids[each.instructor], now=at)
            joining.renew_code(session, found=made, user_id=ids[each.instructor], now=at)
            for student in each.students:
                joining.join_class(session, found=made, user_id=ids[student], now=at)


def study(database: Database, ids: Sequence[int], moment: datetime) -> int:
    """Let everybody study up to ``moment``; how many answers they gave."""
    people = [
        History(database=database, user_id=user_id, habit=figure.habit, learner=Learner(seed=number))
        for number, (user_id, figure) in enumerate(zip(ids, demo_people.FIGURES, strict=True), start=1)
    ]
    sittings = [(person, day) for person in people for day in person.days(now=moment)]
    with click.progressbar(sittings, label="Studying", file=sys.stderr) as shown:
        for person, day in shown:
            person.study(day, now=moment)
    return sum(person.answers for person in people)
