"""From the score of a graded answer to the rating that is proposed for it."""

from __future__ import annotations

from .memory import Rating


def proposed_rating(score: float, *, hints: int = 0) -> Rating:
    """Good for a full ``score`` (0 to 1; forgiven slips included) without hints, Hard for at least half, else Again.

    Never Easy.
    """
    if score >= 1 and not hints:
        return Rating.GOOD
    return Rating.HARD if score >= 0.5 else Rating.AGAIN
