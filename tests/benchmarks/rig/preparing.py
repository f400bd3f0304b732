"""An installation in a folder of its own, with the real bank, as large as a benchmark wants it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from question_bank.bank import default_folders, files_digest, load_bank
from webapp.bank.services.load import load
from webapp.bank.services.plan import plan
from webapp.db import Database, sqlite_url
from webapp.migrations import upgrade

from .answering import present
from .filling import multiply_bank, open_for_filling


@contextmanager
def opened(instance: Path) -> Iterator[Database]:
    """The installation's database, with the newest schema."""
    instance.mkdir(parents=True, exist_ok=True)
    database = Database(sqlite_url(instance), lock_file=instance / "write.lock")
    upgrade(database.engine)
    yield database
    database.close()


def load_files(database: Database) -> None:
    """Load the bank of this checkout, as the server does before it starts."""
    folders = default_folders()
    bank = load_bank(*folders)
    with database.writer() as session:
        load(session, plan=plan(session, bank=bank), now=present(), files_digest=files_digest(*folders))


def prepared_instance(instance: Path, *, questions: int = 0) -> Path:
    """An installation with the real bank, repeated until it has at least so many published questions."""
    with opened(instance) as database:
        load_files(database)
    with open_for_filling(instance) as connection:
        multiply_bank(connection, questions)
    return instance
