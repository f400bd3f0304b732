from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from webapp.cli import commands

Run = Callable[..., Result]


@pytest.fixture
def run(instance: Path, database_url: str) -> Run:
    """Runs a command on the test's installation."""

    def run_command(*arguments: str, typed: str | None = None) -> Result:
        environment = {"TUMEN_INSTANCE": str(instance), "TUMEN_DATABASE_URL": database_url, "TUMEN_ARTICLES": ""}
        return CliRunner(env=environment).invoke(commands, list(arguments), input=typed)

    return run_command
