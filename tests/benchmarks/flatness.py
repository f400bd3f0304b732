"""Does it stay as fast when it has grown? Recording an answer and serving a batch in a large and in a small database.

Both run in this process at the level of the services, so that no constant cost of HTTP hides growth. The large
database has a few people with thousands of cards beside many with some dozens; each kind is compared for itself with
the people of the small database, and the worse ratio counts.
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
HEAVY = Habit(cards=5000, rows=2, due=300)
MOST_HEAVY = 10
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


def filled(instance: Path, *, rows: int, questions: int, users: int) -> tuple[Group, Group]:
    """An installation of that size; its people with few cards and with many (of whom a small one has none)."""
    prepared_instance(instance, questions=questions)
    heavy = min(MOST_HEAVY, rows // (10 * HEAVY.rows * HEAVY.cards))
    light = (rows - heavy * HEAVY.rows * HEAVY.cards) // (LIGHT.rows * LIGHT.cards)
    habits = [HEAVY] * heavy + [LIGHT] * min(light, users - heavy)
    with open_for_filling(instance) as connection:
        people = add_people(connection, max(users, len(habits)), present())
        add_history(connection, list(zip(people, habits, strict=False)), present())
    return Group(people[heavy : heavy + MEASURED]), Group(people[:heavy])


def measure(place: Desk, group: Group, samples: int) -> None:
    """One round: each of the group in turn is served a batch and answers its first card."""
    for number in range(samples):
        user_id = group.people[number % len(group.people)]
        seconds, batch = place.serve(user_id, limit=BATCH)
        group.batches.append(seconds)
        group.answers.append(place.answer(user_id, batch["cards"][0]))


def compare(options: Namespace, folder: Path) -> dict[str, Group]:
    """Fill both databases and measure them in turns, so that both meet the same moments of a busy machine."""
    begin = time.perf_counter()
    small, _ = filled(folder / "small", rows=SMALL_ROWS, questions=0, users=10)
    light, heavy = filled(folder / "large", rows=options.rows, questions=options.questions, users=options.users)
    say(f"filled in {time.perf_counter() - begin:.0f} s")
    groups = {"small": small, "large": light} | ({"large_many_cards": heavy} if heavy.people else {})
    with desk(folder / "small") as first, desk(folder / "large") as second:
        places = {"small": first, "large": second, "large_many_cards": second}
        for name, group in groups.items():
            measure(places[name], Group(group.people), 2 * len(group.people))
        for _ in range(max(1, options.samples // MEASURED)):
            for name, group in groups.items():
                measure(places[name], group, MEASURED)
    return groups


def main(argv: Sequence[str]) -> None:
    options = arguments(argv)
    with tempfile.TemporaryDirectory(prefix="tumen-bench-") as folder:
        groups = compare(options, Path(folder))
    medians = {name: group.medians() for name, group in groups.items()}
    ratios = {
        what: round(max(medians[name][what] for name in medians if name != "small") / medians["small"][what], 3)
        for what in ("answer_ms", "batch_ms")
    }
    print_report(
        "flatness",
        parameters={**vars(options), "small_rows": SMALL_ROWS},
        results={"medians": medians, "ratios": ratios, "worst_ratio": max(ratios.values())},
        wanted={"worst_ratio": f"<= {WANTED_RATIO}"},
        holds=max(ratios.values()) <= WANTED_RATIO,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
