"""A card as a quiz asks it: what stands on the page cannot tell the answer, not even by the keys of its parts.

An author's keys may say much ("holm-view", "y1994"). Options, items and gaps have numbers here, as they are shown.
The order is drawn by the question's seed, which the server keeps, so that it can read back what was meant.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from question_bank.grading import BadResponse
from question_bank.prompts import Prompt
from question_bank.questions import Question
from question_bank.words import gettext

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Names:
    """What the parts of a card are called, from one side of the seal to the other."""

    options: Names
    items: Names
    gaps: Names

    def turned(self) -> _Names:
        return _Names(*({new: old for old, new in names.items()} for names in (self.options, self.items, self.gaps)))


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedCard:
    """A card with nothing but what is asked. ``question_key`` names it on its page: in a quiz its place."""

    question_key: str
    kind: str
    prompt: Prompt
    names: _Names

    def opened(self, response: Mapping[str, Any]) -> dict[str, Any]:
        """The response by the question's own keys. Raises BadResponse for a part that the page did not have."""
        return _renamed(response, self.names.turned())

    def sealed(self, response: Mapping[str, Any]) -> dict[str, Any]:
        """A response by the question's own keys as the page's fields have it."""
        return _renamed(response, self.names)


def seal(question: Question, *, name: str, seed: int) -> SealedCard:
    """The question as it is asked, its parts drawn and put in order by ``seed``."""
    prompt = question.prompt(random.Random(seed))  # noqa: S311  # the order of options is no secret
    names = _Names(
        options=_numbered(key for key, _ in prompt.options),
        items=_numbered(key for key, _ in prompt.items),
        gaps=_numbered(gap for gap, _ in prompt.gaps),
    )
    return SealedCard(question_key=name, kind=question.kind, prompt=_neutral(prompt, names), names=names)


def _neutral(prompt: Prompt, names: _Names) -> Prompt:
    """The prompt with numbers for keys and without hints."""
    return replace(
        prompt,
        options=tuple((names.options[key], text) for key, text in prompt.options),
        items=tuple((names.items[key], text) for key, text in prompt.items),
        gaps=tuple((names.gaps[gap], None) for gap, _ in prompt.gaps),
        segments=tuple((what, names.gaps[text] if what == "gap" else text) for what, text in prompt.segments),
        hint=None,
    )


def _numbered(keys: Iterable[str]) -> Names:
    return {key: str(number) for number, key in enumerate(keys, start=1)}


def _renamed(response: Mapping[str, Any], names: _Names) -> dict[str, Any]:
    renamed = dict(response)
    try:
        if "chosen" in response:
            renamed["chosen"] = [names.options[key] for key in response["chosen"]]
        if "order" in response:
            renamed["order"] = [names.items[key] for key in response["order"]]
        if "pairs" in response:
            renamed["pairs"] = {names.items[item]: names.options[key] for item, key in response["pairs"].items()}
        if "gaps" in response:
            renamed["gaps"] = {names.gaps[gap]: text for gap, text in response["gaps"].items()}
    except KeyError as error:
        raise BadResponse(
            gettext("The answer names something that the question does not have: load the page again.")
        ) from error
    return renamed
