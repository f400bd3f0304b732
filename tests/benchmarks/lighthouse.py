"""What Lighthouse says about the pages of a student who has begun: performance, accessibility, best practices.

Lighthouse is a program of its own (`npm install lighthouse@12`), found on the PATH or by TUMEN_LIGHTHOUSE, with the
Chromium of the browser tests. It simulates a slow network and a slow telephone unless told otherwise by --throttling.
A score is the median of the rounds: performance is measured, and a busy machine takes points away.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from .rig.auditing import CATEGORIES, FORMS, Audited, NoLighthouseError, audit, lighthouse_program
from .rig.people import make_people
from .rig.preparing import prepared_instance
from .rig.report import print_report, say
from .rig.serving import tumen_server

WANTED = 100
CARDS = 40
TRIES = 3
WISHED = ("/", "/study", "/progress")
PAGES = (*WISHED, "/read/brotherly-bond", "/timeline", "/quiz/new", "/settings", "/schedule")
"""The first three are to have full scores; the others are reported."""


def arguments(argv: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="lighthouse", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="audits of each page and form (default 3)")
    parser.add_argument("--pages", nargs="+", default=PAGES, metavar="PATH", help="the pages to look at")
    parser.add_argument("--forms", nargs="+", default=tuple(FORMS), choices=tuple(FORMS), help="default both")
    parser.add_argument(
        "--throttling", default="simulate", choices=("simulate", "devtools", "provided"), help="default simulate"
    )
    return parser.parse_args(argv)


def together(rounds: Sequence[Audited]) -> dict[str, object]:
    """The median score of each category, and what the last round found short."""
    scores = {name: round(statistics.median(each.scores[name] for each in rounds)) for name in CATEGORIES}
    return {"scores": scores, "short": rounds[-1].short}


def audit_once(program: str, *, port: int, path: str, cookie: str, form: str, throttling: str) -> Audited:
    """One audit, tried again where the browser of a busy machine gave no trace. Raises NoLighthouseError."""
    for _ in range(TRIES - 1):
        try:
            return audit(program, port=port, path=path, cookie=cookie, form=form, throttling=throttling)
        except NoLighthouseError as reason:
            say(f"once more: {reason}")
    return audit(program, port=port, path=path, cookie=cookie, form=form, throttling=throttling)


def look(program: str, port: int, cookie: str, options: Namespace) -> dict[str, dict[str, object]]:
    results: dict[str, dict[str, object]] = {}
    for path in options.pages:
        for form in options.forms:
            rounds = [
                audit_once(program, port=port, path=path, cookie=cookie, form=form, throttling=options.throttling)
                for _ in range(options.rounds)
            ]
            results[f"{path} {form}"] = together(rounds)
            say(f"{path} {form}: {results[f'{path} {form}']['scores']}")
    return results


def full_scores(results: dict[str, dict[str, object]]) -> bool:
    """Whether each page that is to have full scores has them."""
    full = dict.fromkeys(CATEGORIES, WANTED)
    return all(result["scores"] == full for name, result in results.items() if name.split()[0] in WISHED)


def main(argv: Sequence[str]) -> None:
    options = arguments(argv)
    program = lighthouse_program()
    with tempfile.TemporaryDirectory(prefix="tumen-bench-") as folder:
        instance = prepared_instance(Path(folder))
        with tumen_server(instance) as port:
            (person,) = make_people(instance, port, count=1, cards=CARDS)
            results = look(program, port, person.session_headers["Cookie"], options)
    print_report(
        "lighthouse",
        parameters=vars(options),
        results=results,
        wanted={f"scores of {', '.join(WISHED)}": WANTED},
        holds=full_scores(results),
    )


if __name__ == "__main__":
    main(sys.argv[1:])
