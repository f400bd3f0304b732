"""The whole bank: read from the folders of articles and of claims and questions, with every problem named at once."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from .agreement import check_agreement, check_use
from .problems import BankError, Problem
from .reading import Reading, read_articles, read_data
from .records import Bank
from .references import check_references
from .words import gettext

__all__ = ["Bank", "default_folders", "files_digest", "load_bank", "read_bank"]


def load_bank(articles_dir: Path, data_dir: Path) -> Bank:
    """The bank in the two folders. Raises BankError with all problems of all files."""
    bank, problems = read_bank(articles_dir, data_dir)
    if problems:
        raise BankError(problems)
    return bank


def read_bank(articles_dir: Path, data_dir: Path) -> tuple[Bank, Sequence[Problem]]:
    """What can be read of the bank in the two folders, and every problem of its files."""
    reading = Reading()
    read_articles(_files(articles_dir, reading.problems), reading)
    read_data(_files(data_dir, reading.problems), reading)
    bank = Bank(
        articles=reading.articles,
        actors=reading.actors,
        issues=reading.issues,
        topics=reading.topics,
        claims=reading.claims,
        questions=reading.questions,
        places=reading.places,
    )
    problems = [*reading.problems, *check_references(bank, reading.broken), *check_agreement(bank)]
    if not reading.problems:  # a record that could not be read may be the one that names the actor
        problems += check_use(bank)
    return bank, problems


def files_digest(articles_dir: Path, data_dir: Path) -> bytes:
    """The SHA-256 over names and contents of all files of a bank: unchanged files need not be loaded again."""
    digest = sha256()
    for path in (*_yaml_files(articles_dir), *_yaml_files(data_dir)):
        content = path.read_bytes()
        digest.update(f"{path.parent.name}/{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.digest()


def default_folders() -> tuple[Path, Path]:
    """The folders of this checkout: seeds/articles and question_bank/data."""
    package = Path(__file__).resolve().parent
    return package.parent / "seeds" / "articles", package / "data"


def _files(folder: Path, problems: list[Problem]) -> Sequence[Path]:
    files = _yaml_files(folder)
    if not files:
        problems.append(Problem(str(folder), 0, "", gettext("the folder has no .yaml file")))
    return files


def _yaml_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))
