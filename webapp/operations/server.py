"""The server: granian, embedded. The parent holds the instance, the workers hold the database."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from webapp.sqlite import sqlite_is_safe_for_processes

from .worker import application

WORKERS = 2
BLOCKING_THREADS = 8
KILL_SECONDS = 30  # a worker that still answers a request so long after SIGTERM is killed


class PortTakenError(Exception):
    """The address cannot be listened at; the message says why and what to do."""


def check_port(host: str, port: int) -> None:
    """Raise PortTakenError unless a server could listen at ``host`` and ``port`` now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            reasons = {
                errno.EADDRINUSE: f"port {port} is taken: end what listens there, or choose another with --port",
                errno.EACCES: f"port {port} needs rights that you do not have: choose one above 1023 with --port",
            }
            raise PortTakenError(
                reasons.get(error.errno or 0, f"cannot listen at {host}, port {port}: {error.strerror or error}")
            ) from error


def worker_count(*, is_sqlite: bool) -> int:
    """How many processes may serve: one where the SQLite in use could damage a database that two write."""
    return WORKERS if not is_sqlite or sqlite_is_safe_for_processes() else 1


def address_of(host: str, port: int) -> str:
    """The address to open in a browser on this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


def run(*, instance: Path, host: str, port: int, public_url: str, workers: int, started: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT; requests that are being answered are finished. ``started`` is called once the
    port listens; ``public_url`` is what links in mails begin with. No connection to SQLite may be open: the workers are
    forked.
    """
    os.environ["TUMEN_INSTANCE"] = str(instance)
    server = Granian(
        application.__module__,
        interface=Interfaces.WSGI,
        address=host,
        port=port,
        workers=workers,
        blocking_threads=BLOCKING_THREADS,
        workers_kill_timeout=KILL_SECONDS,
        respawn_failed_workers=True,
        websockets=False,
        log_level=LogLevels.error,
    )
    server.on_startup(started)
    server.serve(target_loader=partial(application, public_url), wrap_loader=False)
