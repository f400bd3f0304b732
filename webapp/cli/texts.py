"""The repository's own texts, which must copy nothing of the articles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from webapp.configuration import CHECKOUT

FOLDERS = ("question_bank", "webapp", "tests")
SUFFIXES = frozenset({".py", ".md", ".html", ".css", ".js", ".txt", ".svg", ".toml", ".mako"})


def repository_texts() -> Iterator[tuple[str, str]]:
    """Every text file of the checkout but the bank's own, which are checked record by record: its name and its text."""
    yield from _texts(path for path in sorted(CHECKOUT.iterdir()) if path.is_file())
    for folder in FOLDERS:
        yield from _texts(sorted((CHECKOUT / folder).rglob("*")))


def _texts(paths: Iterator[Path] | list[Path]) -> Iterator[tuple[str, str]]:
    for path in paths:
        if path.suffix in SUFFIXES and path.is_file():
            yield str(path.relative_to(CHECKOUT)), path.read_text(encoding="utf-8")
