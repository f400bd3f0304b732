"""Drawing questions: as many as are wished, siblings kept apart as far as that can be, alike by the same seed."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from webapp.quizzes.queries.choices import Candidate
from webapp.quizzes.services.draw import draw

SEEDS = st.integers(0, 2**32)
CLAIMS = st.lists(st.integers(1, 12), max_size=60)


def candidates(claims: list[int]) -> list[Candidate]:
    return [Candidate(question_id, claim, 1) for question_id, claim in enumerate(claims, start=1)]


@given(CLAIMS, st.integers(1, 50), SEEDS)
def test_as_many_different_questions_as_there_are(claims: list[int], length: int, seed: int) -> None:
    drawn = draw(candidates(claims), length, random.Random(seed))
    assert len(drawn) == len(set(drawn)) == min(length, len(claims))
    assert set(drawn) <= set(candidates(claims))


@given(CLAIMS, st.integers(1, 50), SEEDS)
def test_no_second_question_of_a_claim_before_one_of_each(claims: list[int], length: int, seed: int) -> None:
    drawn = Counter(candidate.claim_id for candidate in draw(candidates(claims), length, random.Random(seed)))
    available = Counter(claims)
    for claim, count in available.items():
        if drawn[claim] < count:  # it had more to give: so nobody has two more than it
            assert max(drawn.values()) <= drawn[claim] + 1


@given(CLAIMS, st.integers(1, 50), SEEDS)
def test_siblings_do_not_follow_one_another_where_that_can_be(claims: list[int], length: int, seed: int) -> None:
    order = [candidate.claim_id for candidate in draw(candidates(claims), length, random.Random(seed))]
    neighbours = sum(one == other for one, other in pairwise(order))
    most = max(Counter(order).values(), default=0)
    assert neighbours == max(0, most - (len(order) - most) - 1)


@given(CLAIMS, SEEDS)
def test_what_ranks_first_is_taken_first(claims: list[int], seed: int) -> None:
    unlike = candidates(list(range(len(claims))))
    assert set(draw(unlike, 5, random.Random(seed))) == set(unlike[:5])


@given(CLAIMS, st.integers(1, 50), SEEDS)
def test_the_same_seed_draws_the_same(claims: list[int], length: int, seed: int) -> None:
    one, other = (draw(candidates(claims), length, random.Random(seed)) for _ in range(2))
    assert one == other
