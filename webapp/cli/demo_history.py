"""Weeks of somebody's studying, made by the services that a browser would use, with a clock that walks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from question_bank.questions import Question
from webapp.db import Database
from webapp.reviews.entries import Action, Answer, Entry, Undo
from webapp.reviews.record import Result, record
from webapp.scheduling.fold import EventKind
from webapp.scheduling.memory import Rating
from webapp.scheduling.settings import StudySettings
from webapp.study.queries import content
from webapp.study.queries.content import AskedCard
from webapp.study.services.frontier import Frontiers
from webapp.study.services.settings import save_settings
from webapp.study.services.today import Today, load_today

from .demo_learner import Learner

AT_ONCE = 8  # cards that are answered before the queue is asked again: what was not known comes back soon
BETWEEN_CARDS = timedelta(seconds=2)
MOST_ROUNDS = 60
BEGINS_AT = timedelta(hours=14)  # after the beginning of the study day
BEGINS_WITHIN_MINUTES = 150
BURIES_ON = 5  # of the days studied, counted from 1
SLIPS_ON = frozenset({4, 9, 15})  # a wrong key, taken back


class NotRecordedError(RuntimeError):
    """The services did not record what a learner did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """How somebody studies: on how many of the last ``days`` (a share), and how much on each."""

    days: int
    share: float
    new_a_day: int
    most_a_day: int


@dataclass(slots=True)
class History:
    """What one person did. Ask ``days`` for the days, then ``study`` each."""

    database: Database
    user_id: int
    habit: Habit
    learner: Learner
    answers: int = 0
    _studied: int = 0
    _slips: bool = False
    _leeches: set[str] = field(default_factory=set)
    _frontiers: Frontiers = field(default_factory=Frontiers)
    _questions: dict[tuple[int, int], Question] = field(default_factory=dict)

    def days(self, *, now: datetime) -> list[date]:
        """The study days of the habit, today as the last."""
        with self.database.writer() as session:
            settings = StudySettings(new_per_day=self.habit.new_a_day)
            save_settings(session, user_id=self.user_id, settings=settings)
        today = settings.policy.calendar.day_of(now)
        return [today - timedelta(days=ago) for ago in range(self.habit.days, -1, -1)]

    def study(self, day: date, *, now: datetime) -> None:
        """A sitting on ``day``, unless the person does something else or it lies in the future."""
        mood, minutes = self.learner.random.random(), self.learner.random.uniform(0, BEGINS_WITHIN_MINUTES)
        moment = StudySettings().policy.calendar.start_of(day) + BEGINS_AT + timedelta(minutes=round(minutes))
        if mood > self.habit.share or moment > now:
            return
        self._studied += 1
        self._slips = self._studied in SLIPS_ON
        answered = 0
        for _ in range(MOST_ROUNDS):
            today = self._today(moment)
            if not today.queue or answered >= self.habit.most_a_day:
                return
            cards = self._cards(today)
            if answered == 0 and self._studied == BURIES_ON:
                self._record([self._action(EventKind.BURY, cards.pop(0).key, moment)], moment)
            entries = list(self._entries(cards, day, moment))
            moment = entries[-1].answered_at + BETWEEN_CARDS if entries else moment
            if moment > now:
                return
            self._record_answers(entries, moment)
            answered += len(cards)

    def _today(self, moment: datetime) -> Today:
        with self.database.reader() as session:
            return load_today(session, user_id=self.user_id, now=moment, frontiers=self._frontiers)

    def _cards(self, today: Today) -> list[AskedCard]:
        """The next cards, with the questions they ask remembered."""
        wanted = today.queue[:AT_ONCE]
        with self.database.reader() as session:
            cards = content.asked_cards(session, user_id=self.user_id, question_ids=wanted)
            revisions = {(card.question_id, card.question_revision) for card in cards.values()}
            found = content.question_contents(session, revisions=revisions - self._questions.keys())
        self._questions.update((revision, Question.from_json(text)) for revision, text in found.items())
        return [cards[question_id] for question_id in wanted]

    def _entries(self, cards: Sequence[AskedCard], day: date, moment: datetime) -> Iterator[Entry]:
        """The answers to ``cards``, each shown when the one before was answered; on some days one is a slip."""
        for number, card in enumerate(cards):
            question = self._questions[card.question_id, card.question_revision]
            knows = self.learner.remembers(card, day)
            answer = self.learner.answer(card, question, knows=knows, shown_at=moment)
            if number == 1 and knows and self._slips:
                self._slips = False
                slip = answer._replace(id=self.learner.new_id(moment), rating=Rating.AGAIN)
                yield slip
                moment = slip.answered_at + BETWEEN_CARDS
                yield Undo(id=self.learner.new_id(moment), undoes=slip.id, answered_at=moment)
                answer = answer._replace(answered_at=moment + BETWEEN_CARDS)
            yield answer
            moment = answer.answered_at + BETWEEN_CARDS

    def _record_answers(self, entries: Sequence[Entry], moment: datetime) -> None:
        """Record the answers; a card that turns out to be a leech for the second time is suspended."""
        results = self._record(entries, moment)
        self.answers += sum(isinstance(entry, Answer) for entry in entries)
        for entry, result in zip(entries, results, strict=True):
            if result.leech_now and isinstance(entry, Answer):
                if entry.card in self._leeches:
                    self._record([self._action(EventKind.SUSPEND, entry.card, moment)], moment)
                self._leeches.add(entry.card)

    def _action(self, kind: EventKind, card: str, moment: datetime) -> Action:
        return Action(id=self.learner.new_id(moment), card=card, kind=kind, answered_at=moment)

    def _record(self, entries: Sequence[Entry], moment: datetime) -> list[Result]:
        results = record(self.database, user_id=self.user_id, entries=entries, now=moment)
        refused = next((result for result in results if result.status != "recorded"), None)
        if refused is not None:
            raise NotRecordedError(f"an entry was {refused.status}: {refused.reason}")
        return results
