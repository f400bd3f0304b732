"""The command line: ``python3 -m webapp COMMAND``."""

from __future__ import annotations

import click

from .loading import without_garbage

with without_garbage():
    from .group import CommandsWithDefault

PLACES = {
    "serve": "serving.serve",
    "test": "testing.run_tests",
    "bank": "bank.bank_commands",
    "user": "people.user_commands",
    "study": "study.study_commands",
    "db": "database.database_commands",
    "backup": "backups.write_backup",
    "restore": "backups.restore_backup",
    "demo": "demo.make_demo",
    "bench": "bench.run_benchmark",
    "routes": "routes.list_routes",
}
"""Where each command stands, from this package on."""


@click.group(cls=CommandsWithDefault, places=PLACES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=None, version="0.1.0", prog_name="Tumen", message="%(prog)s %(version)s")
def commands() -> None:
    """Tumen: learn what a set of articles says, and keep it. Without a command: serve."""


def main() -> None:
    """What ``python3 -m webapp`` calls."""
    commands(prog_name="python3 -m webapp")
