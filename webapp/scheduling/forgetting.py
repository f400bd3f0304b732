"""The forgetting curve: how likely something is still known some days after it was last answered, and its inverse."""

from __future__ import annotations

from collections.abc import Callable, Sequence

DECAY = 20
"""The place of the curve's exponent among the 21 weights of FSRS-6."""


def retrievability(stability: float, days: int, weights: Sequence[float]) -> float:
    """The share of recall, 0 to 1, of a memory of ``stability`` (days) ``days`` study days after its last answer.

    FSRS-6: R = (1 + F t / S)^-w20 with F = 0.9^(-1 / w20) - 1, so that R is 0.9 when t is S. The curve is not meant for
    less than a day.
    """
    return curve(weights)(stability, days)


def curve(weights: Sequence[float]) -> Callable[[float, int], float]:
    """``retrievability`` by the same weights again and again: what follows from these alone is worked out once."""
    decay = weights[DECAY]
    factor = _factor(decay)

    def recall(stability: float, days: int) -> float:
        return float((1 + factor * days / stability) ** -decay)

    return recall


def interval(stability: float, retention: float, weights: Sequence[float]) -> float:
    """The days after which a memory of ``stability`` (days) has faded to ``retention`` (0 to 1)."""
    decay = weights[DECAY]
    return float(stability / _factor(decay) * (retention ** (-1 / decay) - 1))


def _factor(decay: float) -> float:
    return float(0.9 ** (-1 / decay) - 1)
