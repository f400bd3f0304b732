"""Does it stay as fast when it has grown? Recording an answer and serving a batch in a large and in a small database.

Both run in this process at the level of the services, so that no constant cost of HTTP hides growth. The large
database has a few people with thousands of cards beside many with a hundred; each kind is compared for itself with the
people of the small database, and the worse ratio counts. People who came to have thousands of cards due at once are
measured too, but have more to do today than anybody in the small database, so their ratio is only reported.
"""

from __future__ import annotations

import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .rig.answering import present
from .rig.filling import Habit, add_history, add_people, open_for_filling
from .rig.preparing import prepared_instance
from .rig.report import median_ms, print_report, say
from .rig.studying import Desk, desk

WANTED_RATIO = 1.3
SMALL_ROWS = 1000
BATCH = 20
LIGHT = Habit(cards=100, rows=1, due=90)
HEAVY = Habit(cards=5000, rows=2, due=90)
BACKLOG = Habit(cards=5000, rows=2, due=3000)
MOST_HEAVY = 5  # people of each of these two kinds
MEASURED = 10  # people of each kind whose requests are measured


@dataclass(slots=True)
class Group:
    """People of one kind in one database, and how long their requests took, in seconds."""

    people: Sequence[int]
    answers: list[float] = field(default_factory=list)
    batches: list[float] = field(default_factory=list)

    def medians(self) -> dict[str, float]:
        return {"answer_ms": median_ms(self.answers), "batch_ms": median_ms(self.batches)}


def arguments(argv: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="flatness", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="log rows of the large database (default 1000000)")
    parser.add_argument("--questions", type=int, default=50_000, help="questions of the large one (default 50000)")
    parser.add_argument("--users", type=int, default=10_000, help="people of the large one (default 10000)")
    parser.add_argument("--samples", type=int, default=200, help="measurements of each kind (default 200)")
    return parser.parse_args(argv)


def filled(instance: Path, *, rows: int, questions: int, users: int) -> dict[str, Group]:
    """An installation of that size, and its people by kind; a small one has no heavy ones."""
    prepared_instance(instance, questions=questions)
    heavy = min(MOST_HEAVY, rows // (20 * HEAVY.rows * HEAVY.cards))
    light = (rows - 2 * heavy * HEAVY.rows * HEAVY.cards) // (LIGHT.rows * LIGHT.cards)
    habits = [HEAVY] * heavy + [BACKLOG] * heavy + [LIGHT] * light
    with open_for_filling(instance) as connection:
        people = add_people(connection, max(users, len(habits)), present())
        add_history(connection, list(zip(people, habits, strict=False)), present())
    kinds = {
        "hundred_cards": people[2 * heavy :][:MEASURED],
        "many_cards": people[:heavy],
        "many_due": people[heavy : 2 * heavy],
    }
    return {name: Group(group) for name, group in kinds.items() if group}


def measure(place: Desk, group: Group, samples: int) -> None:
    """One round: each of the group in turn is served a batch and answers its first card."""
    for number in range(samples):
        user_id = group.people[number % len(group.people)]
        took, batch = place.serve(user_id, limit=BATCH)
        group.batches.append(took.all)
        group.answers.append(place.answer(user_id, batch["cards"][0]).all)


def compare(options: Namespace, folder: Path) -> dict[str, Group]:
    """Fill both databases and measure them in turns, so that both meet the same moments of a busy machine."""
    begin = time.perf_counter()
    small = filled(folder / "small", rows=SMALL_ROWS, questions=0, users=10)["hundred_cards"]
    large = filled(folder / "large", rows=options.rows, questions=options.questions, users=options.users)
    say(f"filled in {time.perf_counter() - begin:.0f} s")
    with desk(folder / "small") as first, desk(folder / "large") as second:
        turns = [(first, small), *((second, group) for group in large.values())]
        for place, group in turns:
            measure(place, Group(group.people), 2 * len(group.people))
        for _ in range(max(1, options.samples // MEASURED)):
            for place, group in turns:
                measure(place, group, MEASURED)
    return {"small": small, **large}


def main(argv: Sequence[str]) -> None:
    options = arguments(argv)
    with tempfile.TemporaryDirectory(prefix="tumen-bench-") as folder:
        groups = compare(options, Path(folder))
    medians = {name: group.medians() for name, group in groups.items()}
    base = medians.pop("small")
    ratios = {name: {what: round(each[what] / base[what], 3) for what in base} for name, each in medians.items()}
    worst = max(ratio for name, each in ratios.items() if name != "many_due" for ratio in each.values())
    print_report(
        "flatness",
        parameters={**vars(options), "small_rows": SMALL_ROWS},
        results={"small": base, "large": medians, "ratios": ratios, "worst_ratio": worst},
        wanted={"worst_ratio": f"<= {WANTED_RATIO} (of everybody but many_due)"},
        holds=worst <= WANTED_RATIO,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
