"""``study``: what is derived from the review log."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from sqlalchemy import select

from webapp.models import User
from webapp.reviews.rebuild import Difference, rebuild

from .group import Commands, instance_option
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
