"""Banks for the tests: the small one of tests/banks, and changed copies of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from question_bank.bank import Bank, load_bank
from question_bank.problems import BankError

SMALL = Path(__file__).parent.parent / "banks" / "small"
ARTICLE = "articles/sorrel-ferry.yaml"
TOPIC = "data/ferry.yaml"
ACTORS = "data/actors.yaml"
ISSUES = "data/issues.yaml"

Copy = Callable[..., Path]


def load(folder: Path = SMALL) -> Bank:
    return load_bank(folder / "articles", folder / "data")


def copy_of_small(folder: Path, *changes: tuple[str, str, str]) -> Path:
    """A copy of the small bank in which, in a file, one text is replaced by another wherever it stands."""
    copy = folder / "bank"
    shutil.copytree(SMALL, copy, dirs_exist_ok=True)
    for file, old, new in changes:
        path = copy / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} does not stand in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")
    return copy


def problems_of(folder: Path) -> list[str]:
    """The problems of a bank, a line each, without the folder before the file."""
    try:
        load(folder)
    except BankError as error:
        return str(error).replace(f"{folder}/", "").splitlines()
    return []
