"""``bank``: check, plan, load, export, coverage."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TextIO

import click

from question_bank.bank import Bank, default_folders, files_digest, load_bank
from question_bank.coverage import coverage
from question_bank.originals import check_originals
from question_bank.problems import BankError, Problem
from webapp.bank.services.exchange import export, read_export
from webapp.bank.services.load import load
from webapp.bank.services.plan import Plan, plan

from .group import Commands, instance_option, now
from .installation import open_database
from .summaries import summary
from .tables import lines
from .texts import repository_texts

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("bank", cls=Commands)
def bank_commands() -> None:
    """The question bank: its files, and what is loaded of them."""


@bank_commands.command("check")
@click.option(
    "--articles",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="TUMEN_ARTICLES",
    help="Folder of the original articles (TUMEN_ARTICLES): compare spans, figures and wording with them too.",
)
def check_files(articles: Path | None) -> None:
    """Check the bank's files; every problem is named with file, line and id. Exit code 1 if there are any."""
    try:
        found = load_bank(*default_folders())
    except BankError as error:
        _report(error.problems)
    problems = check_originals(found, articles, repository_texts()) if articles else []
    if problems:
        _report(problems)
    published = Counter(question.status.value for question in found.questions.values())["published"]
    compared = f"compared with {articles}" if articles else "the original articles were not compared (--articles DIR)"
    click.echo(
        f"No problems: {len(found.articles)} articles, {len(found.claims)} claims, {len(found.questions)} questions, "
        f"{published} of them published; {compared}."
    )


def _report(problems: tuple[Problem, ...] | list[Problem]) -> None:
    """Print the problems and end."""
    for problem in problems:
        click.echo(str(problem))
    click.echo(f"{len(problems)} problems.", err=True)
    sys.exit(1)


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


@bank_commands.command("export")
@click.argument("file", required=False, type=click.File("w", encoding="utf-8", atomic=True), default="-")
@instance_option
def export_bank(file: TextIO, instance: Path | None) -> None:
    """Write the bank as it is in the application as JSON to FILE, or to standard output."""
    with open_database(instance) as database, database.reader() as session:
        document = export(session)
    json.dump(document, file, ensure_ascii=False, indent=1)
    click.echo(file=file)


@bank_commands.command("coverage")
@click.option("--passages", is_flag=True, help="A row for each passage, not for each article alone.")
def show_coverage(*, passages: bool) -> None:
    """Show how many claims and published questions rest on each article, and which passages nothing is asked about."""
    found = coverage(load_bank(*default_folders()))
    rows = [row for row in found if passages or row.passage is None]
    table = [("article", "passage", "role", "claims", "questions", "of the kinds")]
    table += [
        (
            row.article,
            row.passage or "",
            row.role or "",
            str(row.claims),
            str(row.questions),
            ", ".join(f"{number} {kind}" for kind, number in sorted(row.questions_by_kind.items())),
        )
        for row in rows
    ]
    click.echo("\n".join(lines(table, right={3, 4})))
    bare = [f"{row.article}#{row.passage}" for row in found if row.is_bare]
    click.echo(f"\nBody passages without a published question: {len(bare)}" + "".join(f"\n  {name}" for name in bare))
