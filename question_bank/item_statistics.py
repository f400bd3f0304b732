"""How a question does: the formulas of classical item analysis, and how many answers each needs to be shown.

The formulas are those of Moodle's quiz statistics (docs.moodle.org, "Quiz item analysis calculations"), with sample
moments (n - 1): ``x`` is what an item earned, as a share of what it could (0 to 1), ``o`` what the rest of the quiz
earned. Students make quizzes of different length for themselves, so the rest is a mean and not a sum. Only the first
attempt of each person at a question counts, and only quizzes that were handed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

FEWEST_SCORES = 10
"""First attempts before the facility is shown."""
FEWEST_PAIRS = 20
"""First attempts in quizzes of more than one question before the discrimination is shown."""
FEWEST_CHOICES = 10
"""Answers before it is shown how often each option was taken."""
FEWEST_REVIEWS = 20
"""Reviews of learned cards before the share that was forgotten is shown."""
FEWEST_TIMES = 10
"""Timed answers before the median is shown."""
_NOTHING = 1e-12  # below this a variance is rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """Sums over pairs (x, o), from which variance and covariance follow."""

    count: int = 0
    x: float = 0.0
    o: float = 0.0
    xx: float = 0.0
    oo: float = 0.0
    xo: float = 0.0

    @classmethod
    def of(cls, pairs: Iterable[tuple[float, float]]) -> Moments:
        """The sums over ``pairs``."""
        known = list(pairs)
        return cls(
            count=len(known),
            x=sum(x for x, _ in known),
            o=sum(o for _, o in known),
            xx=sum(x * x for x, _ in known),
            oo=sum(o * o for _, o in known),
            xo=sum(x * o for x, o in known),
        )


def facility(moments: Moments, *, fewest: int = FEWEST_SCORES) -> float | None:
    """The mean of x, 0 to 1: high is easy. None of fewer than ``fewest`` scores."""
    return moments.x / moments.count if moments.count >= max(fewest, 1) else None


def discrimination(moments: Moments, *, fewest: int = FEWEST_PAIRS) -> float | None:
    """The item-rest correlation, -1 to 1: cov(x, o) / sqrt(var x var o).

    Below zero those who do well otherwise do worse here. None of fewer than ``fewest`` pairs, and where all earned the
    same here or in the rest.
    """
    n = moments.count
    if n < max(fewest, 2):
        return None
    var_x = (moments.xx - moments.x**2 / n) / (n - 1)
    var_o = (moments.oo - moments.o**2 / n) / (n - 1)
    if var_x <= _NOTHING or var_o <= _NOTHING:
        return None
    covariance = (moments.xo - moments.x * moments.o / n) / (n - 1)
    return max(-1.0, min(1.0, covariance / sqrt(var_x * var_o)))


def share(part: int, whole: int, *, fewest: int) -> float | None:
    """A part of a whole, 0 to 1. None of a whole below ``fewest``."""
    return part / whole if whole >= max(fewest, 1) else None


def median_time(milliseconds: Sequence[int], *, fewest: int = FEWEST_TIMES) -> float | None:
    """The median of answer times, in seconds. None of fewer than ``fewest``."""
    return median(milliseconds) / 1000 if len(milliseconds) >= max(fewest, 1) else None
