"""The command line: ``python3 -m webapp COMMAND``."""

from __future__ import annotations

import click

from .backups import restore_backup, write_backup
from .bank import bank_commands
from .bench import run_benchmark
from .database import database_commands
from .demo import make_demo
from .group import CommandsWithDefault
from .people import user_commands
from .routes import list_routes
from .serving import serve
from .study import study_commands
from .testing import run_tests


@click.group(cls=CommandsWithDefault, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=None, version="0.1.0", prog_name="Tumen", message="%(prog)s %(version)s")
def commands() -> None:
    """Tumen: learn what a set of articles says, and keep it. Without a command: serve."""


for command in (
    serve, run_tests, bank_commands, user_commands, study_commands, database_commands, write_backup, restore_backup,
    make_demo, run_benchmark, list_routes,
):  # fmt: skip
    commands.add_command(command)


def main() -> None:
    """What ``python3 -m webapp`` calls."""
    commands(prog_name="python3 -m webapp")
