"""A lock between processes on one machine, by a file."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType

try:
    import fcntl
except ImportError:  # Windows: the database's own lock remains, only the fair queue before it is missing
    fcntl = None  # type: ignore[assignment]


class FileLock:
    """Held by one process at a time; waits its turn. Released by the system when the process dies.

    Threads of a process share it: they need a mutex of their own before it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None
        self._opened_by = 0

    def _open(self) -> int:
        if self._descriptor is None or self._opened_by != os.getpid():  # after a fork, parent and child would share it
            self._opened_by = os.getpid()
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        return self._descriptor

    def __enter__(self) -> None:
        if fcntl is not None:
            fcntl.flock(self._open(), fcntl.LOCK_EX)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if fcntl is not None:
            fcntl.flock(self._open(), fcntl.LOCK_UN)
