"""README and code say the same: every command, option and setting stands there, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from question_bank.bank import default_folders, load_bank
from webapp.cli import commands
from webapp.cli.bank_reports import markdown_tables

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def leaves(command: click.Command, path: str = "") -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            assert child is not None
            yield from leaves(child, f"{path} {name}".strip())
    else:
        yield path, command


COMMANDS = dict(leaves(commands))


def table_rows(heading: str) -> list[str]:
    """The first cells of the table under ``heading``."""
    section = README.split(f"\n### {heading}\n")[1].split("\n#")[0]
    return re.findall(r"^\| `([^`]+)`", section, re.MULTILINE)


def test_the_table_of_commands_is_the_command_line() -> None:
    assert sorted(table_rows("Commands")) == sorted(COMMANDS)


@pytest.mark.parametrize("path", sorted(COMMANDS))
def test_options_stand_with_their_command(path: str) -> None:
    row = next(line for line in README.splitlines() if line.startswith(f"| `{path}`"))
    options = [p.opts[0] for p in COMMANDS[path].params if isinstance(p, click.Option) and p.name != "instance"]
    assert [option for option in options if option not in row] == []


def test_the_table_of_settings_is_what_the_code_reads() -> None:
    sources = [*ROOT.glob("webapp/**/*.py"), *ROOT.glob("tests/**/*.py")]
    read = {name for path in sources for name in re.findall(r"\bTUMEN_[A-Z_]+\b", path.read_text(encoding="utf-8"))}
    assert set(table_rows("Settings")) == read


def test_both_commands_of_the_start_stand_there() -> None:
    assert "\npython3 -m webapp\n" in README
    assert "\npython3 -m webapp test\n" in README


def test_the_counts_of_the_bank_are_those_of_its_files() -> None:
    section = README.split("\n## The bank\n")[1].split("\n## ")[0]
    assert "\n".join(markdown_tables(load_bank(*default_folders()))) in section
