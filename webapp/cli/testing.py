"""``test``: the test suite, with the interpreter that runs the application."""

from __future__ import annotations

import subprocess
import sys

import click

from webapp.configuration import CHECKOUT


@click.command("test", context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def run_tests(arguments: tuple[str, ...]) -> None:
    """Run the tests; further ARGUMENTS go to pytest."""
    done = subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=CHECKOUT, check=False)
    sys.exit(done.returncode)
