"""Making a quiz: its questions are drawn once, and pinned as they are now."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from webapp.history.settings import settings_of
from webapp.models import Attempt, AttemptItem
from webapp.quizzes.queries import attempts, choices
from webapp.quizzes.queries.choices import Candidate

from .draw import draw
from .wishes import LEAST_QUESTIONS, Pick, Wishes

LATELY = timedelta(days=30)
LARGEST_SEED = 2**31 - 1


class TooFewError(ValueError):
    """There are not as many questions as were wished for. The message says what to do."""


def make_attempt(
    session: Session, *, user_id: int, attempt_id: UUID, wishes: Wishes, now: datetime, generator: random.Random
) -> None:
    """Make the quiz that is wished for. Doing it twice with one id makes one quiz. Raises TooFewError.

    ``generator`` decides what is drawn and in which order its parts are shown. Nothing that a student knows may tell
    how it goes on: from the order in which the parts are shown the right one would follow.
    """
    if attempts.attempt(session, user_id=user_id, attempt_id=attempt_id) is not None:
        return
    ranked = _ranked(session, user_id, wishes, now, generator)
    _check(ranked, wishes)
    drawn = draw(ranked, wishes.length, generator)
    session.add(
        Attempt(
            user_id=user_id,
            id=attempt_id.bytes,
            made_at=now,
            time_limit_s=None if wishes.time_limit is None else int(wishes.time_limit.total_seconds()),
            feedback_at_once=wishes.feedback_at_once,
            is_review=wishes.is_review,
            chosen_by=wishes.to_json(),
            questions=len(drawn),
        )
    )
    session.flush()
    session.add_all(
        AttemptItem(
            user_id=user_id,
            attempt_id=attempt_id.bytes,
            position=position,
            question_id=candidate.question_id,
            revision=candidate.revision,
            seed=generator.randint(0, LARGEST_SEED),
        )
        for position, candidate in enumerate(drawn, start=1)
    )
    session.flush()


def _ranked(
    session: Session, user_id: int, wishes: Wishes, now: datetime, generator: random.Random
) -> Sequence[Candidate]:
    """What may be asked, what is wanted most first."""
    found = choices.candidates(
        session,
        kinds=wishes.asked_kinds,
        importances=wishes.importances,
        article_keys=wishes.articles,
        topic_keys=wishes.topics,
    )
    if wishes.pick == Pick.RANDOM:
        return generator.sample(found, len(found))
    today = settings_of(session, user_id=user_id).policy.calendar.day_of(now)
    if wishes.pick == Pick.WRONG:
        order = choices.wrong_lately(session, user_id=user_id, since=today - LATELY)
    else:
        order = choices.nearly_forgotten(session, user_id=user_id, today=today)
    by_id = {candidate.question_id: candidate for candidate in found}
    return [by_id[question_id] for question_id in order if question_id in by_id]


def _check(ranked: Sequence[Candidate], wishes: Wishes) -> None:
    """What was wrong or is fading is asked as far as it goes; of a free choice there must be as much as was wished."""
    found = len(ranked)
    if wishes.pick == Pick.WRONG and not found:
        raise TooFewError(_("In the last 30 days you got nothing wrong that a quiz could ask about here."))
    if wishes.pick == Pick.FORGETTING and not found:
        raise TooFewError(
            _("There is nothing to forget here yet: this picks among cards that you answered before today and know.")
        )
    if wishes.pick == Pick.RANDOM and found < wishes.length:
        raise TooFewError(_too_few(found))


def _too_few(found: int) -> str:
    if not found:
        return str(_("No question fits this choice. Choose more widely."))
    fit = ngettext("Only %(num)d question fits this choice.", "Only %(num)d questions fit this choice.", found)
    if found < LEAST_QUESTIONS:
        return " ".join((fit, _("To have more, choose more widely.")))
    return " ".join((fit, _("Ask for %(found)s or fewer, or choose more widely.", found=found)))
