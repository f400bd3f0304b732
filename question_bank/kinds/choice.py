"""A choice among options, one or several of them right."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from question_bank.fields import Fields, duplicates
from question_bank.grading import Grade, only_value
from question_bank.prompts import Prompt, Solution
from question_bank.words import Message, gettext

from .base import Kind
from .options import FEWEST, MOST, check_options, draw, grade_options, prompt_of, solution_of

MOST_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    key: str
    text: str
    right: bool = False
    feedback: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceContent:
    stem: str
    options: tuple[Option, ...]

    @property
    def right_keys(self) -> frozenset[str]:
        return frozenset(option.key for option in self.options if option.right)


class Choice(Kind[ChoiceContent]):
    name = "choice"

    def parse(self, fields: Fields) -> ChoiceContent:
        options = []
        for item in fields.each("options"):
            options.append(
                Option(
                    key=item.key_text("key"),
                    text=item.text("text"),
                    right=item.flag("right"),
                    feedback=item.optional_text("feedback"),
                )
            )
            item.finish()
        return ChoiceContent(stem=fields.text("stem"), options=tuple(options))

    def check(self, content: ChoiceContent) -> Iterable[Message]:
        count, rights = len(content.options), len(content.right_keys)
        if not FEWEST <= count <= MOST:
            yield gettext(
                "a choice has %(fewest)s to %(most)s options, not %(count)s", fewest=FEWEST, most=MOST, count=count
            )
        if not rights:
            yield gettext("no option is right: write 'right: true' in the right one")
        if content.options and all(option.right for option in content.options):
            yield gettext("every option is right")
        elif rights >= MOST_SHOWN:
            yield gettext(
                "%(rights)s options are right and %(most_shown)s are shown at a time: none of them would be wrong",
                rights=rights,
                most_shown=MOST_SHOWN,
            )
        for key in duplicates(option.key for option in content.options):
            yield gettext("the option key '%(key)s' stands twice", key=key)
        yield from check_options(content.options)

    def to_json(self, content: ChoiceContent) -> dict[str, Any]:
        return {"stem": content.stem, "options": [_option_to_json(option) for option in content.options]}

    def grade(self, content: ChoiceContent, response: Mapping[str, Any]) -> Grade:
        return grade_options(content.options, only_value(response, "chosen"))

    def prompt(self, content: ChoiceContent, generator: random.Random) -> Prompt:
        shown = draw(content.options, MOST_SHOWN, generator)
        return prompt_of(self.name, content.stem, shown, several=len(content.right_keys) > 1)

    def order(self, content: ChoiceContent, seed: int) -> tuple[str, ...]:
        generator = random.Random(seed)  # noqa: S311  # no secret
        return tuple(option.key for option in draw(content.options, MOST_SHOWN, generator))

    def solution(self, content: ChoiceContent) -> Solution:
        return solution_of(content.options)


def _option_to_json(option: Option) -> dict[str, Any]:
    parts: dict[str, Any] = {"key": option.key, "text": option.text}
    if option.right:
        parts["right"] = True
    if option.feedback is not None:
        parts["feedback"] = option.feedback
    return parts
