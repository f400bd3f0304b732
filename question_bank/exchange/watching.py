"""How far the reading or writing of a file has come, for whoever watches: a long job tells it, and can be stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Watch = Callable[[int, int], None]
"""Called with how many questions are done, and of how many (0: nobody knows). What it raises ends the work."""

_WATCH: ContextVar[Watch | None] = ContextVar("watch", default=None)


@contextmanager
def watched(watch: Watch) -> Iterator[None]:
    """Have ``watch`` called by all that reads or writes questions within the block, in this thread alone."""
    token = _WATCH.set(watch)
    try:
        yield
    finally:
        _WATCH.reset(token)


def tell(done: int, total: int = 0) -> None:
    """Say how far it has come. Costs next to nothing where nobody watches."""
    watch = _WATCH.get()
    if watch is not None:
        watch(done, total)
