"""The bank's pages over HTTP, for an instructor who keeps a large bank with a long history."""

from __future__ import annotations

import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy import func, select

from tests.people import make_user
from webapp.bank.services.bank_index import write_bank_index
from webapp.bank.services.claim_index import write_claim_index
from webapp.models import Question, QuestionRevision
from webapp.sqlite import sqlite_driver, sqlite_url

from .progress import visits
from .rig.answering import present
from .rig.preparing import opened, prepared_instance
from .rig.report import median_ms, percentile_ms, print_report, say
from .rig.serving import tumen_server
from .rig.visitor import Visitor, start_guest

WANTED_MS = 80.0
PAGES = (
    "/bank", "/bank?page=900", "/bank?q=kim+visit", "/bank?q=russia", "/bank?q=kind%3Achoice+status%3Apublished",
    "/bank?q=topic%3A{topic}", "/bank?q=actor%3A{actor}+importance%3Acore", "/bank?q=article%3A{article}",
    "/bank?q=changed%3A2026-01..&sort=newest", "/bank?q=no%3Asource", "/bank?q=has%3Areports", "/bank?q=owner%3Ame",
    "/bank?sort=name", "/bank?sort=kind", "/bank?edited=yes", "/bank/questions/{key}", "/bank/questions/{key}/edit",
    "/bank/review", "/bank?sort=facility&column=facility", "/bank/claims", "/bank/claims?q=russia",
    "/bank/claims/{claim}", "/bank/claims/{claim}/edit", "/bank/claims?names=actor%3A{actor}", "/bank/articles",
    "/bank/articles/{article}", "/bank/history", "/bank/vocabulary", "/bank/vocabulary/actor/{actor}",
)  # fmt: skip
MORE_REVISIONS = """
    WITH RECURSIVE more(number) AS (SELECT 2 UNION ALL SELECT number + 1 FROM more WHERE number < {last})
    INSERT INTO question_revision
        (question_id, number, content, content_hash, author_id, created_at, why, changes_answer)
    SELECT r.question_id, more.number, r.content, r.content_hash, NULL, r.created_at, 'once more', 0
    FROM more JOIN question_revision AS r ON r.number = 1
"""


def arguments(argv: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="bank", description=__doc__)
    parser.add_argument("--samples", type=int, default=20, help="visits of each page (default 20)")
    parser.add_argument("--questions", type=int, default=50_000, help="published questions (default 50000)")
    parser.add_argument("--revisions", type=int, default=10, help="revisions of each question (default 10)")
    return parser.parse_args(argv)


def fill(instance: Path, options: Namespace) -> dict[str, str]:
    """Give every question its history, write the index, and make an instructor; names for the addresses."""
    with closing(sqlite_driver().connect(sqlite_url(instance).removeprefix("sqlite:///"))) as connection:
        connection.execute(MORE_REVISIONS.format(last=options.revisions))
        connection.execute("UPDATE question SET revision = (SELECT max(number) FROM question_revision "
                           "WHERE question_id = question.id)")  # fmt: skip
        connection.commit()
        names = {
            table: connection.execute(f"SELECT key FROM {table} ORDER BY id LIMIT 1").fetchone()[0]
            for table in ("topic", "actor", "article", "claim")
        }
    with opened(instance) as database, database.writer() as session:
        write_bank_index(session)
        write_claim_index(session)
        counted = session.scalar(select(func.count()).select_from(QuestionRevision))
        key = session.scalars(select(Question.key).order_by(Question.id.desc()).limit(1)).one()
    say(f"{counted:,} revisions")
    return {**names, "key": key}


def instructor(instance: Path, port: int) -> Visitor:
    """A browser in which an instructor is known: a visitor's session is handed over to the account."""
    visitor = start_guest(port)
    with opened(instance) as database:
        user_id = make_user(database, email="ben@example.org", role="instructor", now=present())
    with closing(sqlite_driver().connect(sqlite_url(instance).removeprefix("sqlite:///"))) as connection:
        connection.execute(
            "UPDATE user_session SET user_id = ?, data = json_set(data, '$._user_id', "
            "(SELECT fs_uniquifier FROM user WHERE id = ?))", (user_id, user_id),
        )  # fmt: skip
        connection.commit()
    return visitor


def main(argv: Sequence[str]) -> None:
    options = arguments(argv)
    with tempfile.TemporaryDirectory(prefix="tumen-bench-") as folder:
        instance = prepared_instance(Path(folder), questions=options.questions)
        names = fill(instance, options)
        with tumen_server(instance) as port:
            visitor = instructor(instance, port)
            taken = {page: visits(visitor, page.format(**names), options.samples) for page in PAGES}
    slowest = max(median_ms(seconds) for seconds in taken.values())
    print_report(
        "bank",
        parameters=vars(options),
        results={
            path: {"p50_ms": median_ms(seconds), "p95_ms": percentile_ms(seconds, 95)}
            for path, seconds in taken.items()
        },
        wanted={"p50_ms of each page": f"<= {WANTED_MS:.0f}"},
        holds=slowest <= WANTED_MS,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
