"""From the score of a graded answer to the rating that is proposed for it."""

from __future__ import annotations

from .outcomes import AGAIN, GOOD, HARD, Rating


def proposed_rating(score: float, *, hints: int = 0) -> Rating:
    """Good for a full ``score`` (0 to 1; forgiven slips included) without hints, Hard for at least half, else Again.

    Never Easy.
    """
    known = GOOD if score >= 1 else HARD if score >= 0.5 else AGAIN
    return with_hints(known, hints)


def with_hints(rating: Rating, hints: int) -> Rating:
    """What is proposed of ``rating`` to somebody who looked at so many hints: Hard at most."""
    return min(rating, HARD) if hints else rating
