"""One server an instance: a lock that the system gives back when its holder and the holder's workers are gone."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: there the port is what a second server cannot have
    fcntl = None  # type: ignore[assignment]

LOCK_NAME = "server.lock"
GRACE_SECONDS = 3.0  # workers of a killed server end within a second and hold the lock until then


class InstanceHeldError(Exception):
    """Another process holds the instance; the message says which."""


def _try_lock(descriptor: int) -> bool:
    try:
        if fcntl is not None:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(descriptor: int) -> dict[str, str | int]:
    try:
        found = json.loads(os.pread(descriptor, 4096, 0))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _lives(pid: object) -> bool:
    if not isinstance(pid, int):
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _lock_or_wait(descriptor: int, grace_seconds: float) -> bool:
    until = time.monotonic() + grace_seconds
    while not _try_lock(descriptor):
        if _lives(_holder(descriptor).get("pid")) or time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


@contextmanager
def hold_instance(instance: Path, what: str, *, grace_seconds: float = GRACE_SECONDS) -> Iterator[None]:
    """Hold ``instance`` for ``what`` (words for whoever comes second). Raises InstanceHeldError when it is held.

    Where the holder was killed and only its workers are left, they are waited for.
    """
    instance.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(instance / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _lock_or_wait(descriptor, grace_seconds):
            holder = _holder(descriptor)
            who = holder.get("what", "another process")
            raise InstanceHeldError(f"{instance} is in use by {who} (process {holder.get('pid', 'unknown')})")
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps({"pid": os.getpid(), "what": what}).encode(), 0)
        yield
    finally:
        os.close(descriptor)
