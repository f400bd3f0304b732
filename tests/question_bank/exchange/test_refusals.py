"""Whoever brings a file that is not read is told what to do about it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import question_bank.exchange

ERRORS = ("ExchangeError", "PackageError")


def _refusals() -> Iterator[tuple[str, str]]:
    """What is said of whole files, as it stands in the code."""
    folder = Path(question_bank.exchange.__file__).parent
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS:
                message = node.args[0]
                if isinstance(message, ast.Call) and message.args and isinstance(message.args[0], ast.Constant):
                    yield f"{file.stem}:{node.lineno}", str(message.args[0].value)


@pytest.mark.parametrize("said", [pytest.param(said, id=place) for place, said in _refusals()])
def test_a_refused_file_comes_with_what_to_do(said: str) -> None:
    what, _, to_do = said.rstrip(".").replace(": ", ". ").partition(". ")
    assert what
    assert to_do, said
