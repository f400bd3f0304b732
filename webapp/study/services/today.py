"""Today's queue: which cards come, in which order, how many are left, and when there is something again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from heapq import merge
from itertools import chain
from typing import Any

from sqlalchemy.orm import Session

from webapp.history.collections import followed_ids
from webapp.history.exams import first_collection, next_exam
from webapp.history.pace import minutes_for
from webapp.scheduling.catch_up import CatchUp, Used, catch_up_of, is_catching_up
from webapp.scheduling.catch_up import remaining as remaining_on
from webapp.scheduling.outcomes import NEW, REVIEW
from webapp.scheduling.queue import Candidate, Candidates, Remaining, assemble
from webapp.scheduling.settings import LEARN_AHEAD, NewOrder, StudySettings
from webapp.scheduling.study_day import StudyCalendar
from webapp.study.queries import day as days
from webapp.study.queries import queue
from webapp.study.queries.queue import WHOLE_BANK, Scope

from .frontier import Frontiers, start_position

MOST_COUNTED = 1000  # cards that a day's queue is looked up for: beyond it counts say this number
PAGE = 250  # reviews: more than a day takes by default, so that one statement is enough
RECENT_DAYS = 14  # that the pace is taken from
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """A person's study day as it stands. ``queue`` holds question ids in the order of showing; counts are what is left.
    ``days_away`` counts from the last day of study before it, 0 without any.

    ``next_learning_at`` is when the first of the cards in their steps is due, and never lies in the past. ``scope``
    is what the day is made of.
    """

    study_day: date
    ends_at: datetime
    settings: StudySettings
    queue: tuple[int, ...]
    new: int
    learning: int
    due: int
    minutes: int
    answered: int
    next_learning_at: datetime | None
    scope: Scope = WHOLE_BANK
    catch_up: CatchUp = CatchUp.NONE
    days_away: int = 0
    is_in_class: bool = False

    @property
    def left(self) -> int:
        return self.new + self.learning + self.due


def settings_of(stored: days.StoredSettings) -> StudySettings:
    """The settings that a person has chosen, or the defaults."""
    if stored.zone is None:
        return StudySettings(weights=stored.weights)
    return StudySettings.from_columns(stored._asdict())


def load_today(
    session: Session,
    *,
    user_id: int,
    now: datetime,
    frontiers: Frontiers,
    within: Sequence[int] = (),
    ahead: timedelta = timedelta(),
) -> Today:
    """The queue and the counts of the study day in which ``now`` lies.

    ``within`` are ids of collections to study alone today; without any the day is made of what the person follows.
    ``ahead``: reviews that fall due so much after the day come too, as many as there are, and no new cards.
    """
    stored = days.stored_settings(session, user_id=user_id)
    if not within and stored.follows:
        within = followed_ids(session, user_id=user_id)
    scope = queue.scope_of(session, collection_ids=within)
    settings = settings_of(stored)
    calendar = settings.policy.calendar
    day = calendar.day_of(now)
    ends_at = calendar.start_of(day + ONE_DAY)
    recent = days.recent_days(session, user_id=user_id, most=RECENT_DAYS)
    used = next((row for row in recent if row.study_day == day), None)
    remaining = _at_most_counted(
        remaining_on(settings, day, Used(new=used.new_cards, reviews=used.reviews) if used else Used())
    )
    catching_up = is_catching_up(settings, day)
    if ahead:
        remaining = Remaining(new=0, reviews=MOST_COUNTED)
    answered = queue.answered_today(session, user_id=user_id, day=day)
    before = max(ends_at, now + LEARN_AHEAD + timedelta(milliseconds=1))
    learning = _learning(session, user_id=user_id, before=before, day=day, answered=answered, scope=scope)
    exam = next_exam(session, user_id=user_id, today=day) if stored.has_exams and remaining.new else None
    reviews = iter(
        _reviews(
            session, user_id=user_id, before=ends_at + ahead, day=day, scope=scope, by_recall=catching_up and not ahead
        )
        if remaining.reviews
        else ()
    )
    candidates = Candidates(
        learning=learning,
        reviews=reviews,
        new=_first_for(
            first_collection(exam, within=within),
            session,
            user_id=user_id,
            day=day,
            order=settings.new_order,
            stored=stored,
            frontiers=frontiers,
            most=remaining.new,
            scope=scope,
        )
        if remaining.new
        else (),
    )
    claims = set(answered.values())
    cards = assemble(candidates, now=now, remaining=remaining, claims_of_today=claims, limit=MOST_COUNTED)
    counted = _counted(cards, learning, settings=settings, calendar=calendar, now=now, recent=recent, used=used)
    claims.update(card.claim_id for card in chain(cards, learning) if card.state != NEW)
    away = next((day - row.study_day for row in recent if row.study_day < day), timedelta())
    return replace(
        counted,
        scope=scope,
        catch_up=CatchUp.NONE
        if ahead and not catching_up
        else catch_up_of(
            settings,
            day,
            due=counted.due,
            is_more_due=any(card.claim_id not in claims for card in reviews),
            away=away,
        ),
        days_away=away.days,
        is_in_class=stored.is_in_class,
    )


def _at_most_counted(remaining: Remaining) -> Remaining:
    return Remaining(new=min(remaining.new, MOST_COUNTED), reviews=min(remaining.reviews, MOST_COUNTED))


def _counted(
    cards: list[Candidate],
    learning: list[Candidate],
    *,
    settings: StudySettings,
    calendar: StudyCalendar,
    now: datetime,
    recent: list[days.StudiedDay],
    used: days.StudiedDay | None,
) -> Today:
    day = calendar.day_of(now)
    ends_at = calendar.start_of(day + ONE_DAY)
    new = sum(card.state == NEW for card in cards)
    due = sum(card.state == REVIEW for card in cards)
    in_steps = [card.due_at for card in learning if card.due_at is not None]
    return Today(
        study_day=day,
        ends_at=ends_at,
        settings=settings,
        queue=tuple(card.question_id for card in cards),
        new=new,
        learning=len(learning),
        due=due,
        minutes=minutes_for(new + due + len(learning), recent),
        answered=used.answers if used else 0,
        next_learning_at=max(now, min(in_steps)) if in_steps else None,
    )


def _learning(
    session: Session, *, user_id: int, before: datetime, day: date, answered: dict[int, int], scope: Scope
) -> list[Candidate]:
    """The cards in their steps; one left over from an earlier day waits when a sibling of it has its turn today."""
    rows = queue.learning_cards(session, user_id=user_id, before=before, day=day, most=MOST_COUNTED, scope=scope)
    taken = set(answered.values())
    cards = []
    for row in rows:
        if row.question_id in answered or row.claim_id not in taken:
            taken.add(row.claim_id)
            cards.append(row)
    return cards


def _reviews(
    session: Session, *, user_id: int, before: datetime, day: date, scope: Scope, by_recall: bool
) -> Iterator[Candidate]:
    skip = 0
    while rows := queue.review_cards(
        session, user_id=user_id, before=before, day=day, most=PAGE, skip=skip, scope=scope, by_recall=by_recall
    ):
        yield from rows
        if len(rows) < PAGE:
            return
        skip += len(rows)


def _first_for(collection_id: int | None, session: Session, *, scope: Scope, **how: Any) -> Iterator[Candidate]:
    """Questions never answered in the scope: those of the collection that an exam is on, then the others."""
    if collection_id is None:
        yield from _in_chosen_order(session, scope=scope, **how)
        return
    of_exam = queue.scope_of(session, collection_ids=(collection_id,))
    taken = set()
    for candidate in chain(
        _in_chosen_order(session, scope=of_exam, **how), _in_chosen_order(session, scope=scope, **how)
    ):
        if candidate.question_id not in taken:
            taken.add(candidate.question_id)
            yield candidate


def _in_chosen_order(
    session: Session,
    *,
    user_id: int,
    day: date,
    order: NewOrder,
    stored: days.StoredSettings,
    frontiers: Frontiers,
    most: int,
    scope: Scope,
) -> Iterator[Candidate]:
    """Questions never answered, in the order that the person wants; all but the usual one sort the whole bank."""
    if order == NewOrder.IMPORTANCE:
        yield from _new(session, user_id=user_id, day=day, stored=stored, frontiers=frontiers, most=most, scope=scope)
        return
    read = queue.unseen_by_article if order == NewOrder.ARTICLE else queue.unseen_at_random
    skip, page = 0, 2 * most  # with room for siblings that wait
    while rows := read(session, user_id=user_id, day=day, most=page, skip=skip, scope=scope):
        for row in rows:
            yield Candidate(question_id=row.question_id, claim_id=row.claim_id, state=NEW)
        if len(rows) < page:
            return
        skip += page


def _new(
    session: Session,
    *,
    user_id: int,
    day: date,
    stored: days.StoredSettings,
    frontiers: Frontiers,
    most: int,
    scope: Scope,
) -> Iterator[Candidate]:
    """Questions never answered, in their order: those without a card, and those whose card has flags alone."""
    returned = queue.returned_to_new(session, user_id=user_id, day=day, most=MOST_COUNTED, scope=scope)
    if scope.collection_ids:
        start = start_position(stored)  # before it there is a card of every question, so of these too
        parts = [
            _unseen_in(session, user_id=user_id, collection_id=each, start=start, most=most)
            for each in scope.collection_ids
        ]
        unseen = _each_once(merge(*parts))
    else:
        unseen = _unseen(session, user_id=user_id, stored=stored, frontiers=frontiers, most=most)
    for row in merge(returned, unseen):
        yield Candidate(question_id=row.question_id, claim_id=row.claim_id, state=NEW)


def _unseen_in(session: Session, *, user_id: int, collection_id: int, start: int, most: int) -> Iterator[queue.Unseen]:
    """In pages, as ``_unseen``, of one collection."""
    place = (start, 0)
    while rows := queue.unseen_in_collection(
        session, user_id=user_id, collection_id=collection_id, after=place, most=most
    ):
        yield from rows
        if len(rows) < most:
            return
        place = (rows[-1].position, rows[-1].question_id)


def _each_once(rows: Iterable[queue.Unseen]) -> Iterator[queue.Unseen]:
    """``rows``, which come in order, without those that come again: a question may be in several collections."""
    last = None
    for row in rows:
        if row != last:
            yield row
        last = row


def _unseen(
    session: Session, *, user_id: int, stored: days.StoredSettings, frontiers: Frontiers, most: int
) -> Iterator[queue.Unseen]:
    """In pages of as many as the day takes at ``most``: a larger page would be looked for among what was seen."""
    place = (start_position(stored), 0)
    rows = queue.unseen_questions(session, user_id=user_id, after=place, most=most)
    first = rows[0].position if rows else (queue.last_position(session) or 0) + 1
    frontiers.note(user_id, first, stored)
    while rows:
        yield from rows
        if len(rows) < most:
            return
        place = (rows[-1].position, rows[-1].question_id)
        rows = queue.unseen_questions(session, user_id=user_id, after=place, most=most)
