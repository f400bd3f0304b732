"""Start a server in a process of its own, wait until it answers, and stop it again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from webapp.configuration import CHECKOUT

from .traffic import HOST

START_SECONDS = 120.0
POLL_SECONDS = 0.02
TUMEN = "from webapp.cli import main; main()"
NOT_PASSED_ON = ("TUMEN_DATABASE_URL", "TUMEN_INSTANCE", "TUMEN_PUBLIC_URL", "TUMEN_REDIS_URL", "TUMEN_SMTP_URL",
                 "PYTHONDONTWRITEBYTECODE")  # fmt: skip
"""With the last, a start compiles every module again, which takes longer than all else that it does."""


class ServerError(RuntimeError):
    """A server that did not start."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(command: Sequence[str], *, port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run ``command`` until the block ends; its output goes to ``log``. Raises ServerError unless it listens soon.

    The process leads a group of its own, which its workers are in.
    """
    environment = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
    with log.open("w") as output:
        process = subprocess.Popen([sys.executable, *command], cwd=CHECKOUT, start_new_session=True, stdout=output,
                                   env={**environment, "PYTHONPATH": str(CHECKOUT)},
                                   stderr=subprocess.STDOUT)  # fmt: skip
        try:
            _await_port(process, port, log)
            yield process
        finally:
            _stop(process)


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection((HOST, port), timeout=1.0):
        return True
    return False


def _await_port(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while not _listens(port):
        if process.poll() is not None or time.monotonic() > until:
            raise ServerError(f"the server did not start:\n{log.read_text()[-2000:]}")
        time.sleep(POLL_SECONDS)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def hello_server(folder: Path) -> Iterator[int]:
    """The hello-world on a free port."""
    port = free_port()
    with served(["-m", "tests.benchmarks.rig.hello", str(port)], port=port, log=folder / "hello.log"):
        yield port


def tumen_command(instance: Path, port: int) -> list[str]:
    """What starts Tumen on ``port`` with its database in ``instance``."""
    return ["-c", TUMEN, "serve", "--host", HOST, "--port", str(port), "--instance", str(instance)]


@contextmanager
def tumen_server(instance: Path) -> Iterator[int]:
    """Tumen as ``serve`` starts it, with its database in ``instance``, on a free port."""
    port = free_port()
    with served(tumen_command(instance, port), port=port, log=instance / "server.log"):
        yield port
