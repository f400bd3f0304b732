"""Items that are to be put in order; credit by the pairs that stand in the right order."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from question_bank.fields import Fields, duplicates
from question_bank.grading import NOTHING_ANSWERED, BadResponse, Grade, Outcome, only_value, scored
from question_bank.prompts import Prompt, Solution
from question_bank.spelling import normalise
from question_bank.words import Message, gettext, ngettext

from .base import Kind

FEWEST = 3
MOST = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderingItem:
    """``when`` (Markdown) is shown afterwards; ``claim`` is the id of the claim that the item rests on."""

    key: str
    text: str
    when: str | None = None
    claim: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderingContent:
    """``items`` stand in the right order."""

    stem: str
    items: tuple[OrderingItem, ...]


class Ordering(Kind[OrderingContent]):
    name = "ordering"

    def parse(self, fields: Fields) -> OrderingContent:
        items = []
        for item in fields.each("items"):
            items.append(
                OrderingItem(
                    key=item.key_text("key"),
                    text=item.text("text"),
                    when=item.optional_text("when", longest=300),
                    claim=item.optional_text("claim"),
                )
            )
            item.finish()
        return OrderingContent(stem=fields.text("stem"), items=tuple(items))

    def check(self, content: OrderingContent) -> Iterable[Message]:
        if not FEWEST <= len(content.items) <= MOST:
            yield gettext(
                "an ordering has %(fewest)s to %(most)s items, not %(count)s",
                fewest=FEWEST,
                most=MOST,
                count=len(content.items),
            )
        for key in duplicates(item.key for item in content.items):
            yield gettext("the item key '%(key)s' stands twice", key=key)
        for text in duplicates(normalise(item.text) or item.text for item in content.items):
            yield gettext("two items say the same: '%(text)s'", text=text)

    def to_json(self, content: OrderingContent) -> dict[str, Any]:
        return {"stem": content.stem, "items": [_item_to_json(item) for item in content.items]}

    def grade(self, content: OrderingContent, response: Mapping[str, Any]) -> Grade:
        """Kendall's tau, not below 0: an order at random earns nothing on average, whatever it happens to hit."""
        keys = [item.key for item in content.items]
        order = _order(keys, only_value(response, "order"))
        if not order:
            return scored(0.0, (NOTHING_ANSWERED,), dict.fromkeys(keys, Outcome.WRONG))
        places = {key: place for place, key in enumerate(keys)}
        pairs = [places[first] < places[second] for first, second in combinations(order, 2)]
        hits = sum(pairs)
        parts = {key: Outcome.RIGHT if order[places[key]] == key else Outcome.WRONG for key in keys}
        return scored(max(0.0, (2 * hits - len(pairs)) / len(pairs)), _remarks(hits, len(pairs)), parts)

    def prompt(self, content: OrderingContent, generator: random.Random) -> Prompt:
        shown = _disordered(content.items, generator)
        return Prompt(kind=self.name, stem=content.stem, items=tuple((item.key, item.text) for item in shown))

    def order(self, content: OrderingContent, seed: int) -> tuple[str, ...]:
        generator = random.Random(seed)  # noqa: S311  # no secret
        return tuple(item.key for item in _disordered(content.items, generator))

    def solution(self, content: OrderingContent) -> Solution:
        return Solution(
            text="; ".join(f"{item.text} ({item.when})" if item.when else item.text for item in content.items),
            items={item.key: item.when for item in content.items if item.when},
            order=tuple(item.key for item in content.items),
        )


def _item_to_json(item: OrderingItem) -> dict[str, Any]:
    parts = {"key": item.key, "text": item.text, "when": item.when, "claim": item.claim}
    return {key: part for key, part in parts.items() if part is not None}


def _disordered(items: Sequence[OrderingItem], generator: random.Random) -> tuple[OrderingItem, ...]:
    """The items in an order that is not the right one."""
    shown = list(items)
    generator.shuffle(shown)
    while len(items) > 1 and shown == list(items):
        generator.shuffle(shown)
    return tuple(shown)


def _order(keys: Sequence[str], value: object) -> Sequence[str]:
    """The keys as they were ordered, or none at all."""
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) not in {0, len(keys)}:
        raise BadResponse('"order" is a list of the keys of all items, the first one first.')
    if not all(isinstance(key, str) for key in value) or (value and set(value) != set(keys)):
        raise BadResponse('"order" names each item of this question once.')
    return value


def _remarks(hits: int, pairs: int) -> list[str]:
    """What to say to an order in which so many of the pairs stand rightly."""
    if hits == pairs:
        return []
    if hits == pairs - 1:
        return [gettext("Nearly: two neighbours are the wrong way round.")]
    if not hits:
        return [gettext("This is the right order turned round.")]
    return [
        ngettext(
            "%(num)d of the %(pairs)s pairs is in the right order.",
            "%(num)d of the %(pairs)s pairs are in the right order.",
            hits,
            pairs=pairs,
        )
    ]
