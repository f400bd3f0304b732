"""Drawing the questions of a quiz: pure, decided by a generator that the caller seeds."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

from webapp.quizzes.queries.choices import Candidate


def draw(ranked: Sequence[Candidate], length: int, generator: random.Random) -> list[Candidate]:
    """At most ``length`` of the candidates, in the order in which they are asked.

    Those that are ranked first are taken first, but one of each claim before a second one of any.
    """
    return apart(_taken(ranked, length), generator)


def _taken(ranked: Sequence[Candidate], length: int) -> list[Candidate]:
    seen: Counter[int] = Counter()
    rounds = []
    for place, candidate in enumerate(ranked):
        rounds.append((seen[candidate.claim_id], place, candidate))
        seen[candidate.claim_id] += 1
    return [candidate for _, _, candidate in sorted(rounds, key=lambda each: each[:2])[:length]]


def apart(drawn: Sequence[Candidate], generator: random.Random) -> list[Candidate]:
    """The questions in a random order in which siblings do not follow one another, as far as that can be."""
    waiting: dict[int, list[Candidate]] = {}
    for candidate in generator.sample(drawn, len(drawn)):
        waiting.setdefault(candidate.claim_id, []).append(candidate)
    ordered: list[Candidate] = []
    while waiting:
        claims = [claim for claim in waiting if not ordered or claim != ordered[-1].claim_id] or list(waiting)
        most = max(len(waiting[claim]) for claim in claims)
        fullest = [claim for claim in claims if len(waiting[claim]) == most]
        # With one question of each claim that is a plain shuffle; else what has most siblings left is to be spread out.
        chosen = generator.choice(fullest)
        ordered.append(waiting[chosen].pop())
        if not waiting[chosen]:
            del waiting[chosen]
    return ordered
