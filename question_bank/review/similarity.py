"""Finding questions that ask nearly the same: shared words count the more the rarer they are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from math import log

from question_bank.words import gettext

from .findings import Remark, Rule, Severity, of_question
from .material import Material
from .words import content_words, tokens

NEAR = 0.6  # share of the weight of all words of both that both have
ASKING = frozenset(
    re.findall(
        r"\w+",
        """
        account answer called correct day describe described describes earliest event events fill first following gap
        give last late latest line list match mean meant month much name number order place put say says since state
        term time year years
        """,
    )
)  # words that say how to answer, not what is asked
MOST_SHARING = 60  # questions: a word that more have brings no pair together


def near_duplicates(material: Material) -> Iterator[Remark]:
    words = {key: frozenset(content_words(found) - ASKING) for key, found in material.stem_words.items()}
    for first, second, share in near_pairs(words):
        message = gettext(
            "asks nearly the same as '%(first)s' (%(share)d%% alike): ask from another side, or drop one",
            first=first, share=round(100 * share),
        )  # fmt: skip
        yield of_question(second, message, part="stem")


def alike_stems(stems: Mapping[str, str]) -> list[tuple[str, str, float]]:
    """Pairs of keys whose stems (plain text) ask nearly the same, the most alike first, each with its share."""
    words = {key: frozenset(content_words(tokens(stem)) - ASKING) for key, stem in stems.items()}
    return sorted(near_pairs(words), key=lambda pair: -pair[2])


def near_pairs(words: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str, float]]:
    """Pairs of keys, the earlier one first, whose words are alike to at least ``NEAR``."""
    holders = _holders(words)
    weights = {word: log(1 + len(words) / len(keys)) for word, keys in holders.items()}
    order = {key: place for place, key in enumerate(words)}
    pairs = {pair for word, keys in holders.items() if 1 < len(keys) <= MOST_SHARING for pair in combinations(keys, 2)}
    for first, second in sorted(pairs, key=lambda pair: (order[pair[0]], order[pair[1]])):
        share = likeness(words[first], words[second], weights)
        if share >= NEAR and not _of_other_figures(words[first], words[second]):
            yield first, second, share


def likeness(one: frozenset[str], other: frozenset[str], weights: Mapping[str, float]) -> float:
    """Between 0 and 1: the weight of the words of both, as a share of the weight of the words of either."""
    either = sum(weights[word] for word in one | other)
    return sum(weights[word] for word in one & other) / either if either else 0.0


def _of_other_figures(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether each has a figure that the other has not: the share in 2014, the share in 2016."""
    return _has_figure(one - other) and _has_figure(other - one)


def _has_figure(words: frozenset[str]) -> bool:
    return any(letter.isdigit() for word in words for letter in word)


def _holders(words: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    holders: dict[str, list[str]] = defaultdict(list)
    for key, found in words.items():
        for word in found:
            holders[word].append(key)
    return holders


RULES = (
    Rule(
        id="near-duplicate-stem",
        severity=Severity.WARNING,
        description="No two questions ask nearly the same in nearly the same words.",
        find=near_duplicates,
        compares=True,
    ),
)
