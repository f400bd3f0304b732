"""``study``: what is derived from the review log."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from sqlalchemy import select

from webapp.db import Database
from webapp.models import User
from webapp.planning.services.training import Trained, TrainingError, Verdict, can_train, train_if_due
from webapp.reviews.rebuild import Difference, rebuild

from .group import Commands, instance_option, now
from .installation import open_database


@click.group("study", cls=Commands)
def study_commands() -> None:
    """What is derived from the review log."""


@study_commands.command("rebuild")
@click.option("--check", is_flag=True, help="Compare only; repair nothing.")
@instance_option
def rebuild_cards(instance: Path | None, *, check: bool) -> None:
    """Compare every card and day count with the review log, and repair what differs. The log is only read.

    Exit code 1 if something differed.
    """
    found: list[Difference] = []
    with open_database(instance) as database:
        with database.reader() as session:
            users = list(session.scalars(select(User.id).order_by(User.id)))
        with click.progressbar(users, label="People", file=sys.stderr) as shown:
            for user_id in shown:
                with database.reader() if check else database.writer() as session:
                    found += rebuild(session, user_id=user_id, check=check)
    for difference in found:
        click.echo(str(difference))
    click.echo(f"{len(users)} people, {len(found)} differences{' repaired' if found and not check else ''}.")
    if found:
        sys.exit(1)


@study_commands.command("train")
@click.option("--user", "email", help="Only the person with this e-mail address.")
@click.option("--all", "everybody", is_flag=True, help="Everybody, guests too: for a job that runs each night.")
@instance_option
def train_weights(email: str | None, instance: Path | None, *, everybody: bool) -> None:
    """Fit the weights of FSRS to people's own reviews, where these have doubled since the last time.

    Weights that foresee unseen reviews better are put in force; due dates stay as they are.
    """
    if (email is None) != everybody:
        raise click.UsageError("Say whose weights: --user E-MAIL or --all.")
    if not can_train():
        raise click.ClickException(
            "The library that fits weights is not installed. Install it beside the others: "
            "uv pip install --python .venv/bin/python fsrs-rs-python"
        )
    with open_database(instance) as database:
        with database.reader() as session:
            chosen = select(User.id).where(User.active) if email is None else select(User.id).where(User.email == email)
            users = list(session.scalars(chosen.order_by(User.id)))
        if not users and email is not None:
            raise click.ClickException(f"There is no account of {email}.")
        with click.progressbar(users, label="People", file=sys.stderr) as shown:
            trained = [_trained(database, user_id) for user_id in shown]
    fitted = [one for one in trained if one is not None]
    better = sum(one.verdict is Verdict.BETTER for one in fitted)
    click.echo(f"{len(users)} people, {len(fitted)} fitted, {better} with better weights from now on.")


def _trained(database: Database, user_id: int) -> Trained | None:
    try:
        return train_if_due(database, user_id=user_id, now=now())
    except TrainingError as error:
        click.echo(f"User {user_id}: {error}", err=True)
        return None
