"""An installation in a folder of its own, with the real bank, as large as a benchmark wants it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from question_bank.bank import default_folders
from webapp.bank.services.start import load_changed_files
from webapp.db import Database
from webapp.migrations import upgrade
from webapp.sqlite import sqlite_url

from .answering import present
from .filling import multiply_bank, open_for_filling

DATABASE_NAME = Path(sqlite_url(Path())).name


@contextmanager
def opened(instance: Path) -> Iterator[Database]:
    """The installation's database, with the newest schema."""
    instance.mkdir(parents=True, exist_ok=True)
    database = Database(sqlite_url(instance), lock_file=instance / "write.lock")
    try:
        upgrade(database.engine)
        yield database
    finally:
        database.close()


def load_files(database: Database) -> None:
    """Load the bank of this checkout, as the server does before it starts."""
    articles, data = default_folders()
    with database.writer() as session:
        load_changed_files(session, articles=articles, data=data, now=present())


@cache
def _database_with_the_bank() -> bytes:
    """The file of an installation's database with the real bank and nobody in it, made once in this process."""
    with tempfile.TemporaryDirectory(prefix="tumen-bench-") as folder:
        with opened(Path(folder)) as database:
            load_files(database)
        with open_for_filling(Path(folder)):
            pass  # it ends by writing everything into the one file
        return (Path(folder) / DATABASE_NAME).read_bytes()


def prepared_instance(instance: Path, *, questions: int = 0) -> Path:
    """An installation with the real bank, repeated until it has at least so many published questions."""
    instance.mkdir(parents=True, exist_ok=True)
    (instance / DATABASE_NAME).write_bytes(_database_with_the_bank())
    with open_for_filling(instance) as connection:
        multiply_bank(connection, questions)
    return instance
