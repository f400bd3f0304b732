"""From the command to the first answer of /healthz: after an orderly end, and after a kill in the middle of writing.

The installation holds so many reviews, and its bank is loaded: what is measured is a start of every day. Right before
the kill answers were recorded, so that the write-ahead log is full of them.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

from webapp.db import Database
from webapp.sqlite import sqlite_driver, sqlite_url

from .rig.answering import Ids, present
from .rig.filling import Habit, add_history, add_people, open_for_filling
from .rig.people import all_questions, answer_long_ago
from .rig.preparing import prepared_instance
from .rig.report import median_ms, milliseconds, print_report, say
from .rig.serving import free_port, served, tumen_command
from .rig.traffic import HOST, PATIENCE

WANTED_MS = 2000.0
ROWS_A_CARD = 10
CARDS_A_PERSON = 1000
ANSWERS = 400


def arguments(argv: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="start", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="starts of each kind (default 3)")
    parser.add_argument("--reviews", type=int, default=1_000_000, help="rows of the review log (default 1000000)")
    return parser.parse_args(argv)


def filled_instance(folder: Path, options: Namespace) -> tuple[Path, list[int]]:
    """An installation with so many reviews, and as many people without any as there are rounds."""
    instance = prepared_instance(folder, questions=CARDS_A_PERSON)
    habit = Habit(cards=CARDS_A_PERSON, rows=ROWS_A_CARD, due=100)
    with open_for_filling(instance) as connection:
        people = add_people(connection, -(-options.reviews // (CARDS_A_PERSON * ROWS_A_CARD)), present())
        add_history(connection, [(user_id, habit) for user_id in people], present())
        return instance, add_people(connection, options.rounds, present())


def write_answers(instance: Path, user_id: int) -> None:
    """Record answers beside the server; it keeps the write-ahead log from being written back at the end."""
    database = Database(sqlite_url(instance), lock_file=instance / "write.lock")
    with closing(sqlite_driver().connect(sqlite_url(instance).removeprefix("sqlite:///"))) as connection:
        questions = all_questions(connection)[:ANSWERS]
    answer_long_ago(database, user_id, questions, Ids(seed=user_id), present())
    database.close()


def seconds_to_health(instance: Path, *, writer: int | None = None) -> float:
    """Seconds from the command to the first good answer; with a ``writer`` the server is killed while they write."""
    port = free_port()
    begin = time.perf_counter()
    with served(tumen_command(instance, port), port=port, log=instance / "server.log") as process:
        connection = HTTPConnection(HOST, port, timeout=PATIENCE)
        connection.request("GET", "/healthz")
        response = connection.getresponse()
        seconds = time.perf_counter() - begin
        if response.status != 200:
            raise RuntimeError(f"/healthz answers {response.status}: {response.read()[:200]!r}")
        connection.close()
        if writer is not None:
            write_answers(instance, writer)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return seconds


def main(argv: Sequence[str]) -> None:
    options = arguments(argv)
    orderly, after_kill = [], []
    with tempfile.TemporaryDirectory(prefix="tumen-bench-") as folder:
        instance, people = filled_instance(Path(folder), options)
        first = seconds_to_health(instance)
        for number, user_id in enumerate(people, start=1):
            orderly.append(seconds_to_health(instance, writer=user_id))
            after_kill.append(seconds_to_health(instance))
            say(f"round {number} of {options.rounds}: {orderly[-1]:.2f} s, after a kill {after_kill[-1]:.2f} s")
    print_report(
        "start",
        parameters=vars(options),
        results={
            "first_ms": milliseconds(first),
            "p50_ms": median_ms(orderly),
            "after_kill_p50_ms": median_ms(after_kill),
        },
        wanted={"p50_ms and after_kill_p50_ms": f"<= {WANTED_MS:.0f}"},
        holds=max(median_ms(orderly), median_ms(after_kill)) <= WANTED_MS,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
