"""Being ready on a day: how many new cards a day it needs, what work that is, and whether it can be done at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .policy import Policy
from .simulation import Course, Habits, KnownCard, Plan, simulate

WITHOUT_LIMIT = 1_000_000
REST = 2
"""No card is begun on the day before the exam: it would be met once and not seen again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamPlan:
    """What it takes to expect ``share`` (0 to 1) of the questions on the day.

    ``new_per_day`` is the smallest number of new cards a day that gives what is wanted; where nothing does
    (``is_possible`` is false), the one that gives most.
    """

    new_per_day: int
    share: float
    is_possible: bool
    course: Course

    @property
    def most_reviews(self) -> int:
        return max(self.course.reviews, default=0)


def plan_exam(
    cards: Sequence[KnownCard], *, days: int, unseen: int, wanted: float, policy: Policy, habits: Habits
) -> ExamPlan:
    """The plan for an exam in ``days`` days (at least 1) on ``cards`` and ``unseen`` other questions.

    Reviews are not limited: whether they are more than a person does on a day is for the caller to say.
    """
    questions = len(cards) + unseen

    def planned(new_per_day: int) -> ExamPlan:
        plan = Plan(
            days=days,
            new_per_day=new_per_day,
            unseen=unseen,
            reviews_per_day=WITHOUT_LIMIT,
            last_new_day=max(0, days - REST),
            ready=wanted,
        )
        course = simulate(cards, plan, policy=policy, habits=habits)
        share = course.outcome / questions if questions else 1.0
        return ExamPlan(new_per_day=new_per_day, share=share, is_possible=share >= wanted, course=course)

    most = planned(fastest(unseen, days))
    if not most.is_possible:
        return most
    low, best = 0, most
    while low < best.new_per_day:
        middle = planned((low + best.new_per_day) // 2)
        if middle.is_possible:
            best = middle
        else:
            low = middle.new_per_day + 1
    return best


def fastest(unseen: int, days: int) -> int:
    """So many new cards a day that all are begun in the first third of the days: more would only be begun sooner."""
    return -(-unseen // max(1, days // 3))
