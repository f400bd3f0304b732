"""What the review log needs of a database. ``webapp.db.Database`` has it; this floor may not know that module."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Rows(Protocol):
    """What a statement gave."""

    @property
    def rowcount(self) -> int: ...

    def fetchone(self) -> Sequence[Any] | None: ...

    def fetchmany(self, size: int, /) -> Sequence[Sequence[Any]]: ...

    def fetchall(self) -> Sequence[Sequence[Any]]: ...


class Statements(Protocol):
    """A connection that runs the driver's own SQL with named parameters; also a SQLAlchemy ``Connection``."""

    def exec_driver_sql(self, statement: str, parameters: dict[str, Any], /) -> Rows: ...


class Reading(Statements, Protocol):
    """A connection to read with; ``first_row`` is the cheapest way to a single row."""

    def first_row(self, statement: str, parameters: dict[str, Any], /) -> Sequence[Any] | None: ...


class Ledger(Protocol):
    """A database to read from, and to write to in a transaction that waiting requests share."""

    @property
    def is_sqlite(self) -> bool: ...

    def reading(self) -> AbstractContextManager[Reading]:
        """A connection to read with, outside any transaction that writes."""

    def commit_together(self, work: Callable[[Statements], T]) -> T:
        """What ``work`` returns, once all that it wrote is durably committed; its own error if it raises one."""
