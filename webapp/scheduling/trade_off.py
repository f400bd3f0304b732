"""What retention and new cards a day take and give: many ways of studying, each played through with a sample of cards.

A full course of thousands of cards takes half a second, and a curve needs a dozen. So every so-many-th card is played,
with that part of the new cards and of the limit; the course of all cards that is known already says what the sample
is to be multiplied by. Chances belong to cards, so that neighbouring points differ by what is wanted, not by luck.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from .policy import Policy
from .simulation import Course, Habits, KnownCard, Plan, simulate

MOST_PLAYED = 250
"""Cards that a sample has at most, those included that are begun on the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way of studying: the retention wanted (0 to 1) and new cards a day."""

    retention: float
    new_per_day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a way takes and gives: reviews a day on average, and cards known at the end of the last."""

    way: Way
    reviews: float
    known: float


def outcomes(
    ways: Sequence[Way],
    *,
    chosen: Way,
    course: Course,
    cards: Sequence[KnownCard],
    plan: Plan,
    policy: Policy,
    habits: Habits,
) -> list[Outcome]:
    """What each of ``ways`` gives, when ``chosen`` gives ``course`` with all ``cards`` by ``plan``."""
    most_new = max(way.new_per_day for way in (*ways, chosen))
    part = max(1, ceil((len(cards) + min(plan.unseen, most_new * plan.days)) / MOST_PLAYED))
    by_stability = sorted(cards, key=lambda card: (card.stability, card.due))
    sample = by_stability[part // 2 :: part] if part > 1 else list(cards)

    def played(way: Way) -> tuple[float, float]:
        small = replace(
            plan,
            new_per_day=way.new_per_day / part,
            unseen=round(plan.unseen / part),
            reviews_per_day=plan.reviews_per_day / part,
            is_counted=False,
        )
        tried = simulate(sample, small, policy=replace(policy, desired_retention=way.retention), habits=habits)
        return sum(tried.reviews) / plan.days, tried.known[-1][1]

    reviews, known = played(chosen)
    more_reviews = _times(sum(course.reviews) / plan.days, reviews, part)
    more_known = _times(course.known[-1][1], known, part)
    found = ((way, *played(way)) for way in ways)
    return [
        Outcome(way=way, reviews=min(more_reviews * some, plan.reviews_per_day), known=more_known * few)
        for way, some, few in found
    ]


def _times(whole: float, sampled: float, part: int) -> float:
    return whole / sampled if sampled else float(part)
