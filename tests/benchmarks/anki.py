"""The next card and its answer, without HTTP, beside Anki's own scheduler as an outside yardstick.

Anki is installed into a throw-away environment and runs in a process of its own, on a collection of as many notes as we
have questions. It does the same work (``rig/anki_session.py``): cards in review that are due, scheduled by FSRS on
balanced days, with the words on their buttons. Ours is durable when it returns (synchronous=FULL), and so is Anki's:
how it commits is asked of it and reported. The study page is served cards by the batch, so a card's share of a batch
counts; a batch for each card is given beside it. Ours looks for garbage as seldom as a worker of the server does.

Like is compared with like, twice, and both decide. ``ratio`` is without HTTP and what it carries: cards and answers as
the services give and take them, against Anki's cards without HTML. ``ratio_with_html`` is of cards that are ready to be
shown: ours down to the JSON with the HTML in it and up from the JSON of the answer, Anki's with the HTML of both sides.
``ratio_with_our_html_alone``, which decides nothing, sets ours with HTML and JSON against Anki's without.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import venv
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from .rig.answering import present
from .rig.disk import durable_commit_ms
from .rig.filling import Habit, add_history, add_people, open_for_filling
from .rig.preparing import prepared_instance
from .rig.report import median_ms, print_report, say
from .rig.studying import Desk, Took, desk

WANTED_RATIO = 2.0
WANTED = ("ratio", "ratio_with_html")
BATCH = 20
INSTALL_SECONDS = 180
SESSION = Path(__file__).resolve().parent / "rig" / "anki_session.py"
HABIT = Habit(cards=1000, rows=1, due=190)  # within the 200 reviews of a day


class NoAnkiError(RuntimeError):
    """Anki cannot be had here; the message says why."""


def arguments(argv: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="anki", description=__doc__)
    parser.add_argument("--notes", type=int, default=10_000, help="notes there, questions here (default 10000)")
    parser.add_argument("--samples", type=int, default=160, help="cards a round (default 160)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each, in turns (default 5)")
    parser.add_argument(
        "--python", type=Path, help="an interpreter that has anki; otherwise one is made and thrown away"
    )
    return parser.parse_args(argv)


def anki_python(folder: Path) -> Path:
    """The interpreter of a new environment with Anki. Raises NoAnkiError."""
    say("installing anki into a throw-away environment")
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "anki"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise NoAnkiError(f"installing anki took more than {INSTALL_SECONDS} seconds") from error
    if done.returncode:
        raise NoAnkiError(f"anki cannot be installed here: {done.stderr.strip()[-300:]}")
    return python


def anki_round(python: Path, folder: Path, options: Namespace, number: int) -> dict[str, Any]:
    """Medians and 95th percentile of Anki, in milliseconds, and how it commits."""
    command = [str(python), str(SESSION), str(folder / f"{number}.anki2"), str(options.notes), str(options.samples)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=folder)
    if done.returncode:
        raise NoAnkiError(f"anki runs not as expected: {done.stderr.strip()[-300:]}")
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def our_round(place: Desk, user_id: int, samples: int) -> tuple[list[Took], list[Took]]:
    """What each answer took with its share of a batch; and each answer with a batch of its own."""
    shared: list[Took] = []
    single: list[Took] = []
    while len(shared) < samples // 2:
        shared += answered_batch(place, user_id, BATCH)
    while len(single) < samples // 2:
        single += answered_batch(place, user_id, 1)
    return shared, single


def answered_batch(place: Desk, user_id: int, limit: int) -> list[Took]:
    """A batch of so many cards, answered."""
    served, batch = place.serve(user_id, limit=limit)
    cards = batch["cards"]
    answers = [place.answer(user_id, card) for card in cards]
    return [
        Took(served.services / len(cards) + answer.services, served.wire / len(cards) + answer.wire)
        for answer in answers
    ]


def compare(options: Namespace, folder: Path, python: Path) -> dict[str, object]:
    instance = prepared_instance(folder / "instance", questions=options.notes)
    with open_for_filling(instance) as connection:
        people = add_people(connection, options.rounds + 1, present())
        add_history(connection, [(user_id, HABIT) for user_id in people], present())
    theirs, shared, single = [], [], []
    with desk(instance) as place:
        our_round(place, people[0], options.samples)
        for number, user_id in enumerate(people[1:], start=1):
            theirs.append(anki_round(python, folder, options, number))
            ours = our_round(place, user_id, options.samples)
            shared.append((median_ms([took.services for took in ours[0]]), median_ms([took.all for took in ours[0]])))
            single.append(median_ms([took.all for took in ours[1]]))
            took = f"anki {theirs[-1]['median_ms']:.2f} ms, ours {shared[-1][0]:.2f} ms"
            say(f"round {number} of {options.rounds}: {took}")
    bare = [each["median_ms"] for each in theirs]
    rendered = [each["rendered_median_ms"] for each in theirs]
    services, ready = zip(*shared, strict=True)
    return {
        "bare_durable_commit_ms": durable_commit_ms(folder),
        "anki_commits": {"journal_mode": theirs[0]["journal_mode"], "synchronous": theirs[0]["synchronous"]},
        "anki_ms": round(statistics.median(bare), 3),
        "ours_ms": statistics.median(services),
        "ratio": _ratio(services, bare),
        "anki_with_html_ms": round(statistics.median(rendered), 3),
        "ours_with_html_ms": statistics.median(ready),
        "ratio_with_html": _ratio(ready, rendered),
        "ratio_with_our_html_alone": _ratio(ready, bare),
        "ours_with_html_and_a_batch_for_each_card_ms": statistics.median(single),
    }


def _ratio(ours: Iterable[float], theirs: Iterable[float]) -> float:
    """The median of the rounds' ratios."""
    return round(statistics.median(our / their for our, their in zip(ours, theirs, strict=True)), 2)


def main(argv: Sequence[str]) -> None:
    options = arguments(argv)
    with tempfile.TemporaryDirectory(prefix="tumen-bench-") as folder:
        try:
            python = options.python or anki_python(Path(folder) / "environment")
            results = compare(options, Path(folder), python)
        except NoAnkiError as reason:
            say(f"skipped: {reason}")
            results = {"skipped": str(reason)}
    ratios = [results.get(name) for name in WANTED]
    print_report(
        "anki",
        parameters={**vars(options), "python": str(options.python) if options.python else None, "batch": BATCH},
        results=results,
        wanted=dict.fromkeys(WANTED, f"<= {WANTED_RATIO:.0f}"),
        holds=all(isinstance(ratio, float) and ratio <= WANTED_RATIO for ratio in ratios),
    )


if __name__ == "__main__":
    main(sys.argv[1:])
