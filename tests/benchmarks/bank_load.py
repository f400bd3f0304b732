"""Loading the bank: its files into an empty database, and the plan of a bank that has not changed."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from question_bank.bank import default_folders, load_bank
from webapp.bank.services.plan import plan
from webapp.bank.services.start import load_changed_files
from webapp.db import Database

from .rig.answering import present
from .rig.preparing import opened
from .rig.report import milliseconds, print_report

WANTED_START_MS = 2000.0


def arguments(argv: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="bank_load", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="rounds, each with a new database (default 5)")
    return parser.parse_args(argv)


def seconds_of(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def load(database: Database) -> None:
    articles, data = default_folders()
    with database.writer() as session:
        load_changed_files(session, articles=articles, data=data, now=present())


def plan_again(database: Database) -> None:
    """The plan of what is loaded already. Raises RuntimeError if it would change anything."""
    with database.reader() as session:
        made = plan(session, bank=load_bank(*default_folders()))
    if made.steps:
        raise RuntimeError(f"the bank that was just loaded would change: {made.steps[0]}")


def measure(folder: Path) -> dict[str, float]:
    with opened(folder) as database:
        return {
            "read_files": seconds_of(lambda: load_bank(*default_folders())),
            "read_and_load_into_empty": seconds_of(lambda: load(database)),
            "read_and_plan_unchanged": seconds_of(lambda: plan_again(database)),
            "start_with_unchanged_files": seconds_of(lambda: load(database)),
        }


def main(argv: Sequence[str]) -> None:
    options = arguments(argv)
    with tempfile.TemporaryDirectory(prefix="tumen-bench-") as folder:
        rounds = [measure(Path(folder) / str(number)) for number in range(options.rounds)]
    results = {f"{name}_ms": milliseconds(statistics.median(each[name] for each in rounds)) for name in rounds[0]}
    print_report(
        "bank_load",
        parameters={**vars(options), "questions": len(load_bank(*default_folders()).questions)},
        results=results,
        wanted={"read_and_load_into_empty_ms": f"< {WANTED_START_MS:.0f} (a part of the first start)"},
        holds=results["read_and_load_into_empty_ms"] < WANTED_START_MS,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
