"""What a retention costs: the reviews that cards bring in a year, by the curves of FSRS-6.

Each card is followed on through the year as FSRS-6 moves its memory: reviewed when recall has fallen to the wanted
share, and from there along both ways, passed and forgotten, each with its chance. A lapse costs its relearning too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from typing import NamedTuple

from .forgetting import DECAY
from .policy import Policy

DAYS = 365
FEWEST_CARDS = 20  # with fewer of a person's own a typical card says more
MOST_FOLLOWED = 12
SMALLEST_CHANCE = 0.005  # of a lapse that is followed; rarer ones count as reviews alone
RETENTIONS = tuple(percent / 100 for percent in range(70, 98, 3))
SHORTEST_STABILITY = 0.1


class Followed(NamedTuple):
    """A memory to follow: ``stability`` in days, ``difficulty`` 1 to 10."""

    stability: float
    difficulty: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """``reviews`` of a card in a year when ``retention`` is wanted, and how many times those of the present one."""

    retention: float
    reviews: float
    times: float


def typical_cards(policy: Policy) -> tuple[Followed, ...]:
    """Cards as they are after a first answer, most of which are rated Good."""
    weights = policy.weights
    return tuple(
        Followed(weights[rating - 1], _within(weights[4] - exp(weights[5] * (rating - 1)) + 1))
        for rating in (1, 2, 3, 3, 3, 4)
    )


def workload_curve(cards: Sequence[Followed], policy: Policy) -> tuple[Workload, ...]:
    """What each retention from 0.70 to 0.97 costs for ``cards``, or for typical ones where these are few."""
    chosen = _spread(cards) if len(cards) >= FEWEST_CARDS else typical_cards(policy)
    now = reviews_a_year(chosen, policy.desired_retention, policy)
    costs = [(retention, reviews_a_year(chosen, retention, policy)) for retention in RETENTIONS]
    return tuple(Workload(retention=retention, reviews=cost, times=cost / now) for retention, cost in costs)


def reviews_a_year(cards: Sequence[Followed], retention: float, policy: Policy) -> float:
    """How often a card is shown in a year, on the average of ``cards`` (at least one)."""
    return sum(_reviews_of(card, retention, policy) for card in cards) / len(cards)


def _spread(cards: Sequence[Followed]) -> Sequence[Followed]:
    """Cards from all parts of ``cards`` by stability, as many as are followed at most."""
    ordered = sorted(cards)
    step = max(1, len(ordered) / MOST_FOLLOWED)
    return [ordered[int(place * step)] for place in range(int(len(ordered) / step))]


def _reviews_of(card: Followed, retention: float, policy: Policy) -> float:
    """The reviews of a year that are to be expected; the last interval counts by the part of it that lies in it."""
    weights = policy.weights
    reach = (retention ** (-1 / weights[DECAY]) - 1) / (0.9 ** (-1 / weights[DECAY]) - 1)
    reviews = 0.0
    ways = [(float(DAYS), card, 1.0)]
    while ways:
        left, (stability, difficulty), chance = ways.pop()
        while (interval := min(max(1.0, reach * stability), policy.maximum_interval)) <= left:
            left -= interval
            lapse = chance * (1 - retention)
            reviews += chance + lapse
            if lapse > SMALLEST_CHANCE:
                forgotten = Followed(
                    _lapsed(stability, difficulty, retention, weights),
                    _within(difficulty + 2 * weights[6] * (10 - difficulty) / 9),
                )
                ways.append((left, forgotten, lapse))
                chance -= lapse
            stability = _passed(stability, difficulty, retention, weights)
        reviews += chance * left / interval
    return reviews


def _passed(stability: float, difficulty: float, recall: float, weights: Sequence[float]) -> float:
    """The stability after a review rated Good."""
    growth = exp(weights[8]) * (11 - difficulty) * stability ** -weights[9] * (exp(weights[10] * (1 - recall)) - 1)
    return float(stability * (1 + growth))


def _lapsed(stability: float, difficulty: float, recall: float, weights: Sequence[float]) -> float:
    """The stability after a review rated Again."""
    kept = weights[11] * difficulty ** -weights[12] * ((stability + 1) ** weights[13] - 1)
    most = stability / exp(weights[17] * weights[18])
    return float(max(SHORTEST_STABILITY, min(kept * exp(weights[14] * (1 - recall)), most)))


def _within(difficulty: float) -> float:
    return min(max(difficulty, 1.0), 10.0)
