"""The line before the shared commit: whoever is done goes at once, and whoever gives up does not stop the others."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from typing import Any

import pytest

from webapp.commit_line import CommitLine, Waiting

PATIENCE = 10  # seconds


class _Commits:
    """What a line commits; each commit waits until it is let go."""

    def __init__(self) -> None:
        self.sizes: list[int] = []
        self.begun, self.let_go = threading.Semaphore(0), threading.Semaphore(0)

    def __call__(self, batch: list[Waiting[Any, Any]]) -> None:
        self.sizes.append(len(batch))
        self.begun.release()
        assert self.let_go.acquire(timeout=PATIENCE)
        for waiting in batch:
            waiting.result = waiting.work(None)


def _await_length(line: CommitLine, length: int) -> None:
    while len(line) != length:
        threading.Event().wait(0.001)


def test_those_who_are_done_do_not_wait_for_the_next_commit() -> None:
    commits = _Commits()
    line = CommitLine(commits, nullcontext())
    with ThreadPoolExecutor(6) as pool:
        leader = pool.submit(line.stand, lambda _: "leader")
        commits.begun.acquire(timeout=PATIENCE)
        second = [pool.submit(line.stand, lambda _: "second") for _ in range(3)]
        _await_length(line, 3)
        commits.let_go.release()
        assert leader.result(PATIENCE).result == "leader"
        commits.begun.acquire(timeout=PATIENCE)
        third = pool.submit(line.stand, lambda _: "third")
        _await_length(line, 1)
        commits.let_go.release()
        assert [waiting.result(PATIENCE).result for waiting in second] == ["second"] * 3
        commits.begun.acquire(timeout=PATIENCE)
        assert not third.done()  # its commit has begun, and the others have gone
        commits.let_go.release()
        assert third.result(PATIENCE).result == "third"
    assert commits.sizes == [1, 3, 1]


def test_what_leaders_use_is_had_while_nobody_commits_and_who_comes_meanwhile_waits_for_it() -> None:
    commits = _Commits()
    line = CommitLine(commits, nullcontext())
    assert line.enter_if_idle()
    assert not line.enter_if_idle()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(line.stand, lambda _: "came meanwhile")
        _await_length(line, 1)
        assert not commits.sizes
        line.leave()
        commits.begun.acquire(timeout=PATIENCE)
        assert not line.enter_if_idle()
        commits.let_go.release()
        assert waiting.result(PATIENCE).result == "came meanwhile"
    assert line.enter_if_idle()


class _InterruptedLock:
    """A lock on which its caller is interrupted while waiting, at once or after having been told to lead."""

    def __init__(self, *, told_to_lead: bool) -> None:
        self.told = told_to_lead

    def acquire(self, blocking: bool = True) -> bool:  # as of threading.Lock
        if blocking:
            raise KeyboardInterrupt
        return self.told

    def release(self) -> None:
        raise AssertionError("nobody waits here any more")


@pytest.mark.parametrize("told_to_lead", [False, True])
def test_somebody_interrupted_leaves_the_line_and_leads_nobody(
    told_to_lead: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    commits = _Commits()
    line = CommitLine(commits, nullcontext())
    with ThreadPoolExecutor(2) as pool:
        leader = pool.submit(line.stand, lambda _: "leader")
        commits.begun.acquire(timeout=PATIENCE)
        gone: Waiting[Any, Any] = Waiting(lambda _: "gone")
        monkeypatch.setattr(gone, "woken", _InterruptedLock(told_to_lead=told_to_lead))
        with pytest.raises(KeyboardInterrupt):
            line._await_turn(gone)
        assert len(line) == 0
        commits.let_go.release(2)
        assert leader.result(PATIENCE).result == "leader"
        assert pool.submit(line.stand, lambda _: "next").result(PATIENCE).result == "next"
    assert commits.sizes == [1, 1]
    assert not gone.done
