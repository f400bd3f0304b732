"""A worker process of the server: the application, and a watch that ends the worker when its parent is gone."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading

from flask import Flask

from webapp.app import create_app

from .jobs import start_worker

NEW_OBJECTS = 20_000  # containers between two looks for garbage; a request makes some hundreds
FINISHING_SECONDS = 0.4  # what an orphaned worker is given for requests that it is answering


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(FINISHING_SECONDS)
    os._exit(1)


def application(public_url: str) -> Flask:
    """The application as a worker of ``webapp.operations.server`` runs it."""
    _end_at_once_until_serving()
    threading.Thread(target=_end_with_parent, name="watch-parent", daemon=True).start()
    app = create_app(PUBLIC_URL=public_url)
    database = app.extensions["tumen_db"]
    if database.is_sqlite:
        # One connection stays open: the last one to close would remove the log, and on a full disk no read could begin.
        app.extensions["tumen_open_connection"] = database.engine.raw_connection()
    start_worker(app)
    collect_garbage_rarely()
    return app


def _end_at_once_until_serving() -> None:
    """Forked, a worker has its parent's handlers, which end nothing here: told to stop while it starts, it would
    serve on until it is killed. The server sets handlers of its own once it serves.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)


def collect_garbage_rarely() -> None:
    """What was made until now stays for good: looking through it for garbage again and again would cost requests.

    What was imported before the worker was forked is left out already (``webapp.cli.serving``).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)
