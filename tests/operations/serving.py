"""A real server in processes of its own, as ``python3 -m webapp`` starts it."""

from __future__ import annotations

import http.client
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from webapp.configuration import CHECKOUT

PATIENCE = 120.0  # seconds: a busy machine imports slowly
COMMAND = [sys.executable, "-c", "from webapp.cli import main; main()"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(condition: Callable[[], bool], seconds: float = PATIENCE) -> float:
    """Wait until something holds; the seconds it took. Fails when it takes longer than ``seconds``."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, "waited too long"
        select.select([], [], [], 0.02)  # give the processor to the others
    return time.monotonic() - began


def environment(instance: Path, database_url: str) -> dict[str, str]:
    """Of a process that works on the test's installation; what one of them compiles, the next need not."""
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(instance.parent.parent / "compiled")}
    own = {"TUMEN_INSTANCE": str(instance), "TUMEN_DATABASE_URL": database_url, "PYTHONPATH": str(CHECKOUT)}
    return {**os.environ, **compiled, **own}


class Server:
    """A server that was started, and is ready."""

    def __init__(self, instance: Path, database_url: str, port: int | None = None) -> None:
        self.port = port or free_port()
        self.log = instance / "output.txt"
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [*COMMAND, "--port", str(self.port)],
                cwd=CHECKOUT,
                env=environment(instance, database_url),
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        try:
            until(self.is_ready)
        except BaseException:
            self.kill_all()
            raise

    def is_ready(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        return self.answers()

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def port_is_free(self) -> bool:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", self.port))
            except OSError:
                return False
            return True

    def end(self) -> int:
        """SIGTERM; the exit code."""
        self.process.terminate()
        return self.process.wait(PATIENCE)

    def kill_parent(self) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)

    def kill_all(self) -> None:
        """kill -9 of the parent and of every worker at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)
