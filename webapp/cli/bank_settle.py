"""``bank settle``: conflicts between the bank's files and what was edited in the application."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from question_bank.bank import default_folders, load_bank
from question_bank.changes import FieldChange, Part
from webapp.bank.services.settling import PARTS, CannotSettleError, Conflict, Side, conflicts, settle

from .group import instance_option, now
from .installation import open_database


@click.command("settle")
@click.option("--keep", multiple=True, metavar="RECORD:KEY", help="Let the application's content stay.")
@click.option("--take", multiple=True, metavar="RECORD:KEY", help="Take the files' content, as a new revision.")
@instance_option
def settle_conflicts(keep: tuple[str, ...], take: tuple[str, ...], instance: Path | None) -> None:
    """Settle conflicts between the bank's files and the application, each named such as question:debt-share-number.

    Then, and without any named, lists what is left, with what differs. Exit code 1 if something is. All that are named
    are settled, or none.
    """
    bank = load_bank(*default_folders())
    chosen = [(_read(name), Side.APPLICATION) for name in keep] + [(_read(name), Side.FILES) for name in take]
    with open_database(instance) as database, database.writer() as session:
        for (record, key), side in chosen:
            try:
                settle(
                    session, bank=bank, record=record, key=key, side=side, seen=None, user_id=None, now=now()
                )  # fmt: skip
            except CannotSettleError as error:
                session.rollback()
                raise click.ClickException(f"{error} Nothing was changed.") from error
        left = conflicts(session, bank=bank)
    for conflict in left:
        _show(conflict)
    click.echo(f"{len(chosen)} settled, {len(left)} left.")
    if left:
        sys.exit(1)


def _read(name: str) -> tuple[str, str]:
    record, _, key = name.partition(":")
    if record not in PARTS or not key:
        raise click.UsageError(f"'{name}' names no record: write such as question:KEY ({', '.join(PARTS)}).")
    return record, key


def _show(conflict: Conflict) -> None:
    click.echo(f"{conflict.step.record}:{conflict.step.key}: {conflict.step.reason}")
    for change in conflict.changes if conflict.is_own and not conflict.is_gone else ():
        click.echo(f"  {'.'.join(change.path)}: {_marked(change)}")


def _marked(change: FieldChange) -> str:
    """The words in one line: what the application has alone in [- -], what the files have alone in {+ +}."""
    marks = {Part.KEPT: "{}", Part.TAKEN_OUT: "[-{}-]", Part.PUT_IN: "{{+{}+}}"}
    return "".join(marks[run.part].format(run.text) for run in change.runs)
