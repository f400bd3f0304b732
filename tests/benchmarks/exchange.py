"""Questions from files: 10,000 of them in each of several formats, from reading to stored drafts; an Anki deck, too.

Each is measured in a process of its own, so that its peak of memory is its own too.
"""

from __future__ import annotations

import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from contextlib import closing
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from question_bank.exchange.drafts import Draft
from question_bank.exchange.formats import FORMATS
from webapp.bank.services.import_plan import take_over
from webapp.bank.services.importing import DECK, Incoming, keep_incoming, read_deck, read_file
from webapp.db import Database
from webapp.models import Bank, User

from .rig.answering import present
from .rig.preparing import opened
from .rig.report import print_report

WANTED_PER_SECOND = 1000
WANTED_DECK_S, WANTED_MIB = 15, 256
MEASURED = ("json", "csv", "gift", "moodle", "qti30", DECK)
_DECK = """CREATE TABLE notes (id integer primary key, guid text not null, mid integer, mod integer, flds text,
tags text);
CREATE TABLE cards (id integer primary key, nid integer, ord integer, mod integer, queue integer);
CREATE TABLE revlog (id integer primary key, cid integer, ease integer, factor integer, time integer, type integer);"""


def arguments(argv: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="exchange", description=__doc__)
    parser.add_argument("--questions", type=int, default=10_000, help="questions of each file (default 10,000)")
    parser.add_argument("--formats", nargs="+", choices=MEASURED, default=MEASURED, help="which (default all)")
    parser.add_argument("--one", choices=MEASURED, help="measure one format, in this process")
    parser.add_argument("--file", type=Path, help="with --one: the file to read")
    return parser.parse_args(argv)


def drafts(number: int) -> list[Draft]:
    """Choices with texts as long as those of the bank."""
    return [
        Draft(
            name=f"question-{each}",
            data={
                "kind": "choice",
                "stem": f"Which of these did number {each} say about the ferry, and why was it told so often?",
                "options": [
                    {"key": key, "text": f"What {key} said of {each} at the river", "feedback": f"No: {key} was away."}
                    | ({"right": True} if key == "a" else {})
                    for key in "abcd"
                ],
                "explanation": f"The story of number {each} has it in so many words. " * 4,
            },
        )
        for each in range(number)
    ]


def deck(number: int) -> bytes:
    """A package of notes: two sides and deletions in turn, with HTML as Anki's editor writes it."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(_DECK)
        sides = (
            "<div>The <b>ferry</b> number {0}&nbsp;runs on a rope</div>\x1f" + "<p>and so it was told.</p>" * 10,
            "In {{{{c1::{0}}}}} the town hung a {{{{c2::rope::of what?}}}}\x1f" + "<p>The story says so.</p>" * 10,
        )
        rows = [(f"guid-{each}", sides[each % 2].format(each)) for each in range(number)]
        connection.executemany("INSERT INTO notes (guid, flds, tags) VALUES (?, ?, '')", rows)
        connection.commit()
        content = connection.serialize()
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        packed.writestr("collection.anki2", content)
    return file.getvalue()


def read(database: Database, folder: Path, name: str, content: bytes) -> Incoming:
    if name == DECK:
        with database.reader() as session:
            return read_deck(session, file=name, stream=BytesIO(content), scratch=folder)
    return read_file(file=name, content=content, form=name)


def measure(name: str, file: Path, number: int) -> dict[str, float]:
    """Seconds from the file's bytes to stored drafts, and the peak of memory meanwhile, in MiB."""
    content = file.read_bytes()
    with tempfile.TemporaryDirectory(prefix="tumen-bench-") as place, opened(Path(place)) as database:
        with database.writer() as session:
            session.add_all(
                [
                    Bank(key="main", title="A bank"),
                    User(email=None, fs_uniquifier="x", active=True, created_at=present()),
                ]
            )
        begin, worked = time.perf_counter(), time.process_time()
        incoming = read(database, Path(place), name, content)
        with database.writer() as session:
            keep_incoming(session, user_id=1, incoming=incoming, now=present())
        with database.writer() as session:
            done = take_over(session, user_id=1, now=present())
        spent, worked = time.perf_counter() - begin, time.process_time() - worked
    if done.new != number:
        raise RuntimeError(f"{done.new} of {number} questions were taken over from {name}")
    return {
        "s": round(spent, 2),
        "processor_s": round(worked, 2),
        "mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def in_its_own_process(name: str, number: int) -> dict[str, float]:
    with tempfile.NamedTemporaryFile() as file:
        file.write(deck(number) if name == DECK else FORMATS[name].write(drafts(number)))
        file.flush()
        command = [sys.executable, "-m", "tests.benchmarks.exchange", f"--one={name}", f"--file={file.name}",
                   f"--questions={number}"]  # fmt: skip
        found: dict[str, float] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return found


def main(argv: Sequence[str]) -> None:
    options = arguments(argv)
    if options.one:
        print(json.dumps(measure(options.one, options.file, options.questions)))
        return
    found = {name: in_its_own_process(name, options.questions) for name in options.formats}
    deck_s = {f"{DECK}_s": found[DECK]["s"]} if DECK in found else {}
    rates = {f"{name}_per_second": round(options.questions / each["s"]) for name, each in found.items()}
    processor = {f"{name}_processor_s": each["processor_s"] for name, each in found.items()}
    print_report(
        "exchange",
        parameters={"questions": options.questions, "formats": list(options.formats)},
        results={
            **rates,
            **processor,
            **deck_s,
            **{f"{name}_mib": each["mib"] for name, each in found.items()},
        },
        wanted={
            "per_second": f">= {WANTED_PER_SECOND}",
            f"{DECK}_s": f"< {WANTED_DECK_S}",
            "mib": f"< {WANTED_MIB}",
        },
        holds=min(rates.values()) >= WANTED_PER_SECOND
        and all(seconds < WANTED_DECK_S for seconds in deck_s.values())
        and max(each["mib"] for each in found.values()) < WANTED_MIB,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
