"""Files of many questions, read and taken over by jobs of a running server, as a benchmark wants to see them beside."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select

from question_bank.exchange.drafts import Draft
from question_bank.exchange.formats import FORMATS
from tests.people import make_user
from webapp.bank.services.banks_of_jobs import BANK
from webapp.bank.services.jobs import READ, TAKE_OVER
from webapp.db import Database
from webapp.history import jobs
from webapp.history.jobs import OPEN, State
from webapp.models import Bank, Job
from webapp.sqlite import sqlite_url

from .answering import present
from .traffic import Tally

POLL_SECONDS = 0.02
PATIENCE = 120.0  # seconds
SLICE_SECONDS = 0.5


class JobError(RuntimeError):
    """A job that was not done, or not begun."""


class Importer:
    """Somebody who has files of ``questions`` read and taken over by the server of the installation."""

    def __init__(self, database: Database, *, questions: int) -> None:
        self._database, self._questions = database, questions
        self._user_id = make_user(database, email="importer@example.org", role="admin", now=present())
        with database.reader() as session:
            self._bank_id = session.scalars(select(Bank.id).order_by(Bank.id)).first()

    def read(self, number: int, traffic: Callable[[float], Tally]) -> Tally:
        """What ``traffic`` tells while file ``number`` is read, in slices of some seconds, together."""
        return self._beside(self._begin(READ, content=_file(number, self._questions)), traffic)

    def take_over(self, traffic: Callable[[float], Tally]) -> Tally:
        """What ``traffic`` tells while the file is taken over."""
        return self._beside(self._begin(TAKE_OVER), traffic)

    def _begin(self, kind: str, *, content: bytes = b"") -> int:
        asked = {"file": "many.json", "form": "json", "between": "", "behind": "", BANK: self._bank_id}
        with self._database.writer() as session:
            return jobs.begin(
                session, user_id=self._user_id, kind=kind, title=kind, asked=asked, content=content, now=present()
            )

    def _beside(self, number: int, traffic: Callable[[float], Tally]) -> Tally:
        until = time.monotonic() + PATIENCE
        while self._state(number) is State.WAITING:
            if time.monotonic() > until:
                raise JobError("no worker of the server takes a job")
            time.sleep(POLL_SECONDS)
        whole = Tally()
        while True:
            part = traffic(SLICE_SECONDS)
            whole.latencies += part.latencies
            whole.acknowledged += part.acknowledged
            whole.failures += part.failures
            whole.seconds += part.seconds
            state = self._state(number)
            if state not in OPEN:
                break
        if state is not State.DONE:
            raise JobError(f"a job ended as {state}")
        return whole

    def _state(self, number: int) -> State:
        with self._database.reader() as session:
            return State(session.scalars(select(Job.state).where(Job.id == number)).one())


@contextmanager
def importing(instance: Path, *, questions: int) -> Iterator[Importer]:
    """Somebody who imports into the installation."""
    database = Database(sqlite_url(instance), lock_file=instance / "write.lock")
    try:
        yield Importer(database, questions=questions)
    finally:
        database.close()


def _file(number: int, questions: int) -> bytes:
    """Questions that no other file has."""
    return FORMATS["json"].write(
        [
            Draft(
                name=f"file-{number}-{each}",
                data={
                    "kind": "short",
                    "stem": f"Who told number {each} of file {number} about the ferry, and why was it told so often?",
                    "accept": [f"Person {each}", f"The {each}th person"],
                    "explanation": f"The story of number {each} has it in so many words. " * 4,
                },
            )
            for each in range(questions)
        ]
    )
