"""The worker that does jobs: a thread of each process of the server, woken by requests, and looking by itself now and
then for jobs of other processes, for quizzes whose time is up, and for files that nobody took over.
"""

from __future__ import annotations

import os
import secrets
import threading
from functools import partial
from threading import Event

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from webapp.bank.services.jobs import Workshop, work_off
from webapp.cards.originals import originals_of
from webapp.quizzes.services.overdue import hand_in_overdue
from webapp.web.clock import now_of
from webapp.web.logs import log
from webapp.web.uploads import upload_folder
from webapp.web.workers import register_worker

from .leftovers import forget_left_behind

LOOK_AGAIN = 5.0  # seconds


def start_worker(app: Flask) -> None:
    """Do jobs in a thread for as long as the process lives. A job that it leaves behind is found by another worker."""
    event = register_worker(app)
    threading.Thread(target=_work, args=(app, event), name="jobs", daemon=True).start()


def workshop_of(app: Flask) -> Workshop:
    """What a worker needs. It works within the application's context."""
    return Workshop(
        worker=f"{os.getpid()}-{secrets.token_hex(8)}",
        database=app.extensions["tumen_db"],
        originals=originals_of(app),
        scratch=upload_folder(),
        clock=partial(now_of, app),
    )


def _work(app: Flask, event: Event) -> None:
    with app.app_context():
        shop = workshop_of(app)
    while True:
        event.clear()
        if not do_one(app, shop):
            event.wait(LOOK_AGAIN)


def do_one(app: Flask, shop: Workshop) -> bool:
    """Do a job, hand quizzes in or clear away, in a context of its own; False if there is nothing to do or the database
    does not answer.
    """
    database, at = shop.database, shop.clock()
    try:
        with app.app_context():
            return work_off(shop) or hand_in_overdue(database, now=at) > 0 or forget_left_behind(database, now=at) > 0
    except SQLAlchemyError:
        log().exception("the worker could not reach its jobs")
        return False
