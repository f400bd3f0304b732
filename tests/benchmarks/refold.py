"""Folding all of a student's log anew: as ``study rebuild --check`` does, and to tell all memories by other weights."""

from __future__ import annotations

import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from webapp.db import Database
from webapp.reviews.known import known_of
from webapp.reviews.rebuild import rebuild
from webapp.reviews.refold import refoldings
from webapp.scheduling.settings import StudySettings

from .rig.answering import present
from .rig.preparing import opened, prepared_instance
from .rig.report import milliseconds, print_report, say
from .rig.varied import add_varied_student

WANTED_MS = 5000.0
REVIEWS_A_CARD = 20
OTHER_WEIGHT = 1.05  # by which the first weight differs from the one in force


def arguments(argv: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="refold", description=__doc__)
    parser.add_argument("--reviews", type=int, default=100_000, help="reviews of the student (default 100000)")
    parser.add_argument("--rounds", type=int, default=3, help="times that each is done (default 3)")
    return parser.parse_args(argv)


def check(database: Database, user_id: int) -> None:
    with database.reader() as session:
        differences = rebuild(session, user_id=user_id, check=True)
    if differences:
        raise RuntimeError(f"the log gives something else than what is stored: {differences[0]}")


def tell_anew(database: Database, user_id: int) -> None:
    policy = StudySettings().policy
    other = replace(policy, weights=(policy.weights[0] * OTHER_WEIGHT, *policy.weights[1:]))
    with database.reading() as connection:
        refoldings(connection, known_of(database), user_id=user_id, policy=other, changed_at=present())


def fastest(work: Callable[[], None], rounds: int) -> tuple[float, float]:
    """Seconds by the clock and of the processor's time, of the fastest round: others only ever slow it down."""
    taken = []
    for _ in range(rounds):
        begin, spent = time.perf_counter(), time.process_time()
        work()
        taken.append((time.perf_counter() - begin, time.process_time() - spent))
    return min(wall for wall, _ in taken), min(cpu for _, cpu in taken)


def main(argv: Sequence[str]) -> None:
    options = arguments(argv)
    with tempfile.TemporaryDirectory(prefix="tumen-bench-") as folder:
        instance = prepared_instance(Path(folder), questions=options.reviews // REVIEWS_A_CARD)
        with opened(instance) as database:
            begin = time.perf_counter()
            user_id = add_varied_student(
                instance, database, reviews=options.reviews, a_card=REVIEWS_A_CARD, now=present()
            )
            recording = time.perf_counter() - begin
            say(f"a student with {options.reviews:,} reviews")
            checked = fastest(lambda: check(database, user_id), options.rounds)
            told = fastest(lambda: tell_anew(database, user_id), options.rounds)
    print_report(
        "refold",
        parameters=vars(options),
        results={
            "rebuild_ms": milliseconds(checked[0]),
            "rebuild_cpu_ms": milliseconds(checked[1]),
            "other_weights_ms": milliseconds(told[0]),
            "other_weights_cpu_ms": milliseconds(told[1]),
            "recording_them_as_a_deck_ms": milliseconds(recording),
        },
        wanted={"rebuild_ms and other_weights_ms": f"<= {WANTED_MS:.0f} for 100,000 reviews"},
        holds=milliseconds(max(checked[0], told[0])) <= WANTED_MS,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
