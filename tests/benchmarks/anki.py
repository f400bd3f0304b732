"""The next card and its answer, without HTTP, beside Anki's own scheduler as an outside yardstick.

Anki is installed into a throw-away environment and runs in a process of its own, on a collection of as many notes as we
have questions. Ours is durable when it returns (synchronous=FULL), and so is Anki's: how it commits is asked of it and
reported. The study page is served cards by the batch, so a card's share of a batch counts; a batch for each card is
given beside it. Ours looks for garbage as seldom as a worker of the server does.

Our cards come as HTML, and that is in our time always. ``ratio``, which decides, is to Anki's next card and answer
without its HTML: the scheduler alone. ``ratio_to_anki_with_html`` compares like with like: both sides hand over a card
that is ready to be shown.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import venv
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .rig.answering import present
from .rig.disk import durable_commit_ms
from .rig.filling import Habit, add_history, add_people, open_for_filling
from .rig.preparing import prepared_instance
from .rig.report import median_ms, print_report, say
from .rig.studying import Desk, desk

WANTED_RATIO = 2.0
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
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each, in turns (default 3)")
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


def our_round(place: Desk, user_id: int, samples: int) -> tuple[list[float], list[float]]:
    """Seconds of each answer with its share of a batch; and of each answer with a batch of its own."""
    shared: list[float] = []
    single: list[float] = []
    while len(shared) < samples // 2:
        seconds, batch = place.serve(user_id, limit=BATCH)
        cards = batch["cards"]
        shared += [seconds / len(cards) + place.answer(user_id, card) for card in cards]
    while len(single) < samples // 2:
        seconds, batch = place.serve(user_id, limit=1)
        single.append(seconds + place.answer(user_id, batch["cards"][0]))
    return shared, single


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
            shared.append(median_ms(ours[0]))
            single.append(median_ms(ours[1]))
            say(f"round {number} of {options.rounds}: anki {theirs[-1]['median_ms']:.2f} ms, ours {shared[-1]:.2f} ms")
    rendered = [each["rendered_median_ms"] for each in theirs]
    return {
        "bare_durable_commit_ms": durable_commit_ms(folder),
        "anki_commits": {"journal_mode": theirs[0]["journal_mode"], "synchronous": theirs[0]["synchronous"]},
        "anki_ms": round(statistics.median(each["median_ms"] for each in theirs), 3),
        "anki_with_html_ms": round(statistics.median(rendered), 3),
        "ours_ms": statistics.median(shared),
        "ours_with_a_batch_for_each_card_ms": statistics.median(single),
        "ratio": round(statistics.median(s / t["median_ms"] for s, t in zip(shared, theirs, strict=True)), 2),
        "ratio_to_anki_with_html": round(statistics.median(s / t for s, t in zip(shared, rendered, strict=True)), 2),
        "ratio_with_a_batch_for_each_card": round(
            statistics.median(s / t["median_ms"] for s, t in zip(single, theirs, strict=True)), 2
        ),
    }


def main(argv: Sequence[str]) -> None:
    options = arguments(argv)
    with tempfile.TemporaryDirectory(prefix="tumen-bench-") as folder:
        try:
            python = options.python or anki_python(Path(folder) / "environment")
            results = compare(options, Path(folder), python)
        except NoAnkiError as reason:
            say(f"skipped: {reason}")
            results = {"skipped": str(reason)}
    ratio = results.get("ratio")
    print_report(
        "anki",
        parameters={**vars(options), "python": str(options.python) if options.python else None, "batch": BATCH},
        results=results,
        wanted={"ratio": f"<= {WANTED_RATIO:.0f}"},
        holds=isinstance(ratio, float) and ratio <= WANTED_RATIO,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
