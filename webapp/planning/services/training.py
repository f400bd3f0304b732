"""Fitting weights to a person's reviews in a process of its own, and keeping what came of it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from importlib.util import find_spec
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from webapp.configuration import CHECKOUT
from webapp.db import Database
from webapp.history.answers import memory_answers, reviews_done
from webapp.models import MemoryParameters
from webapp.planning.queries.weights import in_force, stored_fits
from webapp.scheduling.moving import DueDates

from .weights import put_in_force

LONGEST_SECONDS = 120
FEWEST_FOR_A_START = 64
"""Reviews from which on weights are fitted without being asked for."""


class TrainingError(RuntimeError):
    """Weights cannot be fitted at present. The message says why and what to do."""


class Verdict(Enum):
    """What came of a fit."""

    TOO_FEW = "too few"
    NO_BETTER = "no better"
    BETTER = "better"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """What a fit to ``reviews`` gave."""

    verdict: Verdict
    reviews: int


def can_train() -> bool:
    """Whether the library that fits weights is installed."""
    return find_spec("fsrs_rs_python") is not None


def train(database: Database, *, user_id: int, now: datetime) -> Trained:
    """Fit weights to the person's reviews and keep them; nothing is put in force.

    The caller must hold no transaction: it takes a second. Raises TrainingError.
    """
    if not can_train():
        raise TrainingError(_("The program that fits weights is not installed here."))
    with database.reader() as session:
        cards = memory_answers(session, user_id=user_id)
        current = in_force(stored_fits(session, user_id=user_id))
    found = _fit({"cards": cards, "in_force": current.numbers if current else None})
    if not found["weights"]:
        return Trained(verdict=Verdict.TOO_FEW, reviews=found["reviews"])
    with database.writer() as session:
        _keep(session, user_id, found, now)
        newest = stored_fits(session, user_id=user_id)[0]
    return Trained(verdict=Verdict.BETTER if newest.is_better else Verdict.NO_BETTER, reviews=newest.reviews)


def train_if_due(database: Database, *, user_id: int, now: datetime) -> Trained | None:
    """Fit anew if reviews have doubled since the last fit, and put better weights in force; due dates stay.

    None where it is not yet time, or where weights cannot be fitted here.
    """
    if not can_train() or not is_due(database, user_id=user_id):
        return None
    trained = train(database, user_id=user_id, now=now)
    if trained.verdict is Verdict.BETTER:
        put_in_force(database, user_id=user_id, trained_at=now, due=DueDates.KEEP, now=now)
    return trained


def is_due(database: Database, *, user_id: int) -> bool:
    """Whether reviews have doubled since the last fit."""
    with database.reader() as session:
        fits = stored_fits(session, user_id=user_id)
        wanted = 2 * max(fit.reviews for fit in fits) if fits else FEWEST_FOR_A_START
        return reviews_done(session, user_id=user_id) >= wanted


def _fit(asked: dict[str, Any]) -> dict[str, Any]:
    """What the program makes of it, in a process of its own: it would hold this one's interpreter."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "webapp.scheduling.optimizer"],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            timeout=LONGEST_SECONDS,
            cwd=CHECKOUT,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise TrainingError(
            ngettext(
                "It took longer than %(num)d minute and was stopped. Try again later.",
                "It took longer than %(num)d minutes and was stopped. Try again later.",
                LONGEST_SECONDS // 60,
            )
        ) from error
    except subprocess.CalledProcessError as error:
        raise TrainingError(_("The program that fits weights stopped with an error; nothing was changed.")) from error
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _keep(session: Session, user_id: int, found: dict[str, Any], now: datetime) -> None:
    session.merge(
        MemoryParameters(
            user_id=user_id,
            trained_at=now,
            weights=json.dumps(found["weights"]),
            reviews=found["reviews"],
            loss_before=found["loss_before"],
            loss_after=found["loss_after"],
            in_force=False,
        )
    )
    session.flush()
