"""Options of which one or several are right: how they are checked, drawn, chosen and graded."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from question_bank.fields import duplicates
from question_bank.grading import NOTHING_ANSWERED, RIGHT, WRONG, BadResponse, Grade, scored, wrong
from question_bank.prompts import Prompt, Solution
from question_bank.spelling import normalise
from question_bank.words import Message, gettext

FEWEST = 3
MOST = 8


class Option(Protocol):
    """An option as the functions here see it. ``text`` and ``feedback`` are Markdown."""

    @property
    def key(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def right(self) -> bool: ...
    @property
    def feedback(self) -> str | None: ...


O = TypeVar("O", bound=Option)  # noqa: E741  # as short as type variables are


def draw(options: Sequence[O], most: int, generator: random.Random) -> tuple[O, ...]:
    """At most ``most`` options in the order to show: every right one, and wrong ones to fill up."""
    shown = list(options)
    if len(shown) > most:
        distractors = [option for option in options if not option.right]
        rights = [option for option in options if option.right]
        shown = rights + generator.sample(distractors, max(0, most - len(rights)))
    generator.shuffle(shown)
    return tuple(shown)


def check_options(options: Sequence[Option]) -> Iterable[Message]:
    """What is wrong with options, whatever the kind: their number, texts that are alike, feedback that is missing."""
    for text in duplicates(normalise(option.text) or option.text for option in options):
        yield gettext("two options say the same: '%(text)s'", text=text)
    for option in options:
        if not option.right and option.feedback is None:
            yield gettext("the wrong option '%(key)s' has no feedback that says why", key=option.key)


def prompt_of(kind: str, stem: str, shown: Sequence[Option], *, several: bool) -> Prompt:
    return Prompt(kind=kind, stem=stem, options=tuple((option.key, option.text) for option in shown), several=several)


def grade_options(options: Sequence[Option], value: object) -> Grade:
    """Grade the list of chosen keys: of several right ones each counts, and each wrong choice takes one back.

    Raises BadResponse if it is no such list.
    """
    chosen = _chosen(options, value)
    if not chosen:
        return wrong(NOTHING_ANSWERED)
    picked = [option for option in options if option.key in chosen]
    hits = sum(option.right for option in picked)
    score = max(0.0, (hits - (len(picked) - hits)) / _count_right(options))
    return scored(
        score,
        (option.feedback for option in picked if option.feedback),
        {option.key: RIGHT if option.right else WRONG for option in picked},
    )


def solution_of(options: Sequence[Option]) -> Solution:
    return Solution(
        text="; ".join(option.text for option in options if option.right),
        options={option.key: (option.right, option.feedback) for option in options},
    )


def _count_right(options: Iterable[Option]) -> int:
    return sum(option.right for option in options)


def _chosen(options: Sequence[Option], value: object) -> frozenset[str]:
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) > len(options):
        raise BadResponse('"chosen" is a list of the keys of the chosen options, each once.')
    known = {option.key for option in options}
    if not all(isinstance(key, str) and key in known for key in value) or len(set(value)) < len(value):
        raise BadResponse('"chosen" names keys of this question\'s options, each once.')
    if len(value) > 1 and _count_right(options) == 1:
        raise BadResponse(gettext("Choose one option: one is right."))
    return frozenset(value)
