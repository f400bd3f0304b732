"""``db``: the database's schema."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from webapp.db import make_engine
from webapp.migrations import upgrade
from webapp.migrations.running import revise

from .group import Commands, instance_option
from .installation import open_database


@click.group("db", cls=Commands)
def database_commands() -> None:
    """The database's schema."""


@database_commands.command("upgrade")
@instance_option
def upgrade_database(instance: Path | None) -> None:
    """Bring the database to the newest schema (the server does so at every start)."""
    with open_database(instance):
        click.echo("The database has the newest schema.")


@database_commands.command("revision")
@click.argument("message")
def write_revision(message: str) -> None:
    """For developers: write the migration that leads from the newest schema to the models, to be read and completed."""
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'newest.sqlite3'}")
        upgrade(engine)
        with engine.connect() as connection:
            click.echo(revise(connection, message))
        engine.dispose()
