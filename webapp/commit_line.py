"""The line in which requests wait for a commit that they share: one of them leads and commits for all."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Generic, TypeVar

C = TypeVar("C")
T = TypeVar("T")


class Waiting(Generic[C, T]):
    """A piece of work that waits for the next shared commit, and afterwards its result or its error.

    ``woken`` is released when the work is done, or when its caller is to lead.
    """

    __slots__ = ("done", "error", "result", "woken", "work")

    def __init__(self, work: Callable[[C], T]) -> None:
        self.work = work
        self.done = False
        self.result: T | None = None
        self.error: BaseException | None = None
        self.woken = threading.Lock()
        self.woken.acquire()  # a lock that another thread releases: the cheapest of events


class CommitLine:
    """Those who wait in one process. ``commit`` does the work of all it is given, inside ``between_processes``.

    Everybody sleeps on a lock of their own. On one that all share, those who are done would wake one after the other,
    and behind newcomers who take it first and commit again.
    """

    def __init__(
        self, commit: Callable[[list[Waiting[Any, Any]]], None], between_processes: AbstractContextManager[None]
    ) -> None:
        self._commit = commit
        self._between_processes = between_processes
        self._gate = threading.Lock()  # guards the next two, never for longer than a few lines
        self._queue: deque[Waiting[Any, Any]] = deque()
        self._has_leader = False

    def __len__(self) -> int:
        return len(self._queue)

    def stand(self, work: Callable[[C], T]) -> Waiting[C, T]:
        """Wait until ``work`` is done, or do it together with that of all who wait; it has a result or an error then.

        Raises what interrupts it (KeyboardInterrupt, SystemExit), and no error of the work.
        """
        waiting: Waiting[C, T] = Waiting(work)
        self._await_turn(waiting)
        if not waiting.done:
            try:
                self._lead()
            finally:
                self.leave()
        return waiting

    def enter_if_idle(self) -> bool:
        """Whether nobody commits now: then the caller may use what leaders use until ``leave``. Never waits."""
        with self._gate:
            is_free, self._has_leader = not self._has_leader, True
        return is_free

    def leave(self) -> None:
        """Let whoever has come meanwhile lead."""
        with self._gate:
            self._hand_over()

    def _await_turn(self, waiting: Waiting[Any, Any]) -> None:
        """Return when ``waiting`` is done or its caller is to lead."""
        with self._gate:
            self._queue.append(waiting)
            leads, self._has_leader = not self._has_leader, True
        if leads:
            return
        try:
            waiting.woken.acquire()
        except BaseException:
            self._withdraw(waiting)
            raise

    def _withdraw(self, waiting: Waiting[Any, Any]) -> None:
        """Take out somebody who was interrupted: a leader who has gone would stop everybody."""
        with self._gate:
            if waiting in self._queue:
                self._queue.remove(waiting)
                if waiting.woken.acquire(blocking=False):
                    self._hand_over()

    def _hand_over(self) -> None:
        """Let the first in line lead. The gate is held."""
        self._has_leader = bool(self._queue)
        if self._queue:
            self._queue[0].woken.release()

    def _lead(self) -> None:
        batch: list[Waiting[Any, Any]] = []
        try:
            with self._between_processes:
                batch.extend(self._take_all())
                self._commit(batch)
        except BaseException as error:
            if not batch:  # the lock could not be taken: nobody may find abandoned work in the queue
                batch.extend(self._take_all())
            for waiting in batch:
                waiting.error = waiting.error or error
            if not isinstance(error, Exception):
                raise
        finally:
            for waiting in batch:
                waiting.done = True
                waiting.woken.release()

    def _take_all(self) -> list[Waiting[Any, Any]]:
        with self._gate:
            taken = list(self._queue)
            self._queue.clear()
        return taken
