"""Putting weights in force: every later answer is scheduled by them, and all memories are told anew by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import update
from sqlalchemy.orm import Session

from webapp.db import Database
from webapp.history.settings import settings_of
from webapp.models import MemoryParameters
from webapp.planning.queries.weights import StoredFit, in_force, stored_fits, unfinished
from webapp.reviews.erase import lock_user
from webapp.reviews.known import known_of
from webapp.reviews.refold import Progress, Refolding, refoldings, write_refoldings
from webapp.scheduling.moving import DueDates, Move, Outlook, advised, moved, outlook
from webapp.scheduling.settings import StudySettings


class NotBetterError(ValueError):
    """These weights foresee no better than what was in force when they were fitted. The message says so."""


class NoSuchFitError(LookupError):
    """There is no such fit among this person's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What putting weights in force would do: how much is due as it is, and with each choice of due dates."""

    cards: int
    now: Outlook
    choices: Mapping[DueDates, Outlook]
    advised: DueDates
    a_day: int


def preview(database: Database, *, user_id: int, trained_at: datetime | None, now: datetime) -> Preview:
    """What ``put_in_force`` would do; nothing is written. Raises NoSuchFitError, NotBetterError."""
    with database.reader() as session:
        fit = _wanted(stored_fits(session, user_id=user_id), trained_at)
        settings = settings_of(session, user_id=user_id)
    policy = replace(settings, weights=fit.weights if fit else None).policy
    with database.reading() as connection:
        found = refoldings(connection, known_of(database), user_id=user_id, policy=policy, changed_at=now)
    today = policy.calendar.day_of(now)
    moves = [move for card in found if not card.before.suspended and (move := card.move(policy)) is not None]
    a_day = settings.reviews_per_day
    return Preview(
        cards=len(found),
        now=outlook((move.kept for move in moves), today=today),
        choices={due: outlook(moved(moves, due, today=today, a_day=a_day), today=today) for due in DueDates},
        advised=advised(moves, today=today, a_day=a_day),
        a_day=a_day,
    )


def put_in_force(
    database: Database,
    *,
    user_id: int,
    trained_at: datetime | None,
    due: DueDates,
    now: datetime,
    progress: Progress | None = None,
) -> int:
    """Schedule by the weights of the fit of ``trained_at``, or (None) by those that everybody begins with.

    Then all memories are told anew, and due dates made as ``due`` says; the number of cards. What is in force already
    changes nothing. The caller must hold no write transaction. Raises NoSuchFitError, NotBetterError.
    """
    with database.writer() as session:
        lock_user(session, user_id)
        fits = stored_fits(session, user_id=user_id)
        fit, before = _wanted(fits, trained_at), in_force(fits)
        if (fit and fit.trained_at) == (before and before.trained_at):
            return 0
        _switch(session, user_id, before, fit, now)
    return count_anew(database, user_id=user_id, due=due, now=now, progress=progress)


def count_anew(
    database: Database, *, user_id: int, due: DueDates, now: datetime, progress: Progress | None = None
) -> int:
    """Bring the last change to all cards that it has not reached yet; how many these were."""
    with database.reader() as session:
        changed_at = unfinished(stored_fits(session, user_id=user_id))
        settings = settings_of(session, user_id=user_id)
    if changed_at is None:
        return 0

    def choose(found: Sequence[Refolding]) -> Mapping[int, datetime]:
        return _due_dates(found, due, settings, now)

    written = write_refoldings(
        database,
        user_id=user_id,
        policy=settings.policy,
        changed_at=changed_at,
        choose=choose,
        now=now,
        progress=progress,
    )
    with database.writer() as session:
        mine = (MemoryParameters.user_id == user_id, MemoryParameters.changed_at == changed_at)
        session.execute(update(MemoryParameters).where(*mine).values(counted_at=now))
    return written


def _due_dates(
    found: Sequence[Refolding], due: DueDates, settings: StudySettings, now: datetime
) -> Mapping[int, datetime]:
    """The due dates of cards in review: the old ones to the minute where the day stays."""
    calendar = settings.policy.calendar
    moving: list[tuple[Refolding, Move]] = []
    for card in found:
        move = card.move(settings.policy)
        if move is not None:
            moving.append((card, move))
    days = moved([move for _, move in moving], due, today=calendar.day_of(now), a_day=settings.reviews_per_day)
    chosen = {}
    for (card, move), day in zip(moving, days, strict=True):
        kept = card.before.memory.due_at
        chosen[card.question_id] = kept if kept is not None and day == move.kept else calendar.start_of(day)
    return chosen


def _wanted(fits: list[StoredFit], trained_at: datetime | None) -> StoredFit | None:
    if trained_at is None:
        return None
    fit = next((fit for fit in fits if fit.trained_at == trained_at), None)
    if fit is None:
        raise NoSuchFitError(_("There are no such weights among yours."))
    if not fit.is_better:
        raise NotBetterError(_("These weights foresee no better than what was in force, so they are not used."))
    return fit


def _switch(session: Session, user_id: int, before: StoredFit | None, fit: StoredFit | None, now: datetime) -> None:
    """One fit out of force and another into it. Going back to the beginning is a change of the fit that was left."""
    mine = MemoryParameters.user_id == user_id
    session.execute(update(MemoryParameters).where(mine, MemoryParameters.in_force).values(in_force=False))
    session.execute(
        update(MemoryParameters)
        .where(mine, MemoryParameters.counted_at.is_(None), MemoryParameters.changed_at.is_not(None))
        .values(counted_at=now)
    )
    changed = fit or before
    if changed is not None:
        session.execute(
            update(MemoryParameters)
            .where(mine, MemoryParameters.trained_at == changed.trained_at)
            .values(in_force=fit is not None, changed_at=now, counted_at=None)
        )
