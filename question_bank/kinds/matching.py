"""Items that are each given one of several options; more options than items, so that the last is not given away."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from question_bank.fields import Fields, duplicates
from question_bank.grading import NOTHING_ANSWERED, BadResponse, Grade, Outcome, only_value, scored
from question_bank.prompts import Prompt, Solution
from question_bank.spelling import normalise
from question_bank.words import Message, gettext

from .base import Kind

FEWEST_ITEMS = 2
MOST_ITEMS = 6
MOST_OPTIONS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingItem:
    """``answer`` is the key of the right option; ``feedback`` is said when the item was given another."""

    key: str
    text: str
    answer: str
    feedback: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingOption:
    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingContent:
    stem: str
    items: tuple[MatchingItem, ...]
    options: tuple[MatchingOption, ...]


class Matching(Kind[MatchingContent]):
    name = "matching"

    def parse(self, fields: Fields) -> MatchingContent:
        return MatchingContent(stem=fields.text("stem"), items=_read_items(fields), options=_read_options(fields))

    def check(self, content: MatchingContent) -> Iterable[Message]:
        items, options = content.items, content.options
        if not FEWEST_ITEMS <= len(items) <= MOST_ITEMS:
            yield gettext(
                "a matching has %(fewest_items)s to %(most_items)s items, not %(count)s",
                fewest_items=FEWEST_ITEMS,
                most_items=MOST_ITEMS,
                count=len(items),
            )
        if not len(items) < len(options) <= MOST_OPTIONS:
            yield gettext(
                "a matching has more options than items and at most %(most_options)s, not %(count)s",
                most_options=MOST_OPTIONS,
                count=len(options),
            )
        for key in duplicates(item.key for item in items):
            yield gettext("the item key '%(key)s' stands twice", key=key)
        for key in duplicates(option.key for option in options):
            yield gettext("the option key '%(key)s' stands twice", key=key)
        for text in duplicates(normalise(item.text) or item.text for item in items):
            yield gettext("two items say the same: '%(text)s'", text=text)
        for text in duplicates(normalise(option.text) or option.text for option in options):
            yield gettext("two options say the same: '%(text)s'", text=text)
        for answer in duplicates(item.answer for item in items):
            yield gettext("two items have the answer '%(answer)s'", answer=answer)
        known = {option.key for option in options}
        for item in items:
            if item.answer not in known:
                yield gettext(
                    "the answer '%(answer)s' of the item '%(key)s' is no option's key", answer=item.answer, key=item.key
                )

    def to_json(self, content: MatchingContent) -> dict[str, Any]:
        return {
            "stem": content.stem,
            "items": [_item_to_json(item) for item in content.items],
            "options": [{"key": option.key, "text": option.text} for option in content.options],
        }

    def grade(self, content: MatchingContent, response: Mapping[str, Any]) -> Grade:
        """Each item counts the same; one that was given no option is wrong."""
        pairs = _pairs(content, only_value(response, "pairs"))
        is_right = {item.key: pairs.get(item.key) == item.answer for item in content.items}
        said = [item.feedback for item in content.items if item.key in pairs and not is_right[item.key]]
        return scored(
            sum(is_right.values()) / len(is_right),
            [text for text in said if text] if pairs else [NOTHING_ANSWERED],
            {key: Outcome.RIGHT if right else Outcome.WRONG for key, right in is_right.items()},
        )

    def prompt(self, content: MatchingContent, generator: random.Random) -> Prompt:
        options = _shuffled(content.options, generator)
        items = list(content.items)
        generator.shuffle(items)
        return Prompt(
            kind=self.name,
            stem=content.stem,
            items=tuple((item.key, item.text) for item in items),
            options=tuple((option.key, option.text) for option in options),
        )

    def order(self, content: MatchingContent, seed: int) -> tuple[str, ...]:
        generator = random.Random(seed)  # noqa: S311  # no secret
        return tuple(option.key for option in _shuffled(content.options, generator))

    def solution(self, content: MatchingContent) -> Solution:
        texts = {option.key: option.text for option in content.options}
        answers = {item.key: texts[item.answer] for item in content.items}
        return Solution(
            text="; ".join(f"{item.text}: **{answers[item.key]}**" for item in content.items), items=answers
        )


def _read_items(fields: Fields) -> tuple[MatchingItem, ...]:
    items = []
    for item in fields.each("items"):
        items.append(
            MatchingItem(
                key=item.key_text("key"),
                text=item.text("text"),
                answer=item.key_text("answer"),
                feedback=item.optional_text("feedback"),
            )
        )
        item.finish()
    return tuple(items)


def _read_options(fields: Fields) -> tuple[MatchingOption, ...]:
    options = []
    for item in fields.each("options"):
        options.append(MatchingOption(key=item.key_text("key"), text=item.text("text")))
        item.finish()
    return tuple(options)


def _item_to_json(item: MatchingItem) -> dict[str, Any]:
    parts: dict[str, Any] = {"key": item.key, "text": item.text, "answer": item.answer}
    return parts | ({"feedback": item.feedback} if item.feedback is not None else {})


def _shuffled(options: Iterable[MatchingOption], generator: random.Random) -> list[MatchingOption]:
    shuffled = list(options)
    generator.shuffle(shuffled)
    return shuffled


def _pairs(content: MatchingContent, value: object) -> dict[str, str]:
    """The option of each item that was given one; an empty text is none."""
    if not isinstance(value, Mapping):
        raise BadResponse('"pairs" is an object with the key of an option under the key of each item.')
    if not set(value) <= {item.key for item in content.items}:
        raise BadResponse(
            gettext("The items of this question are %(items)s.", items=", ".join(item.key for item in content.items))
        )
    known = {option.key for option in content.options}
    if not all(isinstance(key, str) and (key in known or not key) for key in value.values()):
        raise BadResponse('"pairs" gives each item the key of one of this question\'s options.')
    return {item: option for item, option in value.items() if option}
