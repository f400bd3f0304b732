"""The yardstick: the smallest Flask application, on the same server with the same workers and threads as ours."""

from __future__ import annotations

import sys

from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from webapp.operations.server import BLOCKING_THREADS, WORKERS

from .traffic import HOST


def create_app() -> Flask:
    app = Flask("hello")

    @app.get("/")
    def hello() -> str:
        return "hello"

    return app


def serve(port: int) -> None:
    """Serve it as ``webapp.operations.server`` serves Tumen."""
    Granian(f"{__package__}.hello:create_app", factory=True, interface=Interfaces.WSGI, address=HOST, port=port,
            workers=WORKERS, blocking_threads=BLOCKING_THREADS, websockets=False,
            log_level=LogLevels.warning).serve()  # fmt: skip


if __name__ == "__main__":
    serve(int(sys.argv[1]))
