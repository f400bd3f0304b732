"""Load balancing: when cards come back is chosen as they are shown, so that their buttons tell the truth.

Nothing is stored. What is due on the days ahead is read once and remembered in the process for a while, counted up with
what was promised meanwhile; the promise itself goes out with the card and comes back with its answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeAlias

from sqlalchemy.orm import Session

from webapp.scheduling.balance import HORIZON, DaysAhead, balanced, no_loads
from webapp.scheduling.fuzz import Span, card_seed
from webapp.scheduling.memory import Memory, Rating, spans
from webapp.scheduling.settings import StudySettings
from webapp.scheduling.study_day import ONE_DAY, StudyCalendar
from webapp.study.queries.ahead import NOBODY, DueAhead, due_ahead

KEPT_FOR = timedelta(minutes=10)
MOST_PEOPLE = 500
USUAL = Rating.GOOD  # most cards are answered so: the day it leads to counts as one fuller

Intervals: TypeAlias = Mapping[Rating, int]
"""Study days until a card comes back, by the rating that leads there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What was read for one person, and what was promised since: intervals by question and the memory they hold for."""

    settings: StudySettings
    ahead: DaysAhead
    read_at: datetime
    promised: dict[int, tuple[Memory, Intervals]] = field(default_factory=dict)

    def holds(self, settings: StudySettings, today: date, now: datetime) -> bool:
        """Whether it can be used still: not for long, and not under other settings."""
        is_recent = self.read_at <= now < self.read_at + KEPT_FOR
        return is_recent and self.ahead.today == today and self.settings == settings

    def promise_of(self, question_id: int, memory: Memory) -> Intervals | None:
        """What was promised of this card as it is: shown again, it says the same."""
        found = self.promised.get(question_id)
        return found[1] if found and found[0] == memory else None

    def promise(self, question_id: int, memory: Memory, intervals: Intervals) -> None:
        """Keep to ``intervals`` from now on, and count the day that will probably take the card."""
        self.promised[question_id] = (memory, intervals)
        if USUAL in intervals:
            self.ahead.add(intervals[USUAL])


@dataclass(frozen=True, slots=True)
class Balancer:
    """The people of whom this process knows what is due on the days ahead."""

    _known: dict[int, _Known] = field(default_factory=dict)

    def place(
        self,
        session: Session,
        *,
        user_id: int,
        memories: Mapping[int, Memory],
        settings: StudySettings,
        now: datetime,
    ) -> dict[int, Intervals]:
        """The intervals to promise for cards with these memories, by question id; nothing where nothing is balanced.

        One statement at most.
        """
        if not (settings.load_balancing or settings.easy_days.any):
            return {}
        policy = settings.policy
        today = policy.calendar.day_of(now)
        known = self._known.get(user_id)
        is_known = known is not None and known.holds(settings, today, now)
        if known is None or not is_known:
            known = _Known(
                settings=settings,
                ahead=DaysAhead(today=today, loads=no_loads(), easy=settings.easy_days),
                read_at=now,
            )
        promises: dict[int, Intervals] = {}
        new = []
        for question, memory in memories.items():
            promised = known.promise_of(question, memory)
            if promised is None:
                new.append(question)
            elif promised:
                promises[question] = promised
        choices = {question: spans(memories[question], now=now, policy=policy) for question in new}
        if any(choices.values()):
            counted = settings.load_balancing and not is_known
            rows = _rows_ahead(session, user_id, known.ahead, policy.calendar, new, with_counts=counted)
            siblings = _count(rows, known.ahead, policy.calendar)
            self._remember(user_id, known)
            for question, choice in choices.items():
                memory = memories[question]
                intervals = _balanced(choice, known.ahead, siblings.get(question, ()), user_id, question, memory)
                known.promise(question, memory, intervals)
                if intervals:
                    promises[question] = intervals
        return promises

    def _remember(self, user_id: int, known: _Known) -> None:
        if user_id not in self._known and len(self._known) >= MOST_PEOPLE:
            self._known.clear()  # rarer than a restart; cheaper than keeping count of use
        self._known[user_id] = known


def _balanced(
    choice: Mapping[Rating, Span],
    ahead: DaysAhead,
    siblings: Collection[int],
    user_id: int,
    question_id: int,
    memory: Memory,
) -> Intervals:
    seed = card_seed(user_id, question_id, memory.repetitions)
    return {rating: balanced(span, ahead, siblings=siblings, seed=seed) for rating, span in choice.items()}


def _rows_ahead(
    session: Session,
    user_id: int,
    ahead: DaysAhead,
    calendar: StudyCalendar,
    questions: Collection[int],
    *,
    with_counts: bool,
) -> list[DueAhead]:
    return due_ahead(
        session,
        user_id=user_id,
        after=calendar.start_of(ahead.today + ONE_DAY),
        before=calendar.start_of(ahead.today + HORIZON * ONE_DAY),
        siblings_of=questions,
        with_counts=with_counts,
    )


def _count(rows: Iterable[DueAhead], ahead: DaysAhead, calendar: StudyCalendar) -> dict[int, set[int]]:
    """Count what is due into ``ahead``; the days, by number, on which siblings are due, by question."""
    siblings: dict[int, set[int]] = {}
    for row in rows:
        days = (calendar.day_of(row.due_at) - ahead.today).days
        if row.question_id != NOBODY:
            siblings.setdefault(row.question_id, set()).add(days)
        else:
            ahead.add(days, row.cards)
    return siblings
