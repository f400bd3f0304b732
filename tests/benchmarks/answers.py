"""Recording one answer over HTTP, everything included, beside a Flask hello-world on the same server.

Each of the connections is a person of its own who answers cards as fast as the server takes them: session cookie and
CSRF token, and in turns with that a personal token. Hello-world and both ways take turns, and the medians of the
rounds count. Afterwards every acknowledged answer is looked up in the log. ``--with-job`` measures the answers of
sessions beside an import, too: while a file is read, and while it is taken over.
"""

from __future__ import annotations

import itertools
import statistics
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from .rig.answering import Ids, answers
from .rig.disk import durable_commit_ms
from .rig.importing import Importer, importing
from .rig.ledger import Proof, prove
from .rig.people import Person, make_people
from .rig.preparing import prepared_instance
from .rig.report import median_ms, percentile_ms, print_report, say
from .rig.serving import hello_server, tumen_server
from .rig.traffic import Request, Tally, http_request, run_traffic

WANTED_SHARE = 0.12
WANTED_P99_MS = 60.0
HELLO = Request(http_request("GET", "/"), b"hello")
ACKNOWLEDGED = b'"recorded"'
WARM_UP_SECONDS = 0.5
QUESTIONS = 1000


@dataclass(slots=True)
class Rounds:
    """The tallies of the rounds by what was measured."""

    hello: list[Tally] = field(default_factory=list)
    session: list[Tally] = field(default_factory=list)
    token: list[Tally] = field(default_factory=list)
    while_reading: list[Tally] = field(default_factory=list)
    while_taking_over: list[Tally] = field(default_factory=list)

    @property
    def ours(self) -> dict[str, list[Tally]]:
        """What was measured of ours."""
        ways = {"session": self.session, "token": self.token, "session_while_a_file_is_read": self.while_reading,
                "session_while_it_is_taken_over": self.while_taking_over}  # fmt: skip
        return {name: tallies for name, tallies in ways.items() if tallies}


def arguments(argv: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="answers", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each (default 3)")
    parser.add_argument("--seconds", type=float, default=4.0, help="length of a round of each (default 4)")
    parser.add_argument("--connections", type=int, default=16, help="connections kept open, each a person (default 16)")
    parser.add_argument("--cards", type=int, default=250, help="cards in review that each person has (default 250)")
    parser.add_argument("--with-job", type=int, default=0, metavar="N", help="import files of so many questions, too")
    return parser.parse_args(argv)


def requests(person: Person, headers: Mapping[str, str], ids: Ids) -> Iterator[Request]:
    """The person's answers, one a request."""
    head = http_request("POST", "/api/v1/reviews", headers={"Content-Type": "application/json", **headers})
    start, end = head.split(b"Content-Length: 0")
    for name, entry in answers(person.seen, person.unseen, ids):
        body = f"[{entry}]".encode()
        payload = b"%bContent-Length: %d%b%b" % (start, len(body), end, body)
        yield Request(payload, ACKNOWLEDGED, (person.user_id, name.bytes))


def measure(options: Namespace, hello: int, tumen: int, people: Sequence[Person], importer: Importer | None) -> Rounds:
    """All rounds, hello-world and ours in turns."""
    rounds = Rounds()
    ids = Ids(seed=1)
    by_session = [requests(person, person.session_headers, ids) for person in people]
    by_token = [requests(person, person.token_headers, ids) for person in people]
    greetings = [itertools.repeat(HELLO) for _ in people]
    turns = ((rounds.hello, hello, greetings), (rounds.session, tumen, by_session), (rounds.token, tumen, by_token))
    warm_up = [run_traffic(port, scripts, seconds=WARM_UP_SECONDS) for _, port, scripts in turns]
    for number in range(1, options.rounds + 1):
        for tallies, port, scripts in turns:
            tallies.append(run_traffic(port, scripts, seconds=options.seconds))
        if importer is not None:
            beside = partial(_traffic, tumen, by_session)
            rounds.while_reading.append(importer.read(number, beside))
            rounds.while_taking_over.append(importer.take_over(beside))
        speeds = [f"{tallies[-1].per_second:,.0f}" for tallies, _, _ in turns]
        say(f"round {number} of {options.rounds}: hello {speeds[0]}, session {speeds[1]}, token {speeds[2]} a second")
    rounds.session[0].acknowledged += warm_up[1].acknowledged
    rounds.token[0].acknowledged += warm_up[2].acknowledged
    return rounds


def _traffic(port: int, scripts: Sequence[Iterator[Request]], seconds: float) -> Tally:
    return run_traffic(port, scripts, seconds=seconds)


def figures(tallies: Sequence[Tally], hello: Sequence[Tally]) -> dict[str, object]:
    """Medians of the rounds; the share of hello-world is that of the same round."""
    shares = [mine.per_second / other.per_second for mine, other in zip(tallies, hello, strict=True)]
    return {
        "per_second": round(statistics.median(tally.per_second for tally in tallies)),
        "share_of_hello": round(statistics.median(shares), 3),
        "p50_ms": round(statistics.median(median_ms(tally.latencies) for tally in tallies), 2),
        "p99_ms": round(statistics.median(percentile_ms(tally.latencies, 99) for tally in tallies), 2),
        "answers": sum(len(tally.latencies) for tally in tallies),
        "errors": sum(len(tally.failures) for tally in tallies),
        "first_errors": [failure for tally in tallies for failure in tally.failures][:3],
    }


def report(options: Namespace, rounds: Rounds, proof: Proof, commit_ms: float) -> None:
    measured = {"hello": rounds.hello, **rounds.ours}
    results = {name: figures(tallies, rounds.hello) for name, tallies in measured.items()}
    wanted = {"share_of_hello": f">= {WANTED_SHARE}", "p99_ms": f"< {WANTED_P99_MS:.0f}", "errors": 0,
              "acknowledged_answers_in_the_log_exactly_once": "all"}  # fmt: skip
    holds = proof.holds and all(
        float(str(results[way]["share_of_hello"])) >= WANTED_SHARE
        and float(str(results[way]["p99_ms"])) < WANTED_P99_MS
        and not results[way]["errors"]
        for way in rounds.ours
    )
    print_report(
        "answers",
        parameters=vars(options),
        results={**results, "log": proof.to_json(), "bare_durable_commit_ms": commit_ms},
        wanted=wanted,
        holds=holds,
    )


def main(argv: Sequence[str]) -> None:
    options = arguments(argv)
    with tempfile.TemporaryDirectory(prefix="tumen-bench-") as folder:
        instance = prepared_instance(Path(folder) / "instance", questions=QUESTIONS)
        with hello_server(Path(folder)) as hello, tumen_server(instance) as tumen:
            people = make_people(instance, tumen, count=options.connections, cards=options.cards)
            if options.with_job:
                with importing(instance, questions=options.with_job) as importer:
                    rounds = measure(options, hello, tumen, people, importer)
            else:
                rounds = measure(options, hello, tumen, people, None)
        acknowledged = [label for tallies in rounds.ours.values() for tally in tallies for label in tally.acknowledged]
        report(options, rounds, prove(instance, acknowledged, people), durable_commit_ms(Path(folder)))


if __name__ == "__main__":
    main(sys.argv[1:])
