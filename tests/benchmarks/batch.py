"""Serving a batch of cards: over HTTP as the study page asks for it, and without HTTP at the level of the services."""

from __future__ import annotations

import itertools
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

from .rig.people import Person, make_people
from .rig.preparing import prepared_instance
from .rig.report import median_ms, percentile_ms, print_report
from .rig.serving import tumen_server
from .rig.studying import desk
from .rig.traffic import Request, Tally, http_request, run_traffic

WANTED_MS = 25.0
SERVED = b'"cards"'


def arguments(argv: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="batch", description=__doc__)
    parser.add_argument("--samples", type=int, default=200, help="batches of each way (default 200)")
    parser.add_argument("--limit", type=int, default=20, help="cards a batch (default 20)")
    parser.add_argument("--people", type=int, default=8, help="people who take turns (default 8)")
    parser.add_argument("--cards", type=int, default=120, help="cards in review that each has, all due (default 120)")
    return parser.parse_args(argv)


def requests(people: Sequence[Person], limit: int, samples: int) -> Iterator[Request]:
    """One request after the other, each by the next person."""
    path = f"/api/v1/study/batch?limit={limit}"
    payloads = [http_request("GET", path, headers=person.session_headers) for person in people]
    for payload in itertools.islice(itertools.cycle(payloads), samples):
        yield Request(payload, SERVED)


def over_http(options: Namespace, port: int, people: Sequence[Person]) -> Tally:
    """One connection, so that nothing waits for anything but its own batch."""
    for measured in (False, True):
        script = requests(people, options.limit, options.samples if measured else 2 * len(people))
        tally = run_traffic(port, [script], seconds=60)
    return tally


def without_http(options: Namespace, instance: Path, people: Sequence[Person]) -> list[float]:
    with desk(instance) as place:
        for person in people:
            place.serve(person.user_id, limit=options.limit)
        turns = itertools.islice(itertools.cycle(people), options.samples)
        return [place.serve(person.user_id, limit=options.limit)[0].all for person in turns]


def main(argv: Sequence[str]) -> None:
    options = arguments(argv)
    with tempfile.TemporaryDirectory(prefix="tumen-bench-") as folder:
        instance = prepared_instance(Path(folder))
        with tumen_server(instance) as port:
            people = make_people(instance, port, count=options.people, cards=options.cards)
            tally = over_http(options, port, people)
        inside = without_http(options, instance, people)
    results = {
        "http": {"p50_ms": median_ms(tally.latencies), "p95_ms": percentile_ms(tally.latencies, 95),
                 "errors": len(tally.failures), "first_errors": tally.failures[:3]},
        "services": {"p50_ms": median_ms(inside), "p95_ms": percentile_ms(inside, 95)},
    }  # fmt: skip
    print_report(
        "batch",
        parameters=vars(options),
        results=results,
        wanted={"http p50_ms": f"< {WANTED_MS:.0f}", "errors": 0},
        holds=median_ms(tally.latencies) < WANTED_MS and not tally.failures,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
