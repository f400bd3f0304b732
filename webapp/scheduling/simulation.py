"""What studying will take and give: a year of a person's cards, played through day by day.

Each day's reviews are answered as the forgetting curve says, by chance that belongs to the card and its repetition:
the same question always gives the same answer. Days are the only times: cards are learned to the end of their steps on
the day on which they are begun or forgotten. Cards are kept in buckets by the day on which they are due, so that the
cost is that of the reviews, not of days times cards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from math import ceil, floor

from .formulas import Formulas
from .fuzz import card_seed
from .memory import NEW_MEMORY, Rating, State, review
from .policy import Policy

EVERY = 7
"""Days between two counts of what is known."""
LAST_DAYS = 7
"""Days before an exam in which cards come early that would not be sure enough."""
_SOME_NOON = datetime(2000, 1, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCard:
    """A card in memory: ``answered`` and ``due`` are days from the first day on, negative for the past."""

    stability: float
    difficulty: float
    answered: int
    due: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How a person answers: shares of Again, Hard, Good and Easy of new cards, of Hard, Good and Easy of what is known;
    seconds that a card takes on a day, repetitions included.
    """

    first: tuple[float, float, float, float] = (0.25, 0.1, 0.6, 0.05)
    passed: tuple[float, float, float] = (0.1, 0.85, 0.05)
    seconds: float = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is asked: for how many days, with how many new cards a day out of so many, and reviews a day at most.

    A part of a card a day makes a card every so many days; ``begun`` of those of the first day are begun already.
    Without ``is_counted`` what is known is told of the last day alone.
    ``last_new_day`` is the last day on which new cards are begun. With ``ready`` (0 to 1) the day after the last is
    that of an exam: in the week before it cards are seen again that would be less sure than this on the day.
    """

    days: int
    new_per_day: float
    unseen: int
    reviews_per_day: float
    last_new_day: int | None = None
    ready: float | None = None
    is_counted: bool = True
    begun: int = 0


@dataclass(slots=True, kw_only=True)
class Course:
    """What came: per day the reviews, the new cards and the minutes; what is known on each seventh day and the last.

    ``known`` holds pairs of a day and the cards that would be remembered at its end, as a sum of chances; ``outcome``
    is that sum on the day after the last.
    """

    reviews: list[int] = field(default_factory=list)
    new: list[int] = field(default_factory=list)
    minutes: list[float] = field(default_factory=list)
    known: list[tuple[int, float]] = field(default_factory=list)
    left: int = 0  # reviews that were due and not done on the last day
    outcome: float = 0.0


def simulate(cards: Sequence[KnownCard], plan: Plan, *, policy: Policy, habits: Habits) -> Course:
    """The course of ``plan.days`` days from today (day 0) on."""
    game = _Game(cards, plan, policy, habits)
    for day in range(plan.days):
        game.play(day)
    game.course.outcome = game.known(plan.days)
    return game.course


class _Game:
    """The cards as they stand; a card is its place in the lists, new ones are added behind."""

    def __init__(self, cards: Sequence[KnownCard], plan: Plan, policy: Policy, habits: Habits) -> None:
        self.plan, self.policy, self.habits = plan, policy, habits
        self.formulas = Formulas(policy.weights)
        self.stability = [card.stability for card in cards]
        self.difficulty = [card.difficulty for card in cards]
        self.answered = [card.answered for card in cards]
        self.repetitions = [0] * len(cards)
        self.course = Course()
        self.unseen = plan.unseen
        self.started = [learned(rating, policy) for rating in Rating]
        self.due = [0] * len(cards)
        self.buckets: list[list[int]] = [[] for _ in range(plan.days)]
        for card, known in enumerate(cards):
            self._put(card, max(0, known.due))

    def play(self, day: int) -> None:
        """One day: reviews in the order of their cards, then new ones; what exceeds the limit waits for tomorrow."""
        due = sorted({card for card in self.buckets[day] if self.due[card] == day})
        due += self._brought_forward(day)
        most = on_day(day, self.plan.reviews_per_day)
        done, waiting = due[:most], due[most:]
        for card in done:
            self._review(card, day)
        for card in waiting:
            self._put(card, day + 1)
        begun = self._begin(day)
        self.course.reviews.append(len(done))
        self.course.new.append(begun)
        self.course.minutes.append((len(done) + begun) * self.habits.seconds / 60)
        self.course.left = len(waiting)
        if day == self.plan.days - 1 or (self.plan.is_counted and day % EVERY == 0):
            self.course.known.append((day, self.known(day)))

    def known(self, day: int) -> float:
        """The cards that would be remembered on ``day``, as a sum of chances."""
        recall = self.formulas.recall
        return sum(
            recall(stability, day - answered) for stability, answered in zip(self.stability, self.answered, strict=True)
        )

    def _brought_forward(self, day: int) -> list[int]:
        """In the last week the day's share of cards that are not due and would not be sure enough on the exam's day."""
        left = self.plan.days - day
        if self.plan.ready is None or left > LAST_DAYS:
            return []
        unsure = []
        for card, stability in enumerate(self.stability):
            recall = self.formulas.recall(stability, self.plan.days - self.answered[card])
            if recall < self.plan.ready and self.due[card] > day:
                unsure.append((recall, card))
        return [card for _, card in sorted(unsure)[: ceil(len(unsure) / left)]]

    def _review(self, card: int, day: int) -> None:
        stability, difficulty = self.stability[card], self.difficulty[card]
        recall = self.formulas.recall(stability, day - self.answered[card])
        self.repetitions[card] += 1
        rating = Rating.AGAIN
        if chance(card, self.repetitions[card], 0) < recall:
            rating = drawn(self.habits.passed, chance(card, self.repetitions[card], 1), Rating.HARD)
        stability, difficulty = self.formulas.review(stability, difficulty, recall, rating)
        if rating == Rating.AGAIN:
            for _ in self.policy.relearning_steps:
                stability, difficulty = self.formulas.same_day(stability, difficulty, Rating.GOOD)
        self._keep(card, day, stability, difficulty)

    def _begin(self, day: int) -> int:
        last = self.plan.last_new_day
        wanted = on_day(day, self.plan.new_per_day) - (self.plan.begun if day == 0 else 0)
        begun = 0 if last is not None and day > last else max(0, min(wanted, self.unseen))
        self.unseen -= begun
        for _ in range(begun):
            card = len(self.stability)
            rating = drawn(self.habits.first, chance(card, 0, 0), Rating.AGAIN)
            self.stability.append(0.0)
            self.difficulty.append(0.0)
            self.answered.append(day)
            self.due.append(day)
            self.repetitions.append(0)
            self._keep(card, day, *self.started[rating - 1])
        return begun

    def _keep(self, card: int, day: int, stability: float, difficulty: float) -> None:
        self.stability[card], self.difficulty[card], self.answered[card] = stability, difficulty, day
        wanted = round(self.formulas.interval(stability, self.policy.desired_retention))
        self._put(card, day + min(max(1, wanted), self.policy.maximum_interval))

    def _put(self, card: int, day: int) -> None:
        self.due[card] = day
        if day < self.plan.days:
            self.buckets[day].append(card)


def on_day(day: int, rate: float) -> int:
    """How many fall on ``day`` when there are ``rate`` a day."""
    return floor(rate * (day + 1)) - floor(rate * day)


@lru_cache(maxsize=64)
def learned(first: Rating, policy: Policy) -> tuple[float, float]:
    """Stability and difficulty of a new card at the end of its steps, all passed but for the first answer."""
    memory = review(NEW_MEMORY, first, now=_SOME_NOON, policy=policy, seed=0)
    while memory.state != State.REVIEW:
        memory = review(memory, Rating.GOOD, now=_SOME_NOON, policy=policy, seed=0)
    return memory.stability or 0.0, memory.difficulty or 0.0


def chance(card: int, repetition: int, what: int) -> float:
    """A number from 0 to 1 that belongs to one answer of one card."""
    return card_seed(card, repetition, what) / 2**32


def drawn(shares: Sequence[float], number: float, lowest: Rating) -> Rating:
    """The rating at which ``number`` (0 to 1) falls among ``shares`` of ratings from ``lowest`` on."""
    total = 0.0
    for index, share in enumerate(shares):
        total += share
        if number < total:
            return Rating(lowest + index)
    return Rating(lowest + len(shares) - 1)
