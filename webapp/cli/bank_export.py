"""``bank export``: the bank as it is in the application, as JSON or on paper."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path
from typing import TextIO

import click

from question_bank.pictures import pictures_of
from webapp.app import create_app
from webapp.bank.services.exchange import export, read_export
from webapp.bank.services.printing import printed_articles

from .bank_yaml import write_files
from .group import instance_option
from .installation import open_database


@click.command("export")
@click.argument("file", required=False, type=click.File("w", encoding="utf-8", atomic=True))
@click.option(
    "--html",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write a page to print for each article into this folder instead.",
)
@click.option(
    "--yaml",
    "data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the files of question_bank/data into this folder instead; what reads as before keeps its lines.",
)
@click.option(
    "--articles",
    type=click.Path(file_okay=False, path_type=Path),
    help="With --yaml: the folder of the articles' records.  [default: seeds/articles, only read]",
)
@instance_option
def export_bank(
    file: TextIO | None, folder: Path | None, data: Path | None, articles: Path | None, instance: Path | None
) -> None:
    """Write the bank as it is in the application as JSON to FILE, or to standard output."""
    if sum(map(bool, (file, folder, data))) > 1:
        raise click.UsageError("FILE takes the JSON, --html the pages and --yaml the files: give one of them.")
    if articles and not data:
        raise click.UsageError("--articles goes with --yaml.")
    with open_database(instance) as database, database.reader() as session:
        document = export(session)
    if count := sum(bool(pictures_of(question)) for question in document["questions"]):
        click.echo(f"Questions whose pictures stay behind: {count}. A package for Anki takes them along.", err=True)
    if data:
        write_files(read_export(document), data=data, articles=articles)
        return
    if folder:
        _write_pages(document, folder, instance)
        return
    with click.open_file("-", "w", encoding="utf-8") if file is None else nullcontext(file) as out:
        json.dump(document, out, ensure_ascii=False, indent=1)
        click.echo(file=out)


def _write_pages(document: dict[str, object], folder: Path, instance: Path | None) -> None:
    """One page an article, named by its key; pages that are there already are replaced."""
    template = create_app(instance).jinja_env.get_template("bank/print.html")
    folder.mkdir(parents=True, exist_ok=True)
    for printed in printed_articles(read_export(document)):
        path = folder / f"{printed.article.key}.html"
        path.write_text(template.render(printed=printed), encoding="utf-8")
        click.echo(f"{path}: {printed.claim_count} claims, {printed.question_count} questions")
