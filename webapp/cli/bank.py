"""``bank``: the group of commands, and of them plan and load."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from question_bank.bank import Bank, default_folders, files_digest, load_bank
from webapp.bank.services.exchange import read_export
from webapp.bank.services.load import load
from webapp.bank.services.plan import Plan, plan

from .bank_export import export_bank
from .bank_reports import show_conflicts, show_coverage
from .bank_review import check_files, list_rules
from .bank_settle import settle_conflicts
from .group import Commands, instance_option, now
from .installation import open_database
from .summaries import summary

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("bank", cls=Commands)
def bank_commands() -> None:
    """The question bank: its files, and what is loaded of them."""


@bank_commands.command("plan")
@click.argument("file", required=False, type=FILE)
@instance_option
def show_plan(file: Path | None, instance: Path | None) -> None:
    """Show what a load would change, line by line, without changing it. FILE: an export instead of the bank's files.

    Exit code 1 if there are conflicts.
    """
    wanted = _read(file)
    with open_database(instance) as database, database.reader() as session:
        found = plan(session, bank=wanted)
    for step in found.steps:
        click.echo(str(step))
    _conclude(found, done="to load")


@bank_commands.command("load")
@click.argument("file", required=False, type=FILE)
@instance_option
def load_files(file: Path | None, instance: Path | None) -> None:
    """Load the bank's files, or FILE, an export. Records edited in the application are kept and shown as conflicts.

    Exit code 1 if there are conflicts; everything else is loaded nevertheless.
    """
    wanted = _read(file)
    with open_database(instance) as database, database.writer() as session:
        found = plan(session, bank=wanted)
        load(session, plan=found, now=now(), files_digest=files_digest(*default_folders()))
    for step in found.conflicts:
        click.echo(str(step))
    _conclude(found, done="loaded")


def _read(file: Path | None) -> Bank:
    if file is None:
        return load_bank(*default_folders())
    try:
        return read_export(json.loads(file.read_bytes()), file=str(file))
    except (ValueError, AttributeError) as error:
        raise click.ClickException(f"{file} is no export of a bank: {error}") from error


def _conclude(found: Plan, *, done: str) -> None:
    click.echo(summary(found, done=done))
    if found.conflicts:
        click.echo(f"{len(found.conflicts)} conflicts, kept as the application has them.", err=True)
        sys.exit(1)


for command in (check_files, list_rules, show_conflicts, export_bank, settle_conflicts, show_coverage):
    bank_commands.add_command(command)
