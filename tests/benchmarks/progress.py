"""Today, progress and the pages to read over HTTP, for a student who has reviewed for two years."""

from __future__ import annotations

import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from webapp.sqlite import sqlite_driver, sqlite_url

from .rig.answering import present
from .rig.filling import Habit, add_history, open_for_filling
from .rig.people import NEWEST_USER
from .rig.preparing import prepared_instance
from .rig.report import median_ms, percentile_ms, print_report, say
from .rig.serving import tumen_server
from .rig.visitor import Visitor, start_guest

WANTED_MS = 60.0
REVIEWS_A_CARD = 20
DAYS_BETWEEN = 36  # twenty reviews of a card fill two years
PAGES = (
    "/", "/progress", "/progress/knowledge", "/progress/slips",
    "/timeline", "/positions", "/read", "/read/brotherly-bond",
)  # fmt: skip
ASKED_FOR = ("/progress?by=month",)
"""Looks a whole year back, and only when it is asked for: reported, with no wish about it."""


def arguments(argv: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="progress", description=__doc__)
    parser.add_argument("--samples", type=int, default=50, help="visits of each page (default 50)")
    parser.add_argument("--questions", type=int, default=5_000, help="published questions of the bank (default 5000)")
    parser.add_argument("--reviews", type=int, default=100_000, help="reviews of the student (default 100000)")
    return parser.parse_args(argv)


def student(instance: Path, port: int, options: Namespace) -> Visitor:
    """A guest of the server with so many reviews behind."""
    visitor = start_guest(port)
    with closing(sqlite_driver().connect(sqlite_url(instance).removeprefix("sqlite:///"))) as connection:
        user_id = connection.execute(NEWEST_USER).fetchone()[0]
    cards = options.reviews // REVIEWS_A_CARD
    habit = Habit(cards=cards, rows=REVIEWS_A_CARD, due=min(90, cards), between=DAYS_BETWEEN)
    with open_for_filling(instance) as connection:
        add_history(connection, [(user_id, habit)], present())
    say(f"a student with {cards * REVIEWS_A_CARD:,} reviews")
    return visitor


def visits(visitor: Visitor, path: str, samples: int) -> list[float]:
    """How long each visit of a page took, in seconds; the first one warms up."""
    visitor.get(path)
    seconds = []
    for _ in range(samples):
        visitor.get(path)
        seconds.append(visitor.seconds)
    return seconds


def main(argv: Sequence[str]) -> None:
    options = arguments(argv)
    with tempfile.TemporaryDirectory(prefix="tumen-bench-") as folder:
        instance = prepared_instance(Path(folder), questions=options.questions)
        with tumen_server(instance) as port:
            visitor = student(instance, port, options)
            taken = {path: visits(visitor, path, options.samples) for path in (*PAGES, *ASKED_FOR)}
    slowest = max(median_ms(taken[path]) for path in PAGES)
    print_report(
        "progress",
        parameters=vars(options),
        results={
            path: {"p50_ms": median_ms(seconds), "p95_ms": percentile_ms(seconds, 95)}
            for path, seconds in taken.items()
        },
        wanted={"p50_ms of each page": f"<= {WANTED_MS:.0f}"},
        holds=slowest <= WANTED_MS,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
