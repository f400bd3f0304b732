"""How well the scheduler foresees what a student remembers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .predictions import Prediction

EDGES = (0.0, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0)
FEWEST_REVIEWS = 50
"""With fewer reviews than these nothing is said of them."""
FEWEST_IN_BIN = 10
"""With fewer reviews than these a bin has no point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Reviews whose chance of recall lay from ``low`` up to ``high``: the mean chance, and the share passed."""

    low: float
    high: float
    reviews: int
    expected: float
    actual: float

    @property
    def tells(self) -> bool:
        return self.reviews >= FEWEST_IN_BIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Bins in which there is a review, and the means over all."""

    reviews: int
    expected: float
    actual: float
    bins: tuple[Bin, ...]

    @property
    def tells(self) -> bool:
        return self.reviews >= FEWEST_REVIEWS


def calibration(predictions: Sequence[Prediction]) -> Calibration:
    """The predictions in bins by the chance of recall."""
    sorted_in: list[list[Prediction]] = [[] for _ in EDGES[1:]]
    for each in predictions:
        sorted_in[min(bisect_right(EDGES, each.expected), len(sorted_in)) - 1].append(each)  # 1 lies in the last bin
    bins = []
    for (low, high), inside in zip(pairwise(EDGES), sorted_in, strict=True):
        if inside:
            expected, actual = _means(inside)
            bins.append(Bin(low=low, high=high, reviews=len(inside), expected=expected, actual=actual))
    expected, actual = _means(predictions)
    return Calibration(reviews=len(predictions), expected=expected, actual=actual, bins=tuple(bins))


def _means(predictions: Sequence[Prediction]) -> tuple[float, float]:
    """The mean chance and the share passed; 0 of nothing."""
    number = len(predictions) or 1
    return sum([expected for expected, _ in predictions]) / number, sum([passed for _, passed in predictions]) / number
