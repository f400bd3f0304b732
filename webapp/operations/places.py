"""Where a database lies, and how another one takes its place: a file on SQLite, a schema on PostgreSQL."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import make_url, text

from webapp.db import make_engine

SIDE_FILES = ("", "-wal", "-shm")


def keep_private(url: str) -> None:
    """Make the file of a new SQLite database readable by its owner alone; SQLite's files beside it follow it."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and address.database:
        Path(address.database).touch(mode=0o600)


class PlaceInUseError(Exception):
    """Somebody is using the database."""


class Place(Protocol):
    """The place of a database."""

    def check_unused(self) -> None:
        """Raise PlaceInUseError if somebody is using the database."""

    def prepare(self) -> str:
        """Make room for a second database beside the present one; its address."""

    def give_up(self) -> None:
        """Take the second database away."""

    def exchange(self) -> str | None:
        """Put the second database in the place of the first; the new name of that one, None if there was none."""


def place_of(url: str, now: datetime) -> Place:
    """The place of the database at ``url``. ``now`` goes into the name that the present one gets."""
    address = make_url(url)
    stamp = f"{now:%Y%m%d_%H%M%S}"
    if address.get_backend_name() == "sqlite":
        return _File(Path(address.database or ""), stamp)
    return _Schema(url, stamp)


class _File:
    def __init__(self, path: Path, stamp: str) -> None:
        self._path = path
        self._building = path.with_name(f"{path.name}.restoring")
        self._aside = path.with_name(f"{path.stem}-before-{stamp}{path.suffix}")

    def check_unused(self) -> None:
        """The instance's lock says so already."""

    def prepare(self) -> str:
        self.give_up()
        self._building.touch(mode=0o600)
        return f"sqlite:///{self._building}"

    def give_up(self) -> None:
        for side in SIDE_FILES:
            Path(f"{self._building}{side}").unlink(missing_ok=True)

    def exchange(self) -> str | None:
        existed = self._path.exists()
        if existed and self._aside.exists():
            raise FileExistsError(0, "there is a file of this name already", str(self._aside))
        for side in reversed(SIDE_FILES):  # the log goes with its database, and before it
            if Path(f"{self._path}{side}").exists():
                Path(f"{self._path}{side}").rename(f"{self._aside}{side}")
        self._building.rename(self._path)
        return str(self._aside) if existed else None


class _Schema:
    def __init__(self, url: str, stamp: str) -> None:
        self._url = url
        self._building = f"restoring_{stamp}"
        self._aside = f"before_{stamp}"
        self._engine = make_engine(url)

    def check_unused(self) -> None:
        statement = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                         "AND pid <> pg_backend_pid() AND backend_type = 'client backend'")  # fmt: skip
        with self._engine.connect() as connection:
            others = connection.execute(statement).scalar_one()
        if others:
            raise PlaceInUseError(f"the database has {others} other connections: end the servers that use it first")

    def prepare(self) -> str:
        self.give_up()
        with self._engine.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {self._building}"))
        address = make_url(self._url).update_query_dict({"options": f"-c search_path={self._building}"})
        return address.render_as_string(hide_password=False)

    def give_up(self) -> None:
        with self._engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA IF EXISTS {self._building} CASCADE"))

    def exchange(self) -> str | None:
        with self._engine.begin() as connection:
            present = connection.execute(text("SELECT quote_ident(current_schema())")).scalar_one()
            count = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
            existed = connection.execute(text(count)).scalar_one() > 0
            connection.execute(text(f"ALTER SCHEMA {present} RENAME TO {self._aside}"))
            connection.execute(text(f"ALTER SCHEMA {self._building} RENAME TO {present}"))
            if not existed:
                connection.execute(text(f"DROP SCHEMA {self._aside} CASCADE"))
        self._engine.dispose()
        return f"the schema {self._aside}" if existed else None
