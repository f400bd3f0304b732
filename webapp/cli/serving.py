"""``serve``: bring the database and the bank up to date, then serve."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import click
from sqlalchemy.orm import Session

from question_bank.bank import default_folders
from question_bank.problems import BankError
from webapp.accounts.first_administrator import first_administrator_link
from webapp.bank.services.start import load_changed_files
from webapp.configuration import kept_secret, read_configuration
from webapp.operations.instance_lock import hold_instance
from webapp.operations.server import address_of, check_port, run, worker_count
from webapp.web.logs import configure_logs

from .group import instance_option, now
from .installation import open_database
from .summaries import summary


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; 0.0.0.0 for the network.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen at.")
@instance_option
def serve(host: str, port: int, instance: Path | None) -> None:
    """Serve the application: database, bank, server. This is the command when none is given."""
    gc.freeze()  # what was imported stays for good, in the workers too, which are forked
    folder: Path = read_configuration(instance)["INSTANCE"]
    public_url = os.environ.get("TUMEN_PUBLIC_URL") or address_of(host, port)
    with hold_instance(folder, f"the server at {address_of(host, port)}"):
        check_port(host, port)
        link, workers = _prepare(folder, public_url)

        def tell() -> None:
            click.echo(f"Tumen is at {public_url}  (Ctrl+C ends it)")
            if link:
                click.echo(f"To become its first administrator, open {link}")

        run(instance=folder, host=host, port=port, public_url=public_url, workers=workers, started=tell)


def _prepare(folder: Path, public_url: str) -> tuple[str | None, int]:
    """Migrate and load; the first administrator's link, if it is still to be used, and how many workers may serve.

    The application is made by the workers, not here too. They are forked: no open connection may come along.
    """
    configure_logs()
    with open_database(folder) as database:
        kept_secret(folder, "key")  # made, or found wanting, before workers look for it
        with database.writer() as session:
            _load_bank(session)
            link = first_administrator_link(session=session, instance=folder, public_url=public_url)
    workers = worker_count(is_sqlite=database.is_sqlite)
    if workers == 1:
        click.echo("One process only: two of them could damage a database with this version of SQLite.", err=True)
    return link, workers


def _load_bank(session: Session) -> None:
    """Load the bank if its files have changed. Neither problems nor conflicts keep the server from starting."""
    articles, data = default_folders()
    try:
        plan = load_changed_files(session, articles=articles, data=data, now=now())
    except BankError as error:
        click.echo(
            f"{error}\nThe bank's files have problems and were not loaded; what was loaded before is served.", err=True
        )
        return
    if plan is not None:
        click.echo(summary(plan, done="loaded"))
        for step in plan.conflicts:
            click.echo(str(step), err=True)
