"""Fitting weights to a student's reviews, as the schedule page does: read, fitted in a process of its own, and kept."""

from __future__ import annotations

import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from webapp.planning.services.training import can_train, train

from .rig.answering import present
from .rig.preparing import opened, prepared_instance
from .rig.report import median_ms, print_report, say
from .rig.varied import add_varied_student

WANTED_MS = 1000.0
REVIEWS_A_CARD = 10


def arguments(argv: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="training", description=__doc__)
    parser.add_argument("--reviews", type=int, default=10_000, help="reviews of the student (default 10000)")
    parser.add_argument("--rounds", type=int, default=5, help="times that they are fitted to (default 5)")
    return parser.parse_args(argv)


def seconds_of(options: Namespace) -> list[float]:
    """How long each fit took."""
    seconds = []
    with tempfile.TemporaryDirectory(prefix="tumen-bench-") as folder:
        instance = prepared_instance(Path(folder), questions=options.reviews // REVIEWS_A_CARD)
        with opened(instance) as database:
            now = present()
            user_id = add_varied_student(instance, database, reviews=options.reviews, a_card=REVIEWS_A_CARD, now=now)
            for number in range(options.rounds):
                begin = time.perf_counter()
                trained = train(database, user_id=user_id, now=now + timedelta(seconds=number))
                seconds.append(time.perf_counter() - begin)
                say(f"round {number + 1} of {options.rounds}: {trained.reviews:,} reviews, {seconds[-1]:.2f} s")
    return seconds


def main(argv: Sequence[str]) -> None:
    options = arguments(argv)
    seconds = seconds_of(options) if can_train() else []
    if not seconds:
        say("skipped: fsrs-rs-python is not installed")
    print_report(
        "training",
        parameters=vars(options),
        results={"p50_ms": median_ms(seconds)} if seconds else {"skipped": "fsrs-rs-python is not installed"},
        wanted={"p50_ms": f"<= {WANTED_MS:.0f} for 10,000 reviews"},
        holds=bool(seconds) and median_ms(seconds) <= WANTED_MS,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
