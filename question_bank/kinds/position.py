"""Who holds a position, or what position somebody holds; each option rests on a claim about the same issue."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from question_bank.fields import Fields, duplicates
from question_bank.grading import Grade, only_value
from question_bank.prompts import Prompt, Solution
from question_bank.words import Message, gettext

from .base import Kind
from .options import FEWEST, MOST, check_options, draw, grade_options, prompt_of, solution_of

MOST_SHOWN = 4


class Ask(StrEnum):
    """What the options are: actors' names, or stances."""

    HOLDER = "holder"
    STANCE = "stance"


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionOption:
    """An option; ``claim`` is the id of the position claim that it names."""

    claim: str
    text: str
    right: bool = False
    feedback: str | None = None

    @property
    def key(self) -> str:
        return self.claim


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionContent:
    stem: str
    ask: Ask
    options: tuple[PositionOption, ...]


class Position(Kind[PositionContent]):
    name = "position"

    def parse(self, fields: Fields) -> PositionContent:
        options = []
        for item in fields.each("options"):
            options.append(
                PositionOption(
                    claim=item.key_text("claim"),
                    text=item.text("text"),
                    right=item.flag("right"),
                    feedback=item.optional_text("feedback"),
                )
            )
            item.finish()
        return PositionContent(stem=fields.text("stem"), ask=fields.one_of("ask", Ask), options=tuple(options))

    def check(self, content: PositionContent) -> Iterable[Message]:
        count, rights = len(content.options), sum(option.right for option in content.options)
        if not FEWEST <= count <= MOST:
            yield gettext(
                "a position has %(fewest)s to %(most)s options, not %(count)s", fewest=FEWEST, most=MOST, count=count
            )
        if rights != 1:
            yield gettext("exactly one option has 'right: true', not %(rights)s", rights=rights)
        for claim in duplicates(option.claim for option in content.options):
            yield gettext("two options rest on the claim '%(claim)s'", claim=claim)
        yield from check_options(content.options)

    def to_json(self, content: PositionContent) -> dict[str, Any]:
        return {
            "stem": content.stem,
            "ask": content.ask.value,
            "options": [_option_to_json(option) for option in content.options],
        }

    def grade(self, content: PositionContent, response: Mapping[str, Any]) -> Grade:
        return grade_options(content.options, only_value(response, "chosen"))

    def prompt(self, content: PositionContent, generator: random.Random) -> Prompt:
        return prompt_of(self.name, content.stem, draw(content.options, MOST_SHOWN, generator), several=False)

    def order(self, content: PositionContent, seed: int) -> tuple[str, ...]:
        generator = random.Random(seed)  # noqa: S311  # no secret
        return tuple(option.key for option in draw(content.options, MOST_SHOWN, generator))

    def solution(self, content: PositionContent) -> Solution:
        return solution_of(content.options)


def _option_to_json(option: PositionOption) -> dict[str, Any]:
    parts: dict[str, Any] = {"claim": option.claim, "text": option.text}
    if option.right:
        parts["right"] = True
    if option.feedback is not None:
        parts["feedback"] = option.feedback
    return parts
