"""A choice among options, one or several of them right."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from question_bank.fields import Fields, duplicates
from question_bank.grading import NOTHING_ANSWERED, BadResponse, Grade, Outcome, only_value, wrong
from question_bank.prompts import Prompt, Solution
from question_bank.spelling import normalise

from .base import Kind


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

    def check(self, content: ChoiceContent) -> Iterable[str]:
        if not 3 <= len(content.options) <= 6:
            yield f"a choice has 3 to 6 options, not {len(content.options)}"
        if not content.right_keys:
            yield "no option is right: write 'right: true' in the right one"
        if content.options and all(option.right for option in content.options):
            yield "every option is right"
        for key in duplicates(option.key for option in content.options):
            yield f"the option key '{key}' stands twice"
        for text in duplicates(normalise(option.text) or option.text for option in content.options):
            yield f"two options say the same: '{text}'"
        for option in content.options:
            if not option.right and option.feedback is None:
                yield f"the wrong option '{option.key}' has no feedback that says why"

    def to_json(self, content: ChoiceContent) -> dict[str, Any]:
        return {"stem": content.stem, "options": [_option_to_json(option) for option in content.options]}

    def grade(self, content: ChoiceContent, response: Mapping[str, Any]) -> Grade:
        """Of several right ones each counts, and each wrong choice takes one back."""
        chosen = _chosen(content, only_value(response, "chosen"))
        if not chosen:
            return wrong(NOTHING_ANSWERED)
        hits = len(chosen & content.right_keys)
        score = max(0.0, (hits - len(chosen - content.right_keys)) / len(content.right_keys))
        outcome = Outcome.RIGHT if score == 1 else Outcome.PARTLY if score > 0 else Outcome.WRONG
        picked = [option for option in content.options if option.key in chosen]
        return Grade(
            outcome=outcome,
            score=score,
            feedback=tuple(option.feedback for option in picked if option.feedback),
            parts={option.key: Outcome.RIGHT if option.right else Outcome.WRONG for option in picked},
        )

    def prompt(self, content: ChoiceContent, generator: random.Random) -> Prompt:
        options = [(option.key, option.text) for option in content.options]
        generator.shuffle(options)
        return Prompt(kind=self.name, stem=content.stem, options=tuple(options), several=len(content.right_keys) > 1)

    def order(self, content: ChoiceContent, seed: int) -> tuple[str, ...]:
        keys = [option.key for option in content.options]
        random.Random(seed).shuffle(keys)  # noqa: S311  # no secret
        return tuple(keys)

    def solution(self, content: ChoiceContent) -> Solution:
        return Solution(
            text="; ".join(option.text for option in content.options if option.right),
            options={option.key: (option.right, option.feedback) for option in content.options},
        )


def _option_to_json(option: Option) -> dict[str, Any]:
    parts: dict[str, Any] = {"key": option.key, "text": option.text}
    if option.right:
        parts["right"] = True
    if option.feedback is not None:
        parts["feedback"] = option.feedback
    return parts


def _chosen(content: ChoiceContent, value: object) -> frozenset[str]:
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) > len(content.options):
        raise BadResponse('"chosen" is a list of the keys of the chosen options, each once.')
    known = {option.key for option in content.options}
    if not all(isinstance(key, str) and key in known for key in value) or len(set(value)) < len(value):
        raise BadResponse('"chosen" names keys of this question\'s options, each once.')
    if len(value) > 1 and len(content.right_keys) == 1:
        raise BadResponse("Choose one option: one is right.")
    return frozenset(value)
