"""Being ready on a day: how many new cards a day it needs, what work that is, and whether it can be done at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from .policy import Policy
from .simulation import Course, Habits, KnownCard, Plan, simulate

WITHOUT_LIMIT = 1_000_000
REST = 2
"""No card is begun on the day before the exam: it would be met once and not seen again."""
CLOSE = 0.02
"""So little less than the wanted share is no reason to study otherwise: memory is not foreseen more exactly."""
NEXT_TO_NOTHING = 0.01
"""Where what is wanted cannot be reached, more new cards a day for so small a share are not worth their work."""
MOST_PLAYED = 500
"""Questions that are played to judge one way of studying."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What lies before somebody until an exam in ``days`` days (at least 1), of which they want to remember the share
    ``wanted`` (0 to 1) of ``cards`` and ``unseen`` other questions. ``begun`` new cards were begun today.
    """

    cards: Sequence[KnownCard]
    days: int
    unseen: int
    wanted: float
    policy: Policy
    habits: Habits
    begun: int = 0

    @property
    def questions(self) -> int:
        return len(self.cards) + self.unseen

    @property
    def fastest(self) -> int:
        """So many new cards a day that all are begun in the first third of the days: more would only come sooner."""
        return -(-self.unseen // max(1, self.days // 3))

    def course(self, new_per_day: float) -> Course:
        """The days until the exam. Reviews are not limited: whether they are too many is for the caller to say. What is
        known on the way is not counted: of many cards that would cost as much as their reviews.
        """
        plan = Plan(
            days=self.days,
            new_per_day=new_per_day,
            unseen=self.unseen,
            reviews_per_day=WITHOUT_LIMIT,
            last_new_day=max(0, self.days - REST),
            ready=self.wanted,
            is_counted=False,
            begun=self.begun,
        )
        return simulate(self.cards, plan, policy=self.policy, habits=self.habits)

    def share(self, course: Course) -> float:
        """The share of the questions that is expected to be remembered on the day."""
        return course.outcome / self.questions if self.questions else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamPlan:
    """What it takes to expect ``share`` (0 to 1) of the questions on the day.

    ``new_per_day`` is the smallest number of new cards a day that gives what is wanted; where nothing does
    (``is_possible`` is false), the smallest that gives next to all that can be reached.
    """

    new_per_day: int
    share: float
    is_possible: bool
    course: Course

    @property
    def most_reviews(self) -> int:
        return max(self.course.reviews, default=0)


@dataclass(frozen=True, slots=True)
class _Sample:
    """Every so-many-th question, which stands for its neighbours: one in ``part``, ``MOST_PLAYED`` at most."""

    ahead: Ahead
    part: int

    def share(self, new_per_day: float) -> float:
        """The share of the questions that is expected to be remembered with so many new cards a day of all."""
        return self.ahead.share(self.ahead.course(new_per_day / self.part))


def _sample(ahead: Ahead) -> _Sample:
    part = max(1, ceil(ahead.questions / MOST_PLAYED))
    if part == 1:
        return _Sample(ahead, part)
    in_order = sorted(ahead.cards, key=lambda card: card.stability)
    smaller = replace(
        ahead,
        cards=in_order[part // 2 :: part],
        unseen=round(ahead.unseen / part),
        begun=round(ahead.begun / part),
    )
    return _Sample(smaller, part)


def plan_exam(ahead: Ahead) -> ExamPlan:
    """The plan for an exam. A sample says what is enough, as in ``is_enough``; that is played once by all."""
    share_of = _sample(ahead).share
    enough = ahead.fastest
    share = share_of(enough)
    goal = _goal(share, ahead.wanted)
    low = 0
    while low < enough:
        middle = (low + enough) // 2
        reached = share_of(middle)
        if reached >= goal:
            enough, share = middle, reached
        else:
            low = middle + 1
    course = ahead.course(enough)
    return ExamPlan(
        new_per_day=enough, share=ahead.share(course), is_possible=_is_close(share, ahead.wanted), course=course
    )


def _goal(most: float, wanted: float) -> float:
    """The share that is sought where ``most`` is the largest that can be reached."""
    if most >= wanted:
        return wanted
    least = most - NEXT_TO_NOTHING
    return max(least, wanted - CLOSE) if _is_close(most, wanted) else least


def _is_close(share: float, wanted: float) -> bool:
    return share >= wanted - CLOSE


def is_enough(ahead: Ahead, new_per_day: float) -> bool:
    """Whether so many new cards a day lead to what is wanted, or close to it.

    It costs one course of ``MOST_PLAYED`` cards at most, so that a page may ask for it which has other things to say.
    """
    return _is_close(_sample(ahead).share(new_per_day), ahead.wanted)


def share_of_begun(ahead: Ahead) -> float:
    """The share of the questions that is expected to be remembered if no other is begun, and none seen out of turn. It
    costs as much as ``is_enough``.
    """
    return _sample(replace(ahead, wanted=0.0)).share(0)


def together(own: int, to_begin: int, *, others: int) -> int:
    """The new cards a day with which ``others`` are begun besides, in as many days as ``own`` a day take for
    ``to_begin``.
    """
    return ceil(own * (to_begin + others) / to_begin) if to_begin else 0
