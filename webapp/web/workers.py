"""Whether a worker of this process does jobs, and how it is told that there is one."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from flask import Flask

_KEY = "tumen_worker"


def register_worker(app: Flask) -> Event:
    """Say that a worker does jobs in this process; it waits for the event."""
    event = app.extensions[_KEY] = Event()
    return event


def has_worker(app: Flask) -> bool:
    """Whether jobs are done here. Where they are not, what would be one is done within the request."""
    return _KEY in app.extensions


def wake_worker(app: Flask) -> Callable[[], None]:
    """What wakes the worker, to be called once the job is committed."""
    event: Event | None = app.extensions.get(_KEY)
    return event.set if event is not None else _nothing


def _nothing() -> None:
    """Nobody is to be woken."""
