"""``backup`` and ``restore``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from webapp.cards.originals import Originals
from webapp.configuration import read_configuration
from webapp.operations.archive import open_archive
from webapp.operations.backup import backup
from webapp.operations.instance_lock import hold_instance
from webapp.operations.restore import restore
from webapp.operations.snapshot import row_count, snapshot

from .group import instance_option, now
from .installation import open_database


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@instance_option
def write_backup(file: Path, instance: Path | None) -> None:
    """Write everything that the database holds, and the texts of articles, to FILE, while the server may go on serving,
    and read it back.

    The keys in the instance folder are not in it. Keep the file as you would keep the database.
    """
    with open_database(instance) as database:
        with snapshot(database.engine) as connection:
            total = row_count(connection)
        with click.progressbar(length=total, label="Rows", file=sys.stderr) as bar:
            originals = Originals(Path(read_configuration(instance)["INSTANCE"]) / "articles")
            manifest = backup(database.engine, file, originals=originals, now=now(), progress=bar.update)
    held = f" and {len(manifest.articles)} texts of articles" if manifest.articles else ""
    click.echo(
        f"{file}: {manifest.rows:,} rows in {len(manifest.tables)} tables{held}, read back. Digest {manifest.digest}"
    )


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@instance_option
def restore_backup(file: Path, instance: Path | None) -> None:
    """Put the backup FILE in the place of the database. What is there is set aside under another name, not destroyed.

    No server may be using the instance.
    """
    configuration = read_configuration(instance)
    with hold_instance(configuration["INSTANCE"], "a restore"):
        with open_archive(file) as archive:
            total = archive.manifest.rows
        with click.progressbar(length=total, label="Rows", file=sys.stderr) as bar:
            originals = Originals(Path(configuration["INSTANCE"]) / "articles")
            url = configuration["DATABASE_URL"]
            done = restore(file, url=url, originals=originals, now=now(), progress=bar.update)
    click.echo(f"Restored {done.manifest.rows:,} rows of {done.manifest.made_at}. Digest {done.manifest.digest}")
    if done.set_aside:
        click.echo(f"What was there before is kept as {done.set_aside}.")
