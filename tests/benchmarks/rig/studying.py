"""The study services without HTTP: serve the next cards to somebody, record an answer of theirs."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from webapp.app import create_app
from webapp.cards.originals import Originals
from webapp.db import Database
from webapp.operations.worker import collect_garbage_rarely
from webapp.reviews.entries import read_entries
from webapp.reviews.known import known_of
from webapp.sqlite import sqlite_url
from webapp.study.services.answers import record_entries
from webapp.study.services.balancing import Balancer
from webapp.study.services.batch import batch_to_text, load_batch
from webapp.study.services.contents import Contents
from webapp.study.services.frontier import Frontiers

from .answering import Asked, Ids, asked, entry, now_ms, present

CONTENT = """
SELECT r.content FROM question q JOIN question_revision r ON r.question_id = q.id AND r.number = :revision
WHERE q.key = :key
"""


class Took(NamedTuple):
    """Seconds: of the services, and of what they are given and give over the wire (JSON, and in it the HTML)."""

    services: float
    wire: float

    @property
    def all(self) -> float:
        return self.services + self.wire


@dataclass(slots=True)
class Desk:
    """A place to study at: a database and what a server process remembers beside it."""

    database: Database
    contents: Contents
    frontiers: Frontiers = field(default_factory=Frontiers)
    balancer: Balancer = field(default_factory=Balancer)
    ids: Ids = field(default_factory=lambda: Ids(seed=5))
    questions: dict[tuple[str, int], Asked] = field(default_factory=dict)

    def serve(self, user_id: int, *, limit: int) -> tuple[Took, Mapping[str, Any]]:
        """What a batch took, down to its JSON text, and the batch."""
        begin = time.perf_counter()
        now = present()
        with self.database.reader() as session:
            batch = load_batch(session, user_id=user_id, now=now, limit=limit, contents=self.contents,
                               frontiers=self.frontiers, balancer=self.balancer)  # fmt: skip
        loaded = time.perf_counter()
        text = batch_to_text(batch, user_id=user_id, now=now)
        return Took(loaded - begin, time.perf_counter() - loaded), json.loads(text)

    def answer(self, user_id: int, card: Mapping[str, Any], *, right: bool = True) -> Took:
        """What it took to record an answer to a card of a batch, from its JSON text on."""
        question = self._question(card["card"], card["revision"])
        at = now_ms()
        text = f"[{entry(self.ids.at(at), question, at=at, right=right)}]"
        begin = time.perf_counter()
        entries = read_entries(json.loads(text))
        read = time.perf_counter()
        recorded = record_entries(
            self.database,
            user_id=user_id,
            entries=entries,
            now=present(),
            contents=self.contents,
            frontiers=self.frontiers,
        )
        took = Took(time.perf_counter() - read, read - begin)
        if recorded.results[0].status != "recorded":
            raise RuntimeError(f"an answer was not recorded: {recorded.results[0]}")
        return took

    def _question(self, key: str, revision: int) -> Asked:
        known = self.questions.get((key, revision))
        if known is None:
            row = self.database.first_row(CONTENT, {"key": key, "revision": revision})
            if row is None:
                raise LookupError(f"no question {key} in revision {revision}")
            known = self.questions[key, revision] = asked(key, revision, json.loads(row[0]))
        return known


@contextmanager
def desk(instance: Path) -> Iterator[Desk]:
    """A place to study at with the database in ``instance``, which looks for garbage as a worker of the server does."""
    app = create_app(instance, DATABASE_URL=sqlite_url(instance))
    database: Database = app.extensions["tumen_db"]
    threshold = gc.get_threshold()
    collect_garbage_rarely()
    with app.test_request_context("/"):
        yield Desk(database=database, contents=Contents(Originals(instance / "articles"), known_of(database)))
    database.close()
    gc.unfreeze()
    gc.set_threshold(*threshold)
