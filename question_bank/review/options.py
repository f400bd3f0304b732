"""Rules on options: alike in length, plausible, the right one nowhere in particular."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from math import comb

from question_bank.words import gettext

from .asked import Asked
from .findings import Remark, Rule, Severity, of_question
from .material import Material

MOST_TIMES = 1.8  # the longest option against the shortest
MARKEDLY = 1.3  # the right option against the longest wrong one
SHORT = 24  # characters: up to here a difference in length tells nothing
UNLIKELY = 0.005  # a chance below which the place or the length of the right options is no chance
SHORTEST_FEEDBACK = 12  # characters

_CATCH_ALL = re.compile(
    r"(?:all|none|any|both|neither|either|each) of (?:the (?:above|following|others|other options|options)|these|them)"
    r"|(?:all|both|none) (?:are|is) (?:right|correct|true)|all (?:the )?(?:above|three|four)$|none above"
    r"|(?:both )?(?:option )?[a-e] (?:and|or|nor) [a-e]",
    re.IGNORECASE,
)


def option_length(material: Material) -> Iterator[Remark]:
    for question in material.questions:
        asked = material.asked[question.id]
        if not _lets_choose(asked):
            continue
        lengths = [len(option) for option in asked.options]
        longest, shortest = max(lengths), min(lengths)
        if longest > SHORT and longest > MOST_TIMES * shortest:
            message = gettext(
                "the options have from %(shortest)d to %(longest)d characters, at most %(times)s times the shortest: "
                "make them alike",
                shortest=shortest, longest=longest, times=MOST_TIMES,
            )  # fmt: skip
            yield of_question(question.id, message, part="options")
        elif _right_is_longest(asked, MARKEDLY) and longest > SHORT:
            message = gettext("the right option is markedly the longest: shorten it or lengthen others")
            yield of_question(question.id, message, part="options")


def _lets_choose(asked: Asked) -> bool:
    """Whether options stand to choose from whose length is their author's: names are as long as they are."""
    return bool(asked.places) and not asked.asks_who


def _right_is_longest(asked: Asked, times: float) -> bool:
    """Whether the one right option is longer than that many times any other."""
    if len(asked.places) != 1:
        return False
    right = len(asked.options[asked.places[0]])
    return right > times * max(len(option) for place, option in enumerate(asked.options) if place not in asked.places)


def key_longest(material: Material) -> Iterator[Remark]:
    """Over each topic: whoever knows nothing must not fare better by taking the longest option."""
    for topic, found in _by_topic(material).items():
        chosen = [asked for asked in found if _lets_choose(asked)]
        hits = sum(_right_is_longest(asked, 1) for asked in chosen)
        if hits and improbable(hits, [1 / len(asked.options) for asked in chosen]):
            message = f"the right option is the longest in {hits} of {len(chosen)} questions: lengthen wrong ones"
            yield Remark("topic", topic, message)


def key_position(material: Material) -> Iterator[Remark]:
    """Over each topic the place of the right option; within a matching, answers in the order of the items."""
    for topic, found in _by_topic(material).items():
        counts = Counter(asked.places[0] for asked in found)
        for place, hits in counts.items():
            if improbable(hits, [1 / len(asked.options) for asked in found if place < len(asked.options)]):
                message = f"the right option is number {place + 1} in {hits} of {len(found)} questions: move some"
                yield Remark("topic", topic, message)
    for question in material.questions:
        answers = [item.answer for item in material.asked[question.id].items]
        if len(answers) > 2 and answers == list(material.asked[question.id].options[: len(answers)]):
            message = gettext("the options stand in the order of the items: write them in another order")
            yield of_question(question.id, message, part="pairs")


def _by_topic(material: Material) -> dict[str, list[Asked]]:
    """The questions with one right option, by the topic of their primary claim."""
    found = defaultdict(list)
    for question in material.questions:
        claim, asked = material.primary(question), material.asked[question.id]
        if claim and len(asked.places) == 1:
            found[claim.topic].append(asked)
    return found


def improbable(hits: int, chances: list[float]) -> bool:
    """Whether so many hits are hardly chance, given the chance of each question."""
    total, mean = len(chances), sum(chances) / len(chances)
    beyond = sum(comb(total, n) * mean**n * (1 - mean) ** (total - n) for n in range(hits, total + 1))
    return beyond < UNLIKELY


def all_of_the_above(material: Material) -> Iterator[Remark]:
    for question in material.questions:
        for option in material.asked[question.id].options:
            if is_catch_all(option):
                message = gettext(
                    "'%(option)s' is no answer of its own: put a plausible one in its place", option=option
                )
                yield of_question(question.id, message, part="options")


def is_catch_all(option: str) -> bool:
    """Whether an option speaks of the others."""
    return bool(_CATCH_ALL.match(option.strip()))


def missing_feedback(material: Material) -> Iterator[Remark]:
    """Matching is exempt: of its options that fit nothing there is nothing to say."""
    for question in material.questions:
        asked = material.asked[question.id]
        for wrong in () if asked.is_matching else asked.wrongs:
            if len((wrong.feedback or "").strip()) < SHORTEST_FEEDBACK:
                message = gettext("the wrong answer '%(wrong)s' has no feedback that says why", wrong=wrong.text)
                part = "options" if asked.options else "wrong"
                yield of_question(question.id, message, part=part)


RULES = (
    Rule(
        id="option-length",
        severity=Severity.WARNING,
        description=f"The longest option is at most {MOST_TIMES} times the shortest, the right not markedly longest.",
        find=option_length,
    ),
    Rule(
        id="key-longest",
        severity=Severity.WARNING,
        description="Over a topic the right option is not the longest more often than by chance.",
        find=key_longest,
    ),
    Rule(
        id="key-position",
        severity=Severity.WARNING,
        description="The right option stands at no place more often than by chance; a matching is not in order.",
        find=key_position,
    ),
    Rule(
        id="all-of-the-above",
        severity=Severity.ERROR,
        description="No option speaks of the others.",
        find=all_of_the_above,
    ),
    Rule(
        id="missing-feedback",
        severity=Severity.ERROR,
        description="Every wrong option and every known wrong answer is told why it is wrong.",
        find=missing_feedback,
    ),
)
