"""Fitting the weights of FSRS-6 to one person's reviews: a program of its own, from JSON to JSON.

The library holds the interpreter's lock for as long as it works, so whoever wants a fit starts this as a process
(``python -m webapp.scheduling.optimizer``). It is the only module that knows fsrs-rs-python, which is an extra.

A fit is judged by reviews that it has not seen: the reviews are put in the order of time and cut into six parts; each
of the last five is foreseen by a fit to all parts before it, and by the weights that are in force. Both log losses are
plain means over the same reviews.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from math import log
from typing import IO

import fsrs_rs_python as fsrs_rs

from .forgetting import retrievability
from .policy import DEFAULT_WEIGHTS

FEWEST_REVIEWS = 8
"""With fewer reviews than these there is nothing to fit; under 64 the library fits the initial stabilities alone."""
PARTS = 6
DECIMALS = 4
SURE = 1e-4  # no chance of recall is taken for nearer to 0 or 1: one review would outweigh all others


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Weights and what they are worth; without ``weights`` there were too few reviews."""

    reviews: int
    weights: tuple[float, ...] = ()
    loss_before: float = 0.0
    loss_after: float = 0.0


@dataclass(frozen=True, slots=True)
class _Review:
    """A review that can be foreseen: the answers of its card up to it, and the study day that it was on."""

    item: fsrs_rs.FSRSItem
    before: fsrs_rs.FSRSItem
    day: int
    elapsed: int
    passed: bool


def fit(cards: Sequence[Sequence[tuple[int, int]]], in_force: Sequence[float] | None) -> Fit:
    """The weights that fit the answers of ``cards``: for each card pairs of rating (1 to 4) and study day, in order."""
    reviews = sorted((review for card in cards for review in _reviews(card)), key=lambda review: review.day)
    if len(reviews) < FEWEST_REVIEWS:
        return Fit(reviews=len(reviews))
    before, after = 0.0, 0.0
    edges = [len(reviews) * part // PARTS for part in range(1, PARTS + 1)]
    for known, last in pairwise(edges):
        unseen = reviews[known:last]
        before += _loss(unseen, in_force or DEFAULT_WEIGHTS)
        after += _loss(unseen, _fitted(reviews[:known]))
    judged = edges[-1] - edges[0]
    weights = tuple(round(weight, DECIMALS) for weight in _fitted(reviews))
    return Fit(reviews=len(reviews), weights=weights, loss_before=before / judged, loss_after=after / judged)


def _reviews(answers: Sequence[tuple[int, int]]) -> list[_Review]:
    days = [day for _, day in answers]
    elapsed = [0, *(later - earlier for earlier, later in pairwise(days))]
    given = [fsrs_rs.FSRSReview(rating, gone) for (rating, _), gone in zip(answers, elapsed, strict=True)]
    return [
        _Review(
            item=fsrs_rs.FSRSItem(given[: index + 1]),
            before=fsrs_rs.FSRSItem(given[:index]),
            day=days[index],
            elapsed=elapsed[index],
            passed=answers[index][0] > 1,
        )
        for index in range(1, len(answers))
        if elapsed[index] > 0
    ]


def _fitted(reviews: Sequence[_Review]) -> list[float]:
    if len(reviews) < FEWEST_REVIEWS:
        return list(DEFAULT_WEIGHTS)
    return fsrs_rs.FSRS(DEFAULT_WEIGHTS).compute_parameters([review.item for review in reviews])


def _loss(reviews: Sequence[_Review], weights: Sequence[float]) -> float:
    """The sum of the log losses."""
    memories = fsrs_rs.FSRS(weights).memory_state_batch([review.before for review in reviews])
    total = 0.0
    for review, memory in zip(reviews, memories, strict=True):
        expected = min(max(retrievability(memory.stability, review.elapsed, weights), SURE), 1 - SURE)
        total -= log(expected if review.passed else 1 - expected)
    return total


def main(given: IO[str], answer: IO[str]) -> None:
    """Read ``cards`` and ``in_force`` from one JSON object and write the fit as another."""
    asked = json.load(given)
    json.dump(asdict(fit(asked["cards"], asked["in_force"])), answer)


if __name__ == "__main__":
    main(sys.stdin, sys.stdout)
