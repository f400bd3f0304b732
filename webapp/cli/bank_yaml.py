"""``bank export --yaml``: the files of the bank's folders, proved by reading them back before any is replaced."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from question_bank.bank import Bank, default_folders, read_bank
from question_bank.exchange.bank_files import OldFiles, article_files, data_files
from question_bank.problems import BankError


def write_files(bank: Bank, *, data: Path, articles: Path | None) -> None:
    """Bring the files in the folders to what ``bank`` has. Raises BankError where they cannot be read as they are."""
    old_articles = articles or default_folders()[0]
    data_texts, article_texts = _texts(data), _texts(old_articles)
    before, problems = read_bank(old_articles, data)
    if problems and data_texts:
        raise BankError(problems)
    new_data = data_files(bank, OldFiles(texts=data_texts, bank=before))
    new_articles = article_files(bank, OldFiles(texts=article_texts, bank=before))
    _prove(bank, new_articles, new_data)
    changed = _write(data, data_texts, new_data)
    if articles is not None:
        changed += _write(articles, article_texts, new_articles)
    elif new_articles != article_texts:
        click.echo("Articles were edited too: --articles DIR writes their records.", err=True)
    click.echo(f"{changed} files changed." if changed else "The files have all of it already.")


def _prove(bank: Bank, articles: Mapping[str, str], data: Mapping[str, str]) -> None:
    """Raise ClickException unless the files read as the bank that they were made of; say what a check will find."""
    with TemporaryDirectory() as scratch:
        folders = Path(scratch, "articles"), Path(scratch, "data")
        for folder, texts in zip(folders, (articles, data), strict=True):
            folder.mkdir()
            _write(folder, {}, texts)
        read, problems = read_bank(*folders)
    for part in ("articles", "actors", "issues", "topics", "claims", "questions"):
        if dict(getattr(read, part)) != dict(getattr(bank, part)):
            raise click.ClickException(f"The {part} would not be read back as they are. No file was changed.")
    for problem in problems:
        click.echo(f"bank check will say: {problem.id}: {problem.message}", err=True)


def _texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_bytes().decode() for path in sorted(folder.glob("*.yaml"))}


def _write(folder: Path, before: Mapping[str, str], after: Mapping[str, str]) -> int:
    """Write what differs and remove what has gone; how many files these were."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = {name: text for name, text in after.items() if before.get(name) != text}
    for name, text in changed.items():
        (folder / name).write_bytes(text.encode())
    gone = before.keys() - after.keys()
    for name in gone:
        (folder / name).unlink()
    return len(changed) + len(gone)
