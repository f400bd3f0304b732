"""``bench``: the measurements in tests/benchmarks, each a program that prints JSON."""

from __future__ import annotations

import subprocess
import sys

import click

from webapp.configuration import CHECKOUT

BENCHMARKS = CHECKOUT / "tests" / "benchmarks"


def names() -> list[str]:
    """The benchmarks that there are."""
    return sorted(path.stem for path in BENCHMARKS.glob("*.py") if not path.stem.startswith(("_", "conftest", "test_")))


@click.command("bench", context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.argument("name", required=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def run_benchmark(name: str | None, arguments: tuple[str, ...]) -> None:
    """Run the benchmark NAME and print its figures as JSON; without a name, list the benchmarks."""
    if name is None:
        click.echo("\n".join(names()) or "There are no benchmarks.")
        return
    if name not in names():
        raise click.UsageError(f"There is no benchmark {name}; there are: {', '.join(names()) or 'none'}.")
    command = [sys.executable, "-m", f"tests.benchmarks.{name}", *arguments]
    sys.exit(subprocess.run(command, cwd=CHECKOUT, check=False).returncode)
