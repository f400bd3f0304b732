"""Recording one answer over HTTP, everything included, beside a Flask hello-world on the same server.

Each of the connections is a person of its own who answers cards as fast as the server takes them: session cookie and
CSRF token, and in turns with that a personal token. Hello-world and both ways take turns, and the medians of the
rounds count. Afterwards every acknowledged answer is looked up in the log.
"""

from __future__ import annotations

import itertools
import statistics
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .rig.answering import Ids, answers
from .rig.disk import durable_commit_ms
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


def arguments(argv: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="answers", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each (default 3)")
    parser.add_argument("--seconds", type=float, default=4.0, help="length of a round of each (default 4)")
    parser.add_argument("--connections", type=int, default=16, help="connections kept open, each a person (default 16)")
    parser.add_argument("--cards", type=int, default=250, help="cards in review that each person has (default 250)")
    return parser.parse_args(argv)


def requests(person: Person, headers: Mapping[str, str], ids: Ids) -> Iterator[Request]:
    """The person's answers, one a request."""
    head = http_request("POST", "/api/v1/reviews", headers={"Content-Type": "application/json", **headers})
    start, end = head.split(b"Content-Length: 0")
    for name, entry in answers(person.seen, person.unseen, ids):
        body = f"[{entry}]".encode()
        payload = b"%bContent-Length: %d%b%b" % (start, len(body), end, body)
        yield Request(payload, ACKNOWLEDGED, (person.user_id, name.bytes))


def measure(options: Namespace, hello: int, tumen: int, people: Sequence[Person]) -> Rounds:
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
        speeds = [f"{tallies[-1].per_second:,.0f}" for tallies, _, _ in turns]
        say(f"round {number} of {options.rounds}: hello {speeds[0]}, session {speeds[1]}, token {speeds[2]} a second")
    rounds.session[0].acknowledged += warm_up[1].acknowledged
    rounds.token[0].acknowledged += warm_up[2].acknowledged
    return rounds


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
    results = {name: figures(getattr(rounds, name), rounds.hello) for name in ("hello", "session", "token")}
    wanted = {"share_of_hello": f">= {WANTED_SHARE}", "p99_ms": f"< {WANTED_P99_MS:.0f}", "errors": 0,
              "acknowledged_answers_in_the_log_exactly_once": "all"}  # fmt: skip
    holds = proof.holds and all(
        float(str(results[way]["share_of_hello"])) >= WANTED_SHARE
        and float(str(results[way]["p99_ms"])) < WANTED_P99_MS
        and not results[way]["errors"]
        for way in ("session", "token")
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
            rounds = measure(options, hello, tumen, people)
        acknowledged = [label for tally in (*rounds.session, *rounds.token) for label in tally.acknowledged]
        report(options, rounds, prove(instance, acknowledged, people), durable_commit_ms(Path(folder)))


if __name__ == "__main__":
    main(sys.argv[1:])
